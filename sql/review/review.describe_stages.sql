-- SPDX-License-Identifier: Apache-2.0
-- review.describe_stages: the stages of a round, as the caller may see them.

create function review.describe_stages(i_review review.review, i_round integer, i_c audit.call) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_agg(review.describe_stage(i_review, s, i_c) order by s.ordinal)
          from review.stage s
         where s.review_id = i_review.review_id and s.round = i_round);
end;
$$;
comment on function review.describe_stages(review.review, integer, audit.call) is 'The stages of a round, as the caller may see them.';
revoke all on function review.describe_stages(review.review, integer, audit.call) from public;
