-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_account: an officer proposes an account (GS-2.1.1).
-- Input and result: see identity.ask_account.

create function gateway.create_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'account.create', 'account.create');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_account(l_c, i_request));
end;
$$;
comment on function gateway.create_account(jsonb, jsonb) is 'Proposes an account.';
revoke all on function gateway.create_account(jsonb, jsonb) from public;
grant execute on function gateway.create_account(jsonb, jsonb) to cs_gateway;
