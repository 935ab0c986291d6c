-- SPDX-License-Identifier: Apache-2.0
-- review.list_rounds: the rounds of a review that is over, in order, as
-- review.describe_evidence shows each.
-- Input:   i_size, the checkpoint's.

create function review.list_rounds(i_review review.review, i_size bigint) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(review.describe_evidence(i_review.review_id, x.round, x.payload, x.policy, i_size) order by x.round)
      from (select r.round, r.payload, r.policy from review.round r where r.review_id = i_review.review_id
             union all
            select i_review.round, i_review.payload, i_review.policy) x;
$$;
comment on function review.list_rounds(review.review, bigint) is 'The rounds of a review that is over, with all that shows what they were.';
revoke all on function review.list_rounds(review.review, bigint) from public;
