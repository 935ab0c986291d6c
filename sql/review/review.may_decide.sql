-- SPDX-License-Identifier: Apache-2.0
-- review.may_decide: could the caller decide the stage that is open now.

create function review.may_decide(i_review review.review, i_c audit.call) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return i_review.state = 'open' and i_review.expires_at > statement_timestamp() and exists (
        select
          from review.stage s
         cross join lateral review.list_ready(i_review, s) d
         where s.review_id = i_review.review_id and s.state = 'open' and d.account_id = i_c.account_id);
end;
$$;
comment on function review.may_decide(review.review, audit.call) is 'Whether the caller could decide the open stage.';
revoke all on function review.may_decide(review.review, audit.call) from public;
