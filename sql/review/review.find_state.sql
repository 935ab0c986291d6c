-- SPDX-License-Identifier: Apache-2.0
-- review.find_state: the state in which a review is by the database's clock,
-- also when nobody has written down yet that its time is over.

create function review.find_state(i_review review.review) returns text
    language sql stable
    return case when i_review.closed_at is null and i_review.expires_at <= statement_timestamp() then 'expired'
                else i_review.state end;
comment on function review.find_state(review.review) is 'State of a review by the clock.';
revoke all on function review.find_state(review.review) from public;
