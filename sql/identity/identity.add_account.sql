-- SPDX-License-Identifier: Apache-2.0
-- identity.add_account: an account with its person, roles and enrolment.
-- Inputs:  i_institution; i_newcomer, as identity.check_newcomer found it good,
--          and its account id; i_state, pending until a review makes it active;
--          i_half, SHA-256 of the creator's half of the code, null where a
--          pinned certificate suffices.
-- Tables:  identity.person, account, account_role, enrolment.

create function identity.add_account(i_institution uuid, i_newcomer jsonb, i_state text, i_half bytea) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_account uuid := (i_newcomer ->> 'account')::uuid;
begin
    insert into identity.person (institution_id, number, name)
    values (i_institution, i_newcomer -> 'person' ->> 'number', i_newcomer -> 'person' ->> 'name')
    on conflict (institution_id, number) do nothing;
    insert into identity.account (account_id, institution_id, person_id, department, name, rank, state)
    select l_account, i_institution, p.person_id, i_newcomer ->> 'department', i_newcomer ->> 'name', i_newcomer ->> 'rank', i_state
      from identity.person p
     where p.institution_id = i_institution and p.number = i_newcomer -> 'person' ->> 'number';
    insert into identity.account_role (account_id, role)
    select l_account, r from jsonb_array_elements_text(i_newcomer -> 'roles') r;
    insert into identity.enrolment (account_id, creator_half_digest) values (l_account, i_half);
end;
$$;
comment on function identity.add_account(uuid, jsonb, text, bytea) is 'Adds an account with its person, roles and enrolment.';
revoke all on function identity.add_account(uuid, jsonb, text, bytea) from public;
