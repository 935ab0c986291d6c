-- SPDX-License-Identifier: Apache-2.0
-- identity.add_person: the person of an account, found by number or added;
-- telephone and birth date are learnt, never replaced.
-- Result:  who it is.  Tables: identity.person.

create function identity.add_person(i_institution uuid, i_person jsonb) returns uuid
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    insert into identity.person as p (institution_id, number, name, phone, birth_date)
    values (i_institution, i_person ->> 'number', i_person ->> 'name', i_person ->> 'phone', ops.read_date(i_person ->> 'birth_date'))
        on conflict (institution_id, folded) do update
       set phone = coalesce(p.phone, excluded.phone), birth_date = coalesce(p.birth_date, excluded.birth_date)
    returning p.person_id;
$$;
comment on function identity.add_person(uuid, jsonb) is 'The person of an account, found or added.';
revoke all on function identity.add_person(uuid, jsonb) from public;
