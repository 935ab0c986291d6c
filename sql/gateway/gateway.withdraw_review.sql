-- SPDX-License-Identifier: Apache-2.0
-- gateway.withdraw_review: its requester asks no more.  What waited is let go.
-- Input:   {review}.  Result: nothing; refusals: not_found, and what
--          review.check_requester says.
-- Tables:  as review.lock_review and review.end_review.

create function gateway.withdraw_review(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_call(i_call, null, 'review.withdraw');
    l_r    review.review;
    l_code text;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_r := review.lock_review(l_c, ops.read_uuid(i_request->>'review'));
    if l_r.review_id is null then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_code := review.check_requester(l_c, l_r, array['open', 'returned']);
    if l_code = 'ok' then
        perform review.end_review(l_c, l_r, 'withdrawn', null);
    end if;
    return audit.end_call(l_c, l_code, null, jsonb_build_object('owner', l_r.owner_id, 'review', l_r.review_id));
end;
$$;
comment on function gateway.withdraw_review(jsonb, jsonb) is 'Its requester asks no more.';
revoke all on function gateway.withdraw_review(jsonb, jsonb) from public;
grant execute on function gateway.withdraw_review(jsonb, jsonb) to cs_gateway;
