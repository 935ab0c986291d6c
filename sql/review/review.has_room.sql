-- SPDX-License-Identifier: Apache-2.0
-- review.has_room: can one more person decide a stage, who is of these groups:
-- each who decided, and this one, can be counted for one of the groups that
-- they are of, and no group for more than it asks.  By Hall's theorem they can
-- exactly if in no set of groups more persons stand who are of no other.
-- Once as many have decided as all groups ask for, each group has its own.

create function review.has_room(i_stage review.stage, i_needs integer[]) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with need as (
            select n.need, n.approvals
              from review.need n
             where n.review_id = i_stage.review_id and n.round = i_stage.round and n.ordinal = i_stage.ordinal
        ), chosen as (
            select array_agg(n.need) as needs, sum(n.approvals) as approvals
              from generate_series(1, (select (1 << count(*)::integer) - 1 from need)) m (mask)
              join need n on m.mask & (1 << n.need - 1) <> 0
             group by m.mask
        ), decider as (
            select i_needs as needs
             union all
            select d.needs
              from review.decision d
             where d.review_id = i_stage.review_id and d.round = i_stage.round and d.ordinal = i_stage.ordinal
        )
        select not exists (
            select from chosen c
             where (select count(*) from decider d where d.needs <@ c.needs) > c.approvals));
end;
$$;
comment on function review.has_room(review.stage, integer[]) is 'Whether one more person, of these groups, can decide a stage.';
revoke all on function review.has_room(review.stage, integer[]) from public;
