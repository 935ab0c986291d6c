-- SPDX-License-Identifier: Apache-2.0
-- record.describe_record: a record as the catalogue shows it, without content.
-- Input:   i_institution_id, whose people it is shown to.  The digest of the
--          content is for the owner's alone: whoever guesses a short content
--          could else confirm it without any grant.

create function record.describe_record(i_record record.record, i_institution_id uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object(
                   'id', i_record.record_id, 'revision', v.revision, 'type', i_record.type, 'category', i_record.category,
                   'level', i_record.level, 'grade', i_record.grade, 'title', i_record.title, 'state', i_record.state,
                   'institution', i.code, 'author', i_record.account_id, 'media_type', v.media_type, 'size_bytes', v.size_bytes,
                   'content_digest', case when i_record.institution_id = i_institution_id then v.content_digest end,
                   'audience', record.describe_audience(i_record),
                   'created_at', ops.format_time(i_record.created_at), 'published_at', ops.format_time(i_record.published_at),
                   'expires_at', ops.format_time(i_record.expires_at), 'identifier', v.identifier)
          from record.revision v
          join identity.institution i on i.institution_id = i_record.institution_id
         where v.record_id = i_record.record_id and v.revision = i_record.revision);
end;
$$;
comment on function record.describe_record(record.record, uuid) is 'A record as the catalogue shows it.';
revoke all on function record.describe_record(record.record, uuid) from public;
