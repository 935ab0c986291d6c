-- SPDX-License-Identifier: Apache-2.0
-- gateway.resubmit_review: its requester asks once more for what was returned,
-- or could not be done; all former approvals are void.
-- Input:   {review, payload}, the members that are to be others.
-- Result:  {review}; refusals: not_found, forbidden where the caller is not its
--          requester or has lost the permission, what review.check_requester and
--          review.revise_payload say, conflict where the same was asked for
--          meanwhile, undecidable.
-- Tables:  as review.lock_review and review.renew_review.

create function gateway.resubmit_review(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call;
    l_r      review.review;
    l_code   text;
    l_facts  jsonb;
    l_opened jsonb;
    l_open   uuid;
begin
    perform review.hold_policies(ops.read_uuid(i_request->>'review'));
    l_c := audit.begin_call(i_call, null, 'review.resubmit');
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.lock_names(); -- a name that was let go may be somebody else's
    l_r := review.lock_review(l_c, ops.read_uuid(i_request->>'review'));
    if l_r.review_id is null then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_facts := jsonb_build_object('owner', l_r.owner_id, 'review', l_r.review_id);
    l_code := review.check_requester(l_c, l_r, array['returned', 'failed']);
    if l_code = 'ok' and not identity.may_still(l_c, (
            select k.raised_by from access.review_kind k where k.policy = l_c.policy and k.kind = l_r.kind)) then
        l_code := 'forbidden';
    end if;
    if l_code <> 'ok' then
        return audit.end_call(l_c, l_code, case l_code when 'conflict' then
            '{"detail": "it is open: its deciders have not spoken"}'::jsonb end, l_facts);
    end if;
    l_open := review.find_open(l_r.kind, l_r.object_type, l_r.object_id);
    if l_open <> l_r.review_id then
        return audit.end_call(l_c, 'conflict', jsonb_build_object('detail', 'it is under review already', 'review', l_open), l_facts);
    end if;
    l_opened := review.renew_review(l_c, l_r, i_request->'payload');
    if l_opened ? 'pointer' then
        l_opened := l_opened || jsonb_build_object('pointer', '/payload' || (l_opened->>'pointer'));
    end if;
    return audit.end_call(l_c, l_opened->>'code', l_opened - 'code', l_facts);
end;
$$;
comment on function gateway.resubmit_review(jsonb, jsonb) is 'Its requester asks once more.';
revoke all on function gateway.resubmit_review(jsonb, jsonb) from public;
grant execute on function gateway.resubmit_review(jsonb, jsonb) to cs_gateway;
