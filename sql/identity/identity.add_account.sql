-- SPDX-License-Identifier: Apache-2.0
-- identity.add_account: an account with its person, roles and enrolment.
-- Inputs:  i_institution; i_newcomer, as identity.check_newcomer found it good,
--          and its account id; i_review, that will make it active, null for
--          init; i_half, SHA-256 of the creator's half of the code, null where a
--          pinned certificate suffices.
-- Tables:  identity.person, account, account_role; enrolment, or service.

create function identity.add_account(i_institution uuid, i_newcomer jsonb, i_review uuid, i_half bytea) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_account uuid := (i_newcomer ->> 'account')::uuid;
begin
    insert into identity.account (account_id, institution_id, institution_kind, liaison_id, ends_at, person_id, department, name, kind, rank, review_id)
    values (l_account, i_institution, (select i.kind from identity.institution i where i.institution_id = i_institution),
            (i_newcomer ->> 'liaison')::uuid, ops.read_time(i_newcomer ->> 'ends_at'), identity.add_person(i_institution, i_newcomer -> 'person'),
            i_newcomer ->> 'department', i_newcomer ->> 'name', coalesce(i_newcomer ->> 'kind', 'person'), i_newcomer ->> 'rank', i_review);
    insert into identity.account_role (account_id, role)
    select l_account, r from jsonb_array_elements_text(i_newcomer -> 'roles') r;
    if i_newcomer ->> 'kind' = 'service' then
        insert into identity.service (account_id, owner_id, addresses, terminals)
        select l_account, o.account_id, array(select ops.read_cidr(a) from jsonb_array_elements_text(i_newcomer -> 'addresses') a),
               (i_newcomer ->> 'terminals')::integer
          from identity.account o where o.name = i_newcomer ->> 'owner' and o.state = 'active';
    else
        insert into identity.enrolment (account_id, creator_half_digest) values (l_account, i_half);
    end if;
end;
$$;
comment on function identity.add_account(uuid, jsonb, uuid, bytea) is 'Adds an account with its person, roles and enrolment.';
revoke all on function identity.add_account(uuid, jsonb, uuid, bytea) from public;
