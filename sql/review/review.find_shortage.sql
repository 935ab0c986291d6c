-- SPDX-License-Identifier: Apache-2.0
-- review.find_shortage: could distinct persons decide all stages of a review
-- (a review that nobody could decide is refused when it is raised).
-- By Hall's theorem they can exactly if every set of groups has as many
-- eligible persons between them as approvals: all sets are tried, the smallest
-- first.  Of members' people one institution's count once, and only who is of
-- no other group in the set.
-- Inputs:  i_needs, as review.draft_needs finds them; i_until, as for
--          identity.is_staying: null for a review that is raised now, which
--          people who leave later may still decide; i_without, persons who are
--          thought away.
-- Who could decide in another's name makes nobody more: where a delegate could
-- stand, so could the one in whose name it is, and would be one person less.
-- Result:  null, or which stages miss how many, of whom and where.

create function review.find_shortage(i_review review.review, i_needs review.need[], i_until timestamptz, i_without uuid[] default '{}')
    returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    if cardinality(i_needs) not between 1 and 12 then -- 4096 sets
        return format('%s groups of people would decide, not 1 to 12', cardinality(i_needs));
    end if;
    return (
        with need as (
            select n.*, 1 << (row_number() over (order by n.ordinal, n.need))::integer - 1 as bit,
                   format('%s (%s of %s)', s.name, n.permission, concat_ws(', ', coalesce(i.code, 'members'), n.department)) as name
              from unnest(i_needs) n
              join access.review_stage s on s.policy = i_review.policy and s.kind = i_review.kind and s.ordinal = n.ordinal
              left join identity.institution i on i.institution_id = n.institution_id
        ), eligible as (
            select n.bit, h.person_id, h.institution_id, n.scope = 'members' as is_member
              from need n
             cross join lateral review.list_holders(i_review, row(
                       n.review_id, n.round, n.ordinal, n.need, n.permission, n.scope, n.institution_id, n.department, n.approvals)::review.need) h
             where identity.is_staying(h, i_until) and review.is_ready(i_review, h.account_id, h.person_id)
               and h.person_id <> all (i_without)
        ), chosen as (
            select m.mask, count(*) as number, sum(n.approvals) as approvals, string_agg(n.name, ', ' order by n.bit) as names
              from generate_series(1, (1 << cardinality(i_needs)) - 1) m (mask)
              join need n on m.mask & n.bit <> 0
             group by m.mask
        ), found as (
            select c.*, (select count(distinct e.person_id) filter (where not e.is_member)
                              + count(distinct e.institution_id) filter (where e.is_member and not exists (
                                    select from eligible o
                                     where o.person_id = e.person_id and not o.is_member and c.mask & o.bit <> 0))
                           from eligible e
                          where c.mask & e.bit <> 0) as persons
              from chosen c
        )
        select format('%s: %s eligible, %s needed', f.names, f.persons, f.approvals)
          from found f
         where f.persons < f.approvals
         order by f.number, f.mask
         limit 1);
end;
$$;
comment on function review.find_shortage(review.review, review.need[], timestamptz, uuid[]) is 'Names the stages for which eligible persons are missing.';
revoke all on function review.find_shortage(review.review, review.need[], timestamptz, uuid[]) from public;
