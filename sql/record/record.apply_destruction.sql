-- SPDX-License-Identifier: Apache-2.0
-- record.apply_destruction: the effect of an approved record.destroy: content,
-- data keys and title of all revisions are gone, grants for the record alone are
-- revoked.  What was signed over it, and its identifier, stay for the log.
-- Result:  ok, or facts_moved when the record is not what was reviewed.
-- Tables:  record.record, revision, access.grant; writes grant.revoked,
--          record.destroyed.

create function record.apply_destruction(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
begin
    update record.record r
       set state = 'destroyed', title = null, title_sealed = '\x00', version = r.version + 1
     where r.record_id = i_review.object_id and r.version = i_review.base and r.state in ('draft', 'published', 'withdrawn')
    returning r.* into l_record;
    if not found then
        return 'facts_moved';
    end if;
    update record.revision v set content = '\x00', wrapped_key = '\x00' where v.record_id = l_record.record_id;
    perform access.end_grants(i_c, array(select g.grant_id from access.grant g where g.record_id = l_record.record_id),
                              'revoked', 'destruction', i_review.review_id);
    perform audit.write_consequence(i_c, 'record.destroyed', 'record', l_record.record_id::text, jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function record.apply_destruction(audit.call, review.review) is 'The effect of an approved destruction.';
revoke all on function record.apply_destruction(audit.call, review.review) from public;
