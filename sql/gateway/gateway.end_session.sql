-- SPDX-License-Identifier: Apache-2.0
-- gateway.end_session: signs out.
-- Result:  nothing.  Tables: identity.session.

create function gateway.end_session(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'session.end');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    update identity.session s set ended_at = statement_timestamp() where s.session_id = l_c.session_id and s.ended_at is null;
    return audit.end_call(l_c, 'ok', null);
end;
$$;
comment on function gateway.end_session(jsonb, jsonb) is 'Signs out.';
revoke all on function gateway.end_session(jsonb, jsonb) from public;
grant execute on function gateway.end_session(jsonb, jsonb) to cs_gateway;
