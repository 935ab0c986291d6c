-- SPDX-License-Identifier: Apache-2.0
-- access.lock_exclusive: no person holds two permissions that exclude each other
-- (GS-3.1.1).  The person's row is locked before it looks: of two transactions
-- that give two accounts of one person one duty each, neither sees the other's else.
-- Raises:  CS010.

create function access.lock_exclusive(i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_person uuid := (select a.person_id from identity.account a where a.account_id = i_account);
    l_pair   text;
begin
    perform from identity.person p where p.person_id = l_person for no key update;
    l_pair := access.find_exclusive(l_person, '{}', null);
    if l_pair is not null then
        raise exception using errcode = 'CS010', message = 'one person cannot hold both ' || l_pair;
    end if;
end;
$$;
comment on function access.lock_exclusive(uuid) is 'Refuses a person that holds two permissions that exclude each other.';
revoke all on function access.lock_exclusive(uuid) from public;
