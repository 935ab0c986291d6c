-- SPDX-License-Identifier: Apache-2.0
-- record.is_addressed: is the record meant for people of that institution.
-- Result:  true for its owner, for a member where it is for members, and for
--          those in its audience.

create function record.is_addressed(i_record record.record, i_institution_id uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return i_record.institution_id = i_institution_id
        or i_record.for_members and exists (
               select from identity.institution i
                where i.institution_id = i_institution_id and i.kind = 'member')
        or exists (
               select from record.audience a
                where a.record_id = i_record.record_id and a.institution_id = i_institution_id);
end;
$$;
comment on function record.is_addressed(record.record, uuid) is 'Whether a record is meant for people of an institution.';
revoke all on function record.is_addressed(record.record, uuid) from public;
