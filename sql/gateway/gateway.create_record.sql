-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_record: a new draft with its first revision.
-- Inputs:  i_request {type, category, level, grade, title or title_sealed,
--          audience, expires_at, attestation, record, wrapped_key,
--          content_digest, size_bytes, media_type, identifier};
--          i_content, the sealed content.
-- Result:  {record, identifier, findings}; refusals: invalid_value with
--          pointer, bad_attestation.
-- Tables:  record.record, record.revision, record.audience.

create function gateway.create_record(i_call jsonb, i_request jsonb, i_content bytea) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'record.create', 'record.create');
    l_refusal jsonb := record.check_draft(i_request);
    l_record  record.record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_refusal is not null then
        return audit.end_call(l_c, 'invalid_value', l_refusal);
    end if;
    if not record.check_attestation(i_request->>'attestation', l_c.device_id, i_request->>'content_digest') then
        return audit.end_call(l_c, 'bad_attestation', jsonb_build_object(
            'pointer', '/attestation',
            'detail', 'sign {source, content_digest, truthful: true} over this content with the key of this device'));
    end if;
    l_record := record.insert_record(l_c, i_request, i_content);
    return audit.end_call(l_c, 'ok', jsonb_build_object(
        'record', record.describe_record(l_record, l_c.institution_id), 'identifier', i_request->'identifier', 'findings', '[]'::jsonb),
        jsonb_build_object('owner', l_record.institution_id, 'revision', l_record.revision));
end;
$$;
comment on function gateway.create_record(jsonb, jsonb, bytea) is 'A new draft with its first revision.';
revoke all on function gateway.create_record(jsonb, jsonb, bytea) from public;
grant execute on function gateway.create_record(jsonb, jsonb, bytea) to cs_gateway;
