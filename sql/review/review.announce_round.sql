-- SPDX-License-Identifier: Apache-2.0
-- review.announce_round: puts on record that a round of a review has begun, and
-- tells who may decide.
-- Result:  {code: ok, review}, what the call that began it answers.
-- Tables:  writes review.opened.

create function review.announce_round(i_c audit.call, i_review review.review) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform review.notify_deciders(i_c, i_review, 'review.opened');
    perform review.write_statement(i_c, i_review, 'review.opened', review.describe_opening(i_review), '{}');
    return jsonb_build_object('code', 'ok', 'review', jsonb_build_object(
        'id', i_review.review_id, 'kind', i_review.kind, 'state', 'open',
        'due_at', ops.format_time(i_review.due_at), 'expires_at', ops.format_time(i_review.expires_at)));
end;
$$;
comment on function review.announce_round(audit.call, review.review) is 'Puts on record that a round has begun.';
revoke all on function review.announce_round(audit.call, review.review) from public;
