-- SPDX-License-Identifier: Apache-2.0
-- identity.hold_person: locks a person's row to the end of the transaction: what
-- one person holds over several accounts is compared only under it (GS-3.1.1).
-- Tables:  identity.person (row lock).

create function identity.hold_person(i_person uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from identity.person p where p.person_id = i_person for no key update;
end;
$$;
comment on function identity.hold_person(uuid) is 'Locks a person to the end of the transaction.';
revoke all on function identity.hold_person(uuid) from public;
