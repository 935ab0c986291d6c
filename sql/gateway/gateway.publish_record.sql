-- SPDX-License-Identifier: Apache-2.0
-- gateway.publish_record: its author submits a draft for publication.
-- Input:   {record, urgency}.
-- Result:  {review}; refusals: not_found, conflict when it is no draft, with its
--          state and review, and
--          what review.open_review says.
-- Tables:  record.record, locked.

create function gateway.publish_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := audit.begin_call(i_call, 'record.publish');
    l_record record.record;
    l_opened jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request->>'record') and r.account_id = l_c.account_id
       for update;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    if l_record.state <> 'draft' then
        return audit.end_call(l_c, 'conflict', jsonb_build_object(
            'detail', 'the record is ' || l_record.state, 'review', l_record.review_id),
            jsonb_build_object('owner', l_record.institution_id));
    end if;
    l_opened := record.submit_record(l_c, l_record, coalesce(i_request->>'urgency', 'normal'));
    return audit.end_call(l_c, l_opened->>'code', l_opened - 'code', jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', l_opened->'review'->>'id'));
end;
$$;
comment on function gateway.publish_record(jsonb, jsonb) is 'Its author submits a draft for publication.';
revoke all on function gateway.publish_record(jsonb, jsonb) from public;
grant execute on function gateway.publish_record(jsonb, jsonb) to cs_gateway;
