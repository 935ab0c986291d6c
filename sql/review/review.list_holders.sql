-- SPDX-License-Identifier: Apache-2.0
-- review.list_holders: who may, at this moment, decide a stage of a review by
-- duty and place: active, holding the permission, within the scope; never the
-- requester, the beneficiary or the author, in whatever account of theirs.
-- Inputs:  i_review, pinned or about to be; i_permission, i_scope of the stage.
-- Device and former decisions are looked at by review.list_eligible.

create function review.list_holders(i_review review.review, i_permission text, i_scope text) returns setof identity.account
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_institution uuid := case i_scope
        when 'operator' then (select p.institution_id from identity.platform p)
        when 'owner' then i_review.owner_id
        else i_review.institution_id end;
begin
    return query
    select a.*
      from identity.account a
      join identity.institution i on i.institution_id = a.institution_id
     where a.institution_id = l_institution and a.state = 'active' and i.state = 'active' and a.kind = 'person'
       and coalesce(a.ends_at > statement_timestamp(), true)
       and (i_scope <> 'department' or a.department = i_review.department)
       and a.person_id is distinct from i_review.person_id
       and a.person_id is distinct from i_review.beneficiary_id
       and a.person_id is distinct from i_review.author_id
       and exists (select
                     from identity.account_role r
                     join access.role_permission p on p.role = r.role
                    where r.account_id = a.account_id and p.permission = i_permission
                      and p.policy = access.current_policy());
end;
$$;
comment on function review.list_holders(review.review, text, text) is 'Who may decide a stage, by duty and place.';
revoke all on function review.list_holders(review.review, text, text) from public;
