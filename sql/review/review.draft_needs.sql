-- SPDX-License-Identifier: Apache-2.0
-- review.draft_needs: the groups that decide the stages of a review, each at
-- its place, under the policies it runs under.  A stage that begins at a higher
-- grade of risk has none; where no grade is known, all are there.
-- Inputs:  i_review, about to be opened; i_parties, the institutions of an
--          agreement, each of which decides where a stage asks for the parties.
-- Of members it asks for as many as there are whose word counts: none, where there is none yet.
-- One that is suspended is one still, or whoever suspends them would decide alone.

create function review.draft_needs(i_review review.review, i_parties uuid[]) returns setof review.need
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select i_review.review_id, i_review.round, n.ordinal, (row_number() over (partition by n.ordinal order by n.need, p.party))::integer,
           n.permission, n.scope,
           case n.scope
               when 'operator' then (select o.institution_id from identity.platform o)
               when 'owner' then i_review.owner_id
               when 'parties' then p.party
               when 'members' then null
               else i_review.institution_id end,
           case n.scope when 'department' then i_review.department end,
           case n.scope when 'members' then least(n.approvals, m.number) else n.approvals end
      from (select count(*)::integer as number from identity.institution i where i.state in ('active', 'suspended') and identity.is_settled(i)) m,
           access.review_stage s
      join access.review_need n using (policy, kind, ordinal)
      left join lateral unnest(i_parties) p (party) on n.scope = 'parties'
     where s.policy = i_review.policy and s.kind = i_review.kind and (n.scope <> 'members' or m.number > 0)
       and (s.from_grade is null or access.rank_grade(coalesce(i_review.grade, 'high')) >= access.rank_grade(s.from_grade));
end;
$$;
comment on function review.draft_needs(review.review, uuid[]) is 'The groups that decide the stages of a review.';
revoke all on function review.draft_needs(review.review, uuid[]) from public;
