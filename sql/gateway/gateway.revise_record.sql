-- SPDX-License-Identifier: Apache-2.0
-- gateway.revise_record: its author makes a new revision of a draft, or of what
-- reviewers sent back; it takes the place of the former one, which is kept.
-- Inputs:  as in gateway.create_record, with revision, for which the content was
--          sealed.
-- Result:  {record, identifier, findings}; refusals: not_found, conflict where
--          it is no draft or another revision was made meanwhile, invalid_value,
--          bad_attestation.
-- Tables:  record.record, record.revision, record.audience.

create function gateway.revise_record(i_call jsonb, i_request jsonb, i_content bytea) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'record.create', 'record.revise');
    l_refusal jsonb := record.check_draft(i_request);
    l_found   record;
    l_record  record.record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_refusal is not null then
        return audit.end_call(l_c, 'invalid_value', l_refusal);
    end if;
    l_found := record.find_editable(l_c, ops.read_uuid(i_request->>'record'));
    l_record := l_found.draft;
    if l_found.code = 'not_found' then
        return audit.end_call(l_c, 'not_found', null);
    elsif l_found.code <> 'ok' or l_record.revision + 1 <> (i_request->>'revision')::integer then
        return audit.end_call(l_c, 'conflict', jsonb_build_object(
            'detail', format('the record is %s, revision %s', l_record.state, l_record.revision), 'review', l_record.review_id),
            jsonb_build_object('owner', l_record.institution_id));
    elsif not record.check_attestation(i_request->>'attestation', l_c.device_id, i_request->>'content_digest') then
        return audit.end_call(l_c, 'bad_attestation', jsonb_build_object(
            'pointer', '/attestation',
            'detail', 'sign {source, content_digest, truthful: true} over this content with the key of this device'),
            jsonb_build_object('owner', l_record.institution_id));
    end if;
    update record.record r
       set type = n.type, category = n.category, level = n.level, grade = n.grade, title = n.title,
           title_sealed = decode(n.title_sealed, 'hex'), for_members = jsonb_typeof(n.audience) = 'string',
           expires_at = n.expires_at, revision = r.revision + 1, version = r.version + 1
      from jsonb_to_record(i_request) as n (
               type text, category text, level text, grade text, title text, title_sealed text, audience jsonb, expires_at timestamptz)
     where r.record_id = l_record.record_id
    returning r.* into l_record;
    perform record.insert_revision(l_c, l_record, i_request, i_content);
    return audit.end_call(l_c, 'ok', jsonb_build_object(
        'record', record.describe_record(l_record, l_c.institution_id), 'identifier', i_request->'identifier', 'findings', '[]'::jsonb),
        jsonb_build_object('owner', l_record.institution_id, 'revision', l_record.revision));
end;
$$;
comment on function gateway.revise_record(jsonb, jsonb, bytea) is 'A new revision of a draft, or of what was sent back.';
revoke all on function gateway.revise_record(jsonb, jsonb, bytea) from public;
grant execute on function gateway.revise_record(jsonb, jsonb, bytea) to cs_gateway;
