-- SPDX-License-Identifier: Apache-2.0
-- record.find_source: where a record's content comes from, in the words that
-- its author signed.

create function record.find_source(i_record record.record) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select countersign.open_jws(v.attestation, 'attestation+jws', d.signing_key)->'payload'->>'source'
          from record.revision v
          join identity.device d on d.device_id = v.device_id
         where v.record_id = i_record.record_id and v.revision = i_record.revision);
end;
$$;
revoke all on function record.find_source(record.record) from public;
comment on function record.find_source(record.record) is 'Where a record''s content comes from, as its author attested.';
