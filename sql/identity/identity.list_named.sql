-- SPDX-License-Identifier: Apache-2.0
-- identity.list_named: those of some ids that are accounts, with name and
-- institution.  Whose names somebody is told is the caller's to say.

create function identity.list_named(i_ids uuid[]) returns table (account_id uuid, institution_id uuid, name text)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select a.account_id, a.institution_id, a.name from identity.account a where a.account_id = any (i_ids);
end;
$$;
comment on function identity.list_named(uuid[]) is 'Accounts by their ids, with name and institution.';
revoke all on function identity.list_named(uuid[]) from public;
