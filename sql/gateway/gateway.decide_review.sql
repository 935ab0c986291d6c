-- SPDX-License-Identifier: Apache-2.0
-- gateway.decide_review: one person's word on a review, signed (JR-5.2).
-- Input:   {review, verdict, comment, countersignature}, or of a passkey
--          {signing_input, assertion} in its place; with code_half_digest
--          (hex SHA-256 of a half that the gateway made).
-- Result:  {review}, with code_half_due where this was the last word on an
--          account: the gateway shows the half then, once.  Refusals:
--          not_found, what review.check_decision says, in its order, and
--          step_up_required with the operation and the digest it is to name.
-- Tables:  see review.lock_review and review.take_decision.

create function gateway.decide_review(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call;
    l_r     review.review;
    l_code  text;
    l_facts jsonb;
    l_due   boolean;
begin
    perform review.hold_policies(ops.read_uuid(i_request->>'review'));
    l_c := audit.begin_call(i_call, null, 'review.decide');
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_r := review.lock_review(l_c, ops.read_uuid(i_request->>'review'));
    if l_r.review_id is null then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_facts := jsonb_build_object('owner', l_r.owner_id, 'review', l_r.review_id);
    l_code := review.check_decision(l_c, l_r, i_request);
    if l_code = 'review_expired' and l_r.closed_at is null then
        perform review.end_review(l_c, l_r, 'expired', null);
    end if;
    if l_code <> 'ok' then
        return audit.end_call(l_c, l_code, case l_code when 'invalid_value' then jsonb_build_object('pointer', '/verdict', 'detail', case l_r.kind
            when 'device.bind' then 'a device stays as it is: it is confirmed or not'
            when 'breakglass.review' then 'what was done stays as it is: it was justified or not'
            else 'it is approve, reject or return' end) end, l_facts);
    end if;
    if review.needs_step_up(l_r, i_request)
       and not identity.spend_step_up(l_c, 'review.decide', ops.base64url(l_r.digest)) then
        return audit.end_call(l_c, 'step_up_required',
            jsonb_build_object('operation', 'review.decide', 'digest', ops.base64url(l_r.digest)), l_facts);
    end if;
    perform review.take_decision(l_c, l_r, i_request);
    select r.* into strict l_r from review.review r where r.review_id = l_r.review_id;
    l_due := identity.keep_activator_half(l_r.review_id, decode(i_request->>'code_half_digest', 'hex'));
    return audit.end_call(l_c, 'ok',
        jsonb_build_object('review', review.describe_review(l_r, l_c))
            || case when l_due then '{"code_half_due": true}' else '{}'::jsonb end,
        l_facts || jsonb_build_object('secret', l_due));
end;
$$;
comment on function gateway.decide_review(jsonb, jsonb) is 'One person''s signed word on a review.';
revoke all on function gateway.decide_review(jsonb, jsonb) from public;
grant execute on function gateway.decide_review(jsonb, jsonb) to cs_gateway;
