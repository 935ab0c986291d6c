-- SPDX-License-Identifier: Apache-2.0
-- review.apply_institution_admit: the institution is active, with its
-- departments and first six people, whose certificates are pinned: each sets
-- the password once with that certificate (GS-2.1.1).
-- Result:  ok; facts_moved when it is not as it was proposed, or what
--          identity.check_people says when names or certificates are gone.
-- Tables:  identity.institution, department, and of each of the six person,
--          account, account_role, enrolment, device; writes account.activated for each, institution.admitted.

create function review.apply_institution_admit(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p       jsonb := i_review.payload::jsonb;
    l_refusal jsonb;
begin
    if not exists (select from identity.institution i
                    where i.institution_id = i_review.object_id and i.version = i_review.base and i.state = 'pending') then
        return 'facts_moved';
    end if;
    if exists (select from jsonb_array_elements(l_p -> 'people') p
                where p ->> 'liaison' is not null and (identity.find_liaison(p ->> 'liaison', ops.read_time(p ->> 'ends_at')) is null
                      or ops.read_time(p ->> 'ends_at') <= statement_timestamp())) then
        return 'facts_moved';
    end if;
    l_refusal := identity.check_people(l_p -> 'people', l_p ->> 'code', array(select jsonb_array_elements_text(l_p -> 'departments')));
    if l_refusal is not null then
        return l_refusal ->> 'code';
    end if;
    update identity.institution i
       set state = 'active', version = i.version + 1, admitted_at = statement_timestamp()
     where i.institution_id = i_review.object_id;
    perform identity.add_people(i_c, i_review.object_id, i_review.review_id, l_p -> 'departments', l_p -> 'people');
    perform audit.write_consequence(i_c, 'institution.admitted', 'institution', i_review.object_id::text, jsonb_build_object(
        'owner', i_review.object_id, 'review', i_review.review_id));
    perform ops.notify(i_c, array(select h from access.list_holding('policy.approve.member') h), 'institution.admitted', jsonb_build_object(
        'institution', l_p -> 'code', 'kind', l_p -> 'kind'));
    return 'ok';
end;
$$;
comment on function review.apply_institution_admit(audit.call, review.review) is 'Effect of institution.admit.';
revoke all on function review.apply_institution_admit(audit.call, review.review) from public;
