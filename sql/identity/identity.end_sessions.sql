-- SPDX-License-Identifier: Apache-2.0
-- identity.end_sessions: ends sessions before their time.
-- Input:   i_sessions.  Tables: identity.session; writes session.ended for each.

create function identity.end_sessions(i_c audit.call, i_sessions uuid[]) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_session uuid;
begin
    for l_session in
        update identity.session s
           set ended_at = statement_timestamp()
         where s.session_id = any (i_sessions) and s.ended_at is null
        returning s.session_id
    loop
        perform audit.write_consequence(i_c, 'session.ended', 'session', l_session::text, '{}');
    end loop;
end;
$$;
comment on function identity.end_sessions(audit.call, uuid[]) is 'Ends sessions before their time.';
revoke all on function identity.end_sessions(audit.call, uuid[]) from public;
