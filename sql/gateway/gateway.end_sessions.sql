-- SPDX-License-Identifier: Apache-2.0
-- gateway.end_sessions: signs out everywhere.
-- Result:  nothing.  Tables: identity.session; writes session.ended for each.

create function gateway.end_sessions(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null);
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.end_sessions(l_c, array(
        select s.session_id from identity.session s where s.account_id = l_c.account_id and s.ended_at is null));
    return audit.end_call(l_c, 'ok', null);
end;
$$;
comment on function gateway.end_sessions(jsonb, jsonb) is 'Signs out everywhere.';
revoke all on function gateway.end_sessions(jsonb, jsonb) from public;
grant execute on function gateway.end_sessions(jsonb, jsonb) to cs_gateway;
