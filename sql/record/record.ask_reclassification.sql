-- SPDX-License-Identifier: Apache-2.0
-- record.ask_reclassification: asks that a published record be of another level
-- and grade, by whoever may publish in its owner's institution and may know of
-- it; others decide, as on a publication (GS-4.1).
-- Input:   {record, level, grade, reason}, with revision, identifier, and title
--          or title_sealed from the gateway, which made them for that revision.
-- Result:  {code, body, facts}, for audit.end_call: {review}; refusals:
--          not_found, what record.check_reclassification says, facts_moved where
--          it is of another revision or title meanwhile, and what review.open_review says.
-- Tables:  record.record, locked; record.reclassification.

create function record.ask_reclassification(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record  record.record;
    l_refusal jsonb;
    l_made    record.reclassification;
    l_opened  jsonb;
begin
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request ->> 'record') and r.institution_id = i_c.institution_id
       and record.find_basis(r, i_c.account_id, i_c.institution_id, i_c.rank) in ('author', 'none')
       for update;
    if not found then
        return jsonb_build_object('code', 'not_found');
    end if;
    l_refusal := record.check_reclassification(l_record, i_request);
    -- Nor is it of another title: where both are in the open, that is for the database to say.
    if l_refusal is null and (l_record.revision is distinct from (i_request ->> 'revision')::integer or l_record.title <> i_request ->> 'title') then
        l_refusal := '{"code": "facts_moved"}';
    end if;
    if l_refusal is not null then
        return l_refusal || jsonb_build_object('facts', jsonb_build_object('owner', l_record.institution_id, 'revision', l_record.revision));
    end if;
    l_made.record_id    := l_record.record_id;
    l_made.identifier   := i_request ->> 'identifier';
    l_made.title        := i_request ->> 'title';
    l_made.title_sealed := decode(i_request ->> 'title_sealed', 'hex');
    l_made.salt         := review.make_nonce();
    l_opened := review.open_review(
        i_c, 'record.reclassify', record.describe_reclassification(l_record, l_made, i_request),
        jsonb_build_object(
            'institution', l_record.institution_id, 'owner_institution', l_record.institution_id,
            'author_person', l_record.person_id, 'department', l_record.department,
            'object_type', 'record', 'object', l_record.record_id, 'base', l_record.version));
    if l_opened ->> 'code' = 'ok' then
        l_made.review_id := (l_opened -> 'review' ->> 'id')::uuid;
        insert into record.reclassification select l_made.*;
    end if;
    return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code', 'facts', jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', l_made.review_id));
end;
$$;
comment on function record.ask_reclassification(audit.call, jsonb) is 'Asks that a record be of another level and grade.';
revoke all on function record.ask_reclassification(audit.call, jsonb) from public;
