-- SPDX-License-Identifier: Apache-2.0
-- review.return_review: sends a review back to its requester, who asks once
-- more or withdraws it, until it expires.  What waits for it keeps waiting.
-- Tables:  review.review; writes review.returned.

create function review.return_review(i_c audit.call, i_review review.review) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update review.review r set state = 'returned' where r.review_id = i_review.review_id;
    perform review.notify_result(i_c, i_review, 'returned', null);
    perform review.write_statement(i_c, i_review, 'review.returned', '{"state": "returned", "reason": null}', '{}');
end;
$$;
comment on function review.return_review(audit.call, review.review) is 'Sends a review back to its requester.';
revoke all on function review.return_review(audit.call, review.review) from public;
