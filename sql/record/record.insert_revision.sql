-- SPDX-License-Identifier: Apache-2.0
-- record.insert_revision: the row of a content, and for whom the record is meant.
-- Inputs:  as in gateway.create_record.  Tables: record.revision, record.audience.

create function record.insert_revision(i_c audit.call, i_record record.record, i_request jsonb, i_content bytea) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into record.revision (record_id, revision, level, content, wrapped_key, sealed_revision, content_digest, size_bytes,
                                 media_type, identifier, attestation, device_id)
    select i_record.record_id, i_record.revision, i_record.level, i_content, decode(r.wrapped_key, 'hex'), i_record.revision,
           r.content_digest, r.size_bytes, r.media_type, r.identifier, r.attestation, i_c.device_id
      from jsonb_to_record(i_request) as r (
               wrapped_key text, content_digest text, size_bytes bigint, media_type text, identifier text, attestation text);
    delete from record.audience a where a.record_id = i_record.record_id;
    if not i_record.for_members then
        insert into record.audience (record_id, institution_id)
        select distinct i_record.record_id, i.institution_id
          from jsonb_array_elements_text(i_request->'audience') a (code)
          join identity.institution i on i.code = a.code and i.state = 'active';
    end if;
end;
$$;
comment on function record.insert_revision(audit.call, record.record, jsonb, bytea) is 'The row of a content, and for whom the record is meant.';
revoke all on function record.insert_revision(audit.call, record.record, jsonb, bytea) from public;
