-- SPDX-License-Identifier: Apache-2.0
-- record.is_shown: does row security show a record to people of an
-- institution, or to one of them by a grant: its audience is shown to those.

create function record.is_shown(i_record uuid, i_institution uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from record.record r
         where r.record_id = i_record
           and (r.institution_id = i_institution or r.state not in ('draft', 'in_review') and (
                    record.is_addressed(r, i_institution)
                    or exists (
                           select from access.grant g
                            where g.record_id = r.record_id and g.institution_id = i_institution and g.state = 'granted'))));
end;
$$;
comment on function record.is_shown(uuid, uuid) is 'Whether row security shows a record to people of an institution.';
revoke all on function record.is_shown(uuid, uuid) from public;
