-- SPDX-License-Identifier: Apache-2.0
-- review.take_decision: keeps a checked decision and moves the review on: when
-- the stage is complete the next one opens with a fresh nonce, one rejection
-- ends the review, else one return sends it back, the last approval does what
-- was asked.  Whoever delegated it is told that it was used, not what was said.
-- Tables:  review.decision, stage, review, and what the effect changes; writes decision.taken.

create function review.take_decision(i_c audit.call, i_review review.review, i_request jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_s      review.stage;
    l_d      review.decision;
    l_number integer;
    l_state  text;
    l_code   text;
begin
    select * into strict l_s from review.stage s where s.review_id = i_review.review_id and s.state = 'open';
    insert into review.decision (review_id, person_id, round, ordinal, account_id, device_id, for_account_id, for_person_id, needs, verdict, comment, countersignature, assertion)
    select l_s.review_id, i_c.person_id, l_s.round, l_s.ordinal, i_c.account_id, i_c.device_id, d.for_account_id, d.for_person_id, d.needs,
            i_request ->> 'verdict', coalesce(i_request ->> 'comment', ''), coalesce(i_request ->> 'countersignature', i_request ->> 'signing_input'),
            i_request ->> 'assertion'
      from review.find_standing(i_review, l_s, i_c.account_id) d
    returning * into l_d;
    perform review.write_statement(i_c, i_review, 'decision.taken', review.describe_deciding(i_c, l_s, l_d), '{}');
    if l_d.for_account_id is not null then
        perform ops.notify(i_c, array[l_d.for_account_id], 'delegation.used', jsonb_build_object(
                'review', i_review.review_id, 'kind', i_review.kind, 'object', i_review.object_id, 'stage', l_s.name, 'to', i_c.account_id));
    end if;
    select count(*), case when bool_or(d.verdict = 'reject') then 'rejected' when bool_or(d.verdict = 'return') then 'returned' else 'approved' end
      into l_number, l_state
      from review.decision d
     where d.review_id = l_s.review_id and d.round = l_s.round and d.ordinal = l_s.ordinal;
    if l_number < (select sum(n.approvals) from review.need n
                    where n.review_id = l_s.review_id and n.round = l_s.round and n.ordinal = l_s.ordinal) then
        return;
    end if;
    update review.stage s
       set state = l_state
     where s.review_id = l_s.review_id and s.round = l_s.round and s.ordinal = l_s.ordinal;
    if l_state = 'rejected' then
        perform review.end_review(i_c, i_review, 'rejected', null);
        return;
    elsif l_state = 'returned' then
        perform review.return_review(i_c, i_review);
        return;
    end if;
    update review.stage s
       set state = 'open', nonce = review.make_nonce()
     where s.review_id = l_s.review_id and s.round = l_s.round
       and s.ordinal = (select min(w.ordinal) from review.stage w
                         where w.review_id = l_s.review_id and w.round = l_s.round and w.state = 'waiting');
    if found then
        perform review.notify_deciders(i_c, i_review, 'review.opened');
    else
        l_code := review.apply_effect(i_c, i_review);
        perform review.end_review(i_c, i_review, case l_code when 'ok' then 'approved' else 'failed' end, nullif(l_code, 'ok'));
    end if;
end;
$$;
comment on function review.take_decision(audit.call, review.review, jsonb) is 'Keeps a decision and moves the review on.';
revoke all on function review.take_decision(audit.call, review.review, jsonb) from public;
