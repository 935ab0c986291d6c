-- SPDX-License-Identifier: Apache-2.0
-- review.may_decide: could the caller decide the stage that is open now.

create function review.may_decide(i_review review.review, i_c audit.call) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return review.find_state(i_review) = 'open'
       and review.is_ready(i_review, i_c.account_id, i_c.person_id) and exists (
        select
          from review.stage s
         where s.review_id = i_review.review_id and s.state = 'open'
           and (review.find_standing(i_review, s, i_c.account_id)).needs is not null);
end;
$$;
comment on function review.may_decide(review.review, audit.call) is 'Whether the caller could decide the open stage.';
revoke all on function review.may_decide(review.review, audit.call) from public;
