-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_review: one review with its payload, stages and decisions.
-- Input:   {review}.
-- Result:  the review, with `for` where the caller would decide it now in
--          somebody else's name; refusal: not_found where the caller may not know of it.

create function gateway.read_review(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_call(i_call, null, 'review.read');
    l_r    review.review;
    l_for  uuid;
    l_body jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select r.* into l_r from review.review r where r.review_id = ops.read_uuid(i_request->>'review');
    if not found or not review.may_read(l_r, l_c) then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_body := review.describe_review(l_r, l_c);
    select d.for_account_id into l_for
      from review.stage s
     cross join lateral review.find_standing(l_r, s, l_c.account_id) d
     where s.review_id = l_r.review_id and s.state = 'open' and review.find_state(l_r) = 'open';
    if l_for is not null then
        l_body := l_body || jsonb_build_object('for', l_for,
            'names', l_body -> 'names' || record.list_names(l_c, jsonb_build_object('for', l_for), array[l_c.institution_id]));
    end if;
    return audit.end_call(l_c, 'ok', l_body,
                          jsonb_build_object('owner', l_r.owner_id, 'review', l_r.review_id));
end;
$$;
comment on function gateway.read_review(jsonb, jsonb) is 'One review.';
revoke all on function gateway.read_review(jsonb, jsonb) from public;
grant execute on function gateway.read_review(jsonb, jsonb) to cs_gateway;
