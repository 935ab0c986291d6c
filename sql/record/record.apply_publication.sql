-- SPDX-License-Identifier: Apache-2.0
-- record.apply_publication: the effect of an approved record.publish: the
-- record becomes what the pinned payload says, and nothing else.
-- Result:  ok, or facts_moved when the record is not what was reviewed.
-- Tables:  record.record; writes record.published.

create function record.apply_publication(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
begin
    update record.record r
       set state = 'published', published_at = statement_timestamp(), version = r.version + 1
     where r.record_id = i_review.object_id and r.version = i_review.base and r.state = 'in_review'
       and r.revision = (i_review.payload::jsonb->>'revision')::integer
    returning * into l_record;
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'record.published', 'record', l_record.record_id::text, jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function record.apply_publication(audit.call, review.review) is 'The effect of an approved publication.';
revoke all on function record.apply_publication(audit.call, review.review) from public;
