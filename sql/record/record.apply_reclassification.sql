-- SPDX-License-Identifier: Apache-2.0
-- record.apply_reclassification: the effect of an approved record.reclassify: a
-- revision of the same content under the new level, with an identifier of its
-- own, and grants for the record that go beyond it are revoked (GS-4.1).  What is
-- released meanwhile was decided for the former revision, and is decided anew;
-- what is under way ends at its next look.
-- Result:  ok, or facts_moved when the record, or what was made ready for it, is
--          not what was reviewed.
-- Tables:  record.record, revision, reclassification, access.grant; writes
--          grant.revoked, record.reclassified.

create function record.apply_reclassification(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p      jsonb := i_review.payload::jsonb;
    l_made   record.reclassification;
    l_record record.record;
begin
    select m.* into l_made from record.reclassification m where m.review_id = i_review.review_id;
    update record.record r
       set level = l_p ->> 'level', grade = l_p ->> 'grade', title = l_made.title, title_sealed = l_made.title_sealed,
           revision = r.revision + 1, version = r.version + 1
     where r.record_id = i_review.object_id and r.version = i_review.base and r.state = 'published'
       and coalesce(r.expires_at > statement_timestamp(), true) and l_p @> record.digest_reclassification(l_made)
    returning r.* into l_record;
    if not found then
        return 'facts_moved';
    end if;
    insert into record.revision (record_id, revision, level, content, wrapped_key, sealed_revision, content_digest, size_bytes,
                                 media_type, identifier, attestation, device_id)
    select v.record_id, l_record.revision, l_record.level, v.content, v.wrapped_key, v.sealed_revision, v.content_digest, v.size_bytes,
           v.media_type, l_made.identifier, v.attestation, v.device_id
      from record.revision v
     where v.record_id = l_record.record_id and v.revision = l_record.revision - 1;
    delete from record.reclassification m where m.review_id = i_review.review_id;
    perform access.end_grants(i_c, array(
        select g.grant_id from access.grant g
         where g.record_id = l_record.record_id and g.state = 'granted' and access.is_beyond(g, l_record.level, l_record.grade)),
        'revoked', 'reclassification', i_review.review_id);
    perform audit.write_consequence(i_c, 'record.reclassified', 'record', l_record.record_id::text, jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function record.apply_reclassification(audit.call, review.review) is 'The effect of an approved reclassification.';
revoke all on function record.apply_reclassification(audit.call, review.review) from public;
