-- SPDX-License-Identifier: Apache-2.0
-- audit.list_readable: whose entries people of an institution may read: its
-- own, and of a regulator those in its charge.
-- Result:  institutions; the operator's has null among them, for entries that
--          belong to none.

create function audit.list_readable(i_institution_id uuid) returns setof uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select i_institution_id
     union all
    select i.institution_id from identity.institution i where i.regulator_id = i_institution_id
     union all
    select null from identity.platform p where p.institution_id = i_institution_id;
end;
$$;
comment on function audit.list_readable(uuid) is 'Institutions whose entries people of an institution may read.';
revoke all on function audit.list_readable(uuid) from public;
