-- SPDX-License-Identifier: Apache-2.0
-- gateway.reset_account: asks that a person begin anew (GS-2.1.2).
-- Input and result: see identity.ask_reset.

create function gateway.reset_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'account.manage', 'account.reset');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_reset(l_c, i_request));
end;
$$;
comment on function gateway.reset_account(jsonb, jsonb) is 'Asks that a person begin anew.';
revoke all on function gateway.reset_account(jsonb, jsonb) from public;
grant execute on function gateway.reset_account(jsonb, jsonb) to cs_gateway;
