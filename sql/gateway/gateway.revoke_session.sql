-- SPDX-License-Identifier: Apache-2.0
-- gateway.revoke_session: ends one of the caller's sessions; under a break-glass
-- one of anybody's of the institution.
-- Input:   {session}.  Result: nothing; refusal: not_found, for others' too.
-- Tables:  identity.session; writes session.ended.

create function gateway.revoke_session(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'session.revoke');
    l_s     identity.live_session;
    l_glass uuid;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_glass := access.hold_break_glass(l_c);
    select s.* into l_s
      from identity.live_session s
     where s.session_id = ops.read_uuid(i_request->>'session')
       and (s.account_id = l_c.account_id or l_glass is not null and s.institution_id = l_c.institution_id);
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    elsif l_s.account_id = l_c.account_id then
        l_glass := null; -- one's own one ends without
    end if;
    perform identity.end_sessions(l_c, array[l_s.session_id]);
    return audit.end_call(l_c, 'ok', null, access.use_break_glass(l_c, l_glass, 'session', l_s.session_id));
end;
$$;
comment on function gateway.revoke_session(jsonb, jsonb) is 'Ends one of the callers sessions.';
revoke all on function gateway.revoke_session(jsonb, jsonb) from public;
grant execute on function gateway.revoke_session(jsonb, jsonb) to cs_gateway;
