-- SPDX-License-Identifier: Apache-2.0
-- audit.find_readable: one entry, for people of an institution.
-- Result:  a row of nulls for one that they may not read, or that there is not.

create function audit.find_readable(i_entry_id uuid, i_institution_id uuid) returns audit.entry
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select e.*
      from audit.entry e
     where e.entry_id = i_entry_id
       and audit.is_readable(e, array(select audit.list_readable(i_institution_id)));
$$;
comment on function audit.find_readable(uuid, uuid) is 'One entry, where people of an institution may read it.';
revoke all on function audit.find_readable(uuid, uuid) from public;
