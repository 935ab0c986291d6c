-- SPDX-License-Identifier: Apache-2.0
-- record.cancel_publication: what a review of publication that ended without
-- approval leaves: the record is a draft again.
-- Tables:  record.record.

create function record.cancel_publication(i_review review.review) returns void
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    update record.record r
       set state = 'draft', version = r.version + 1
     where r.record_id = i_review.object_id and r.review_id = i_review.review_id and r.state = 'in_review';
$$;
comment on function record.cancel_publication(review.review) is 'Makes the record of a review that ended without approval a draft again.';
revoke all on function record.cancel_publication(review.review) from public;
