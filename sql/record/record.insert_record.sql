-- SPDX-License-Identifier: Apache-2.0
-- record.insert_record: the rows of a new draft, after all checks.
-- Inputs:  as in gateway.create_record.  Result: the record.
-- Tables:  record.record, record.revision, record.audience.

create function record.insert_record(i_c audit.call, i_request jsonb, i_content bytea) returns record.record
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
begin
    insert into record.record (record_id, institution_id, account_id, person_id, department, type, category, level, grade,
                               title, title_sealed, for_members, revision, expires_at)
    select r.record, i_c.institution_id, i_c.account_id, i_c.person_id, i_c.department, r.type, r.category, r.level, r.grade,
           r.title, decode(r.title_sealed, 'hex'), jsonb_typeof(r.audience) = 'string', 1, r.expires_at
      from jsonb_to_record(i_request) as r (
               record uuid, type text, category text, level text, grade text, title text, title_sealed text,
               audience jsonb, expires_at timestamptz)
    returning * into l_record;
    perform record.insert_revision(i_c, l_record, i_request, i_content);
    return l_record;
end;
$$;
comment on function record.insert_record(audit.call, jsonb, bytea) is 'The rows of a new draft.';
revoke all on function record.insert_record(audit.call, jsonb, bytea) from public;
