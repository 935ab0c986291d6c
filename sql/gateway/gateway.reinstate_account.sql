-- SPDX-License-Identifier: Apache-2.0
-- gateway.reinstate_account: asks that a suspended account be reinstated (GS-2.1.1).
-- Input and result: see identity.ask_reinstatement.

create function gateway.reinstate_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'account.manage', 'account.reinstate');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_reinstatement(l_c, i_request));
end;
$$;
comment on function gateway.reinstate_account(jsonb, jsonb) is 'Asks that a suspended account be reinstated.';
revoke all on function gateway.reinstate_account(jsonb, jsonb) from public;
grant execute on function gateway.reinstate_account(jsonb, jsonb) to cs_gateway;
