-- SPDX-License-Identifier: Apache-2.0
-- record.is_owned: is a record an institution's own: row security lets others
-- than its people say nothing of whom it is meant for.

create function record.is_owned(i_record uuid, i_institution uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from record.record r where r.record_id = i_record and r.institution_id = i_institution);
end;
$$;
comment on function record.is_owned(uuid, uuid) is 'Whether a record is an institution''s own.';
revoke all on function record.is_owned(uuid, uuid) from public;
