-- SPDX-License-Identifier: Apache-2.0
-- review.begin_round: the stages of a review's round, those that somebody
-- decides, each with its groups; the first is open.
-- Tables:  review.stage, review.need.

create function review.begin_round(i_review review.review, i_needs review.need[]) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_first integer := (select min(n.ordinal) from unnest(i_needs) n);
begin
    insert into review.stage (review_id, round, ordinal, name, blind, state, nonce)
    select i_review.review_id, i_review.round, s.ordinal, s.name, s.blind,
           case s.ordinal when l_first then 'open' else 'waiting' end, case s.ordinal when l_first then review.make_nonce() end
      from access.review_stage s
     where s.policy = i_review.policy and s.kind = i_review.kind and s.ordinal in (select n.ordinal from unnest(i_needs) n);
    insert into review.need select n.* from unnest(i_needs) n;
end;
$$;
comment on function review.begin_round(review.review, review.need[]) is 'Keeps the stages of a round with their groups.';
revoke all on function review.begin_round(review.review, review.need[]) from public;
