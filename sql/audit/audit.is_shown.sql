-- SPDX-License-Identifier: Apache-2.0
-- audit.is_shown: does row security show an entry's leaf, or its personal part,
-- to people of an institution.
-- Input:   i_personal: its personal part, which is for those alone whose people
--          it is about, and who is in charge of them.

create function audit.is_shown(i_entry uuid, i_institution uuid, i_personal boolean) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_readable uuid[] := array(select audit.list_readable(i_institution));
begin
    return i_institution is not null and exists (
        select from audit.entry e
         where e.entry_id = i_entry and audit.is_readable(e, l_readable)
           and (not i_personal or array_position(l_readable, e.institution_id) is not null));
end;
$$;
comment on function audit.is_shown(uuid, uuid, boolean) is 'Whether an entry''s leaf or personal part is shown to people of an institution.';
revoke all on function audit.is_shown(uuid, uuid, boolean) from public;
