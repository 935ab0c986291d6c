-- SPDX-License-Identifier: Apache-2.0
-- review.renew_review: the next round of a review that was returned or has
-- failed: what is asked for is pinned anew, under the policies in force, and
-- all former approvals are void.  Whoever decided in any round stays out.
-- Inputs:  i_review, whose row and object the caller holds; i_changes, see
--          review.revise_payload.
-- Result:  as review.open_review, or what review.revise_payload refuses.
-- Tables:  review.round, review, stage, need; writes review.opened.

create function review.renew_review(i_c audit.call, i_review review.review, i_changes jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r        review.review := i_review;
    l_needs    review.need[];
    l_shortage text;
    l_revised  jsonb;
begin
    l_r.round  := i_review.round + 1;
    l_r.policy := i_c.policy;
    l_needs := array(select n from review.draft_needs(l_r, review.list_parties(l_r.review_id, i_review.round)) n);
    l_shortage := review.find_shortage(l_r, l_needs, null);
    if l_shortage is not null then
        return jsonb_build_object('code', 'undecidable', 'detail', l_shortage || '; whoever decided in a former round does not decide again: '
            || case i_review.state when 'returned' then 'withdraw the review and ask anew' else 'ask anew' end);
    end if;
    l_revised := review.revise_payload(i_c, i_review, i_changes);
    if l_revised ->> 'code' <> 'ok' then
        return l_revised;
    end if;
    insert into review.round (review_id, round, state, reason, policy, base, payload, digest, opened_at)
    values (i_review.review_id, i_review.round, i_review.state, i_review.reason, i_review.policy, i_review.base,
            i_review.payload, i_review.digest, i_review.opened_at);
    l_r := review.pin_payload(l_r, l_revised -> 'payload', (l_revised ->> 'base')::integer);
    update review.review r
       set state = 'open', reason = null, closed_at = null, round = l_r.round, policy = l_r.policy, base = l_r.base,
           payload = l_r.payload, digest = l_r.digest, opened_at = l_r.opened_at, due_at = l_r.due_at, expires_at = l_r.expires_at,
           reminded = l_r.reminded, escalated_at = null
     where r.review_id = l_r.review_id;
    perform review.begin_round(l_r, l_needs);
    return review.announce_round(i_c, l_r);
end;
$$;
comment on function review.renew_review(audit.call, review.review, jsonb) is 'The next round of a review.';
revoke all on function review.renew_review(audit.call, review.review, jsonb) from public;
