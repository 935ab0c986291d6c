-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_reclassification: what the gateway needs to make title and
-- identifier of a record that is to be of another level.
-- Input:   {record, level, grade}.
-- Result:  {record, revision, sealed_revision, institution, institution_key,
--          wrapped_key, title or title_sealed, identifier, now}; nothing of it
--          where gateway.reclassify_record will say what is wrong.  Refusal:
--          forbidden.  Writes an entry only when it refuses:
--          gateway.reclassify_record's is the call's.

create function gateway.prepare_reclassification(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_call(i_call - 'key', 'record.publish', 'record.reclassify');
    l_body jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_build_object(
               'record', r.record_id, 'revision', r.revision, 'sealed_revision', v.sealed_revision, 'institution', r.institution_id,
               'institution_key', encode(i.wrapped_key, 'hex'), 'wrapped_key', encode(v.wrapped_key, 'hex'), 'title', r.title,
               'title_sealed', encode(r.title_sealed, 'hex'), 'identifier', v.identifier, 'now', ops.format_time(statement_timestamp()))
      into l_body
      from record.record r
      join record.revision v on v.record_id = r.record_id and v.revision = r.revision
      join identity.institution i on i.institution_id = r.institution_id
     where r.record_id = ops.read_uuid(i_request->>'record') and r.institution_id = l_c.institution_id
       and record.find_basis(r, l_c.account_id, l_c.institution_id, l_c.rank) in ('author', 'none')
       and record.check_reclassification(r, i_request) is null;
    return row('ok', coalesce(l_body, '{}'))::gateway.answer;
end;
$$;
comment on function gateway.prepare_reclassification(jsonb, jsonb) is 'What the gateway needs to make title and identifier of a record that is to be of another level.';
revoke all on function gateway.prepare_reclassification(jsonb, jsonb) from public;
grant execute on function gateway.prepare_reclassification(jsonb, jsonb) to cs_gateway;
