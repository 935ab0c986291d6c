-- SPDX-License-Identifier: Apache-2.0
-- review.find_shortage: could distinct persons decide all stages of a review
-- (a review that nobody could decide is refused when it is raised).
-- By Hall's theorem they can exactly if every set of stages has as many
-- eligible persons between them as approvals: all sets are tried, eight stages
-- at most, the smallest first.
-- Input:   i_until, as for identity.is_staying: null for a review that is raised
--          now, which people who leave later may still decide.
-- Result:  null, or which stages miss how many.

create function review.find_shortage(i_review review.review, i_until timestamptz) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with stage as (
            select s.ordinal, s.name, s.approvals, s.permission, s.scope
              from access.review_stage s
             where s.policy = i_review.policy and s.kind = i_review.kind
        ), chosen as (
            select m.mask, s.*
              from generate_series(1, (select (1 << count(*)::integer) - 1 from stage)) m (mask)
              join stage s on m.mask & (1 << s.ordinal - 1) <> 0
        ), eligible as (
            select s.ordinal, e.person_id
              from stage s
             cross join lateral review.list_eligible(i_review, s.permission, s.scope) e
             where identity.is_staying(e, i_until)
        ), need as (
            select c.mask, count(*) as stages, sum(c.approvals) as approvals, string_agg(c.name, ', ' order by c.ordinal) as names,
                   (select count(distinct e.person_id)
                      from eligible e
                     where c.mask & (1 << e.ordinal - 1) <> 0) as persons
              from chosen c
             group by c.mask
        )
        select format('%s: %s eligible, %s needed', n.names, n.persons, n.approvals)
          from need n
         where n.persons < n.approvals
         order by n.stages, n.mask
         limit 1);
end;
$$;
comment on function review.find_shortage(review.review, timestamptz) is 'Names the stages for which eligible persons are missing.';
revoke all on function review.find_shortage(review.review, timestamptz) from public;
