-- SPDX-License-Identifier: Apache-2.0
-- identity.add_people: the departments and first people of an institution that
-- has become active, each with the certificate pinned.
-- Inputs:  i_review, null for init; i_people as identity.check_people found
--          them good, each with its account id.
-- Tables:  identity.*; writes account.activated for each.

create function identity.add_people(i_c audit.call, i_institution uuid, i_review uuid, i_departments jsonb, i_people jsonb)
    returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_newcomer jsonb;
begin
    insert into identity.department (institution_id, code)
    select i_institution, d from jsonb_array_elements_text(i_departments) d;
    for l_newcomer in select p from jsonb_array_elements(i_people) p loop
        perform identity.add_account(i_institution, l_newcomer, i_review, null);
        perform identity.activate_account(i_c, (l_newcomer ->> 'account')::uuid, l_newcomer ->> 'thumbprint');
    end loop;
end;
$$;
comment on function identity.add_people(audit.call, uuid, uuid, jsonb, jsonb) is 'Adds the departments and first people of an institution.';
revoke all on function identity.add_people(audit.call, uuid, uuid, jsonb, jsonb) from public;
