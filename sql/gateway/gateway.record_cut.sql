-- SPDX-License-Identifier: Apache-2.0
-- gateway.record_cut: the entry of a body that was cut under way, with the
-- release's facts and why (GS-3.3).  Not a consequence of the release: that
-- would lie in its transaction.  The gateway MACs what only it can know.
-- Inputs:  i_call, whose entry has the session, object, operation, purpose and
--          digest of the release; nobody is authenticated, since what is told
--          is mostly that the session ended.
--          i_request, {delivery, code, tried}: which release; the code that
--          gateway.check_release gave, or unavailable or deadline where it
--          gave none; the ids under which this entry was tried before, by calls
--          whose end the node did not see.
-- Result:  ok, also where a former try had come through; clock; not_found, for what is no release of that session.
-- Tables:  audit.entry.

create function gateway.record_cut(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_stranger_call(i_call, 'release.cut');
    l_e audit.entry;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select e.* into l_e
      from audit.entry e
     where e.entry_id = ops.read_uuid(i_request->>'delivery') and e.action = 'record.release' and e.outcome = 'done'
       and e.session_id = ops.read_uuid(l_c.entry->>'session') and e.node = l_c.entry->>'node'
       and e.object = l_c.entry->>'object' and e.object_type = l_c.entry->>'object_type';
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    perform from identity.session s where s.session_id = l_e.session_id for no key update; -- a try that still runs ends first
    if exists (select from audit.entry e
                where e.entry_id in (select t::uuid from jsonb_array_elements_text(i_request->'tried') t)
                  and e.action = 'release.cut' and e.delivery_id = l_e.entry_id) then
        return row('ok', null)::gateway.answer;
    end if;
    l_c.account_id     := l_e.account_id;
    l_c.institution_id := l_e.institution_id;
    l_c.device_id      := l_e.device_id;
    l_c.device_class   := l_e.device_class;
    return audit.end_call(l_c, 'ok', null, jsonb_build_object(
        'owner', l_e.owner_id, 'revision', l_e.revision, 'delivery', l_e.entry_id, 'grant', l_e.grant_id,
        'review', l_e.review_id, 'reason_code', i_request->>'code'));
end;
$$;
comment on function gateway.record_cut(jsonb, jsonb) is 'The entry of a body that was cut under way.';
revoke all on function gateway.record_cut(jsonb, jsonb) from public;
grant execute on function gateway.record_cut(jsonb, jsonb) to cs_gateway;
