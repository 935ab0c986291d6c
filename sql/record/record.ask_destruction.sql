-- SPDX-License-Identifier: Apache-2.0
-- record.ask_destruction: asks that a record be destroyed, by whoever may publish
-- in its owner's institution and may know of it; two others decide (GS-4.1).
-- What nobody there may know of any more, because its author has left, is asked
-- for without learning of it more than its state and weight.
-- Input:   {record}.
-- Result:  {code, body, facts}, for audit.end_call: {review}; refusals:
--          not_found, conflict while it is under another review or is destroyed,
--          and what review.open_review says.
-- Tables:  record.record, locked.

create function record.ask_destruction(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
    l_known  boolean;
    l_opened jsonb;
    l_open   uuid;
begin
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request ->> 'record') and r.institution_id = i_c.institution_id
       for update;
    l_known := found and coalesce(record.find_basis(l_record, i_c.account_id, i_c.institution_id, i_c.rank) in ('author', 'none'), false);
    if not l_known and not coalesce(record.is_orphaned(l_record), false) then
        return jsonb_build_object('code', 'not_found');
    end if;
    l_open := review.find_open(null, 'record', l_record.record_id);
    if l_record.state not in ('draft', 'published', 'withdrawn') or l_open is not null then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object(
            'detail', 'the record is ' || l_record.state, 'review', coalesce(l_open, l_record.review_id)),
            'facts', jsonb_build_object('owner', l_record.institution_id));
    end if;
    l_opened := review.open_review(i_c, 'record.destroy', case when l_known then record.describe_publication(l_record) else record.describe_orphan(l_record) end, jsonb_build_object(
        'institution', l_record.institution_id, 'owner_institution', l_record.institution_id, 'author_person', l_record.person_id,
        'department', l_record.department, 'object_type', 'record', 'object', l_record.record_id, 'base', l_record.version));
    return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code', 'facts', jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', l_opened -> 'review' ->> 'id'));
end;
$$;
comment on function record.ask_destruction(audit.call, jsonb) is 'Asks that a record be destroyed.';
revoke all on function record.ask_destruction(audit.call, jsonb) from public;
