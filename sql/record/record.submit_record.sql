-- SPDX-License-Identifier: Apache-2.0
-- record.submit_record: opens the review of a draft's publication (GS-2.3.1).
-- Result:  what review.open_review answers; when it is ok the record is in
--          review, and its version is the base that the review pinned.
-- Tables:  record.record.

create function record.submit_record(i_c audit.call, i_record record.record, i_urgency text) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_opened jsonb;
begin
    l_opened := review.open_review(
        i_c, 'record.publish', record.describe_publication(i_record),
        jsonb_build_object(
            'institution', i_record.institution_id, 'owner_institution', i_record.institution_id,
            'author_person', i_record.person_id, 'department', i_record.department,
            'object_type', 'record', 'object', i_record.record_id, 'base', i_record.version + 1, 'urgency', i_urgency));
    if l_opened->>'code' = 'ok' then
        update record.record r
           set state = 'in_review', version = r.version + 1, review_id = (l_opened->'review'->>'id')::uuid
         where r.record_id = i_record.record_id;
    end if;
    return l_opened;
end;
$$;
comment on function record.submit_record(audit.call, record.record, text) is 'Opens the review of a draft''s publication.';
revoke all on function record.submit_record(audit.call, record.record, text) from public;
