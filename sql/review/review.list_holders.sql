-- SPDX-License-Identifier: Apache-2.0
-- review.list_holders: who is, at this moment, of a group that decides a stage,
-- by duty and place: active, holding the permission, within the scope; never the
-- requester, the beneficiary or the author, in whatever account of theirs.
-- Inputs:  i_review, pinned or about to be; i_need, of it.
-- Device and former decisions are looked at by review.is_ready.

create function review.list_holders(i_review review.review, i_need review.need) returns setof identity.account
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select a.*
      from identity.account a
      join identity.institution i on i.institution_id = a.institution_id
     where case i_need.scope when 'members' then identity.is_settled(i) else a.institution_id = i_need.institution_id end
       and a.state = 'active' and i.state = 'active' and a.kind = 'person'
       and coalesce(a.ends_at > statement_timestamp(), true)
       and (i_need.scope <> 'department' or a.department = i_need.department)
       and a.person_id is distinct from i_review.person_id
       and a.person_id is distinct from i_review.beneficiary_id
       and a.person_id is distinct from i_review.author_id
       and a.account_id in (select h from access.list_holding(i_need.permission) h);
end;
$$;
comment on function review.list_holders(review.review, review.need) is 'Who is of a group that decides a stage, by duty and place.';
revoke all on function review.list_holders(review.review, review.need) from public;
