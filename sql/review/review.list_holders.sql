-- SPDX-License-Identifier: Apache-2.0
-- review.list_holders: who may, at this moment, decide a stage of a review by
-- duty and place: active, holding the permission, within the scope; never the
-- requester, the beneficiary or the author, in whatever account of theirs.
-- Inputs:  i_review, pinned or about to be; i_permission, i_scope of the stage.
-- Device and former decisions are looked at by review.list_eligible.

create function review.list_holders(i_review review.review, i_permission text, i_scope text) returns setof identity.account
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select a.*
      from identity.account a
      join identity.institution i on i.institution_id = a.institution_id
     where a.state = 'active' and i.state = 'active' and a.kind = 'person'
       and case i_scope
               when 'department' then a.institution_id = i_review.institution_id and a.department = i_review.department
               when 'institution' then a.institution_id = i_review.institution_id
               when 'owner' then a.institution_id = i_review.owner_id
               when 'operator' then i.kind = 'operator'
           end
       and a.person_id is distinct from i_review.person_id
       and a.person_id is distinct from i_review.beneficiary_id
       and a.person_id is distinct from i_review.author_id
       and access.has_permission(a.account_id, i_permission);
$$;
comment on function review.list_holders(review.review, text, text) is 'Who may decide a stage, by duty and place.';
revoke all on function review.list_holders(review.review, text, text) from public;
