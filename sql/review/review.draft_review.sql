-- SPDX-License-Identifier: Apache-2.0
-- review.draft_review: the row of a review that is about to be opened, under
-- the policies in force.  Inputs as in review.open_review.

create function review.draft_review(i_c audit.call, i_kind text, i_payload jsonb, i_facts jsonb) returns review.review
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r review.review;
begin
    l_r.review_id      := ops.uuid_v7();
    l_r.kind           := i_kind;
    l_r.state          := 'open';
    l_r.round          := 1;
    l_r.policy         := i_c.policy;
    l_r.account_id     := i_c.account_id;
    l_r.person_id      := i_c.person_id;
    l_r.institution_id := (i_facts ->> 'institution')::uuid;
    l_r.department     := coalesce(i_facts ->> 'department', i_c.department);
    l_r.owner_id       := (i_facts ->> 'owner_institution')::uuid;
    l_r.beneficiary_id := (i_facts ->> 'beneficiary_person')::uuid;
    l_r.author_id      := (i_facts ->> 'author_person')::uuid;
    l_r.object_type    := i_facts ->> 'object_type';
    l_r.object_id      := (i_facts ->> 'object')::uuid;
    l_r.grade          := i_facts ->> 'grade';
    l_r.urgency        := coalesce(i_facts ->> 'urgency', 'normal');
    return review.pin_payload(l_r, i_payload, (i_facts ->> 'base')::integer);
end;
$$;
comment on function review.draft_review(audit.call, text, jsonb, jsonb) is 'The row of a review that is about to be opened.';
revoke all on function review.draft_review(audit.call, text, jsonb, jsonb) from public;
