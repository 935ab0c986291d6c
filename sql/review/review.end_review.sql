-- SPDX-License-Identifier: Apache-2.0
-- review.end_review: closes a review.  Where it was not approved, what waited
-- for it is let go.  Who asked is told, and of what is asked for no more who was
-- still to decide it.
-- Inputs:  i_state, the last one; i_reason, of a failed one: a code, after which
--          it may say what about.
-- Tables:  review.review; writes review.<state>.

create function review.end_review(i_c audit.call, i_review review.review, i_state text, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_state = 'withdrawn' and i_review.state = 'open' then
        perform review.notify_deciders(i_c, i_review, 'review.withdrawn');
    end if;
    update review.review r
       set state = i_state, reason = i_reason, closed_at = statement_timestamp()
     where r.review_id = i_review.review_id;
    if i_state <> 'approved' then
        perform review.apply_ending(i_c, i_review);
    end if;
    perform review.write_statement(i_c, i_review, 'review.' || i_state, jsonb_build_object('state', i_state, 'reason', split_part(i_reason, ':', 1)),
                                   jsonb_build_object('reason_code', split_part(i_reason, ':', 1)));
    perform review.notify_result(i_c, i_review, i_state, i_reason);
end;
$$;
comment on function review.end_review(audit.call, review.review, text, text) is 'Closes a review.';
revoke all on function review.end_review(audit.call, review.review, text, text) from public;
