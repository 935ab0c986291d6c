-- SPDX-License-Identifier: Apache-2.0
-- identity.add_person: the person of an account, found by number or added.
-- Result:  who it is.  Tables: identity.person.

create function identity.add_person(i_institution uuid, i_person jsonb) returns uuid
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    with added as (
        insert into identity.person (institution_id, number, name)
        values (i_institution, i_person ->> 'number', i_person ->> 'name')
        on conflict (institution_id, folded) do nothing
        returning person_id
    )
    select person_id from added
    union all
    select p.person_id from identity.person p where p.institution_id = i_institution and p.folded = identity.fold_number(i_person ->> 'number')
    limit 1;
$$;
comment on function identity.add_person(uuid, jsonb) is 'The person of an account, found or added.';
revoke all on function identity.add_person(uuid, jsonb) from public;
