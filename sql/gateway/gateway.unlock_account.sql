-- SPDX-License-Identifier: Apache-2.0
-- gateway.unlock_account: asks that an account be unlocked (GS-2.2.1).
-- Input and result: see identity.ask_unlock.

create function gateway.unlock_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'account.manage', 'account.unlock');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_unlock(l_c, i_request));
end;
$$;
comment on function gateway.unlock_account(jsonb, jsonb) is 'Asks that a locked account be unlocked.';
revoke all on function gateway.unlock_account(jsonb, jsonb) from public;
grant execute on function gateway.unlock_account(jsonb, jsonb) to cs_gateway;
