-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_reviews: reviews that the caller may decide now, or opened,
-- newest first; or, for auditors, all that they may read as such.
-- Input:   {state, role: reviewer|requester|auditor, kind, limit, after}, all optional.
-- Result:  {items, next}; refusal: forbidden, to an auditor who is none.

create function gateway.list_reviews(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'review.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_role  text := i_request->>'role';
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_role = 'auditor' and (l_c.kind is not distinct from 'service' or not access.has_permission(l_c.account_id, 'entry.read')) then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    select jsonb_agg(review.describe_review(r, l_c) order by r.review_id desc) into l_items
      from (
            select r.*
              from (
                    select o.*
                      from review.review o
                     where coalesce(l_role = 'requester', true) and o.person_id = l_c.person_id and l_c.kind is distinct from 'service'
                     union all
                    select d.* from review.list_decidable(l_c) d where coalesce(l_role = 'reviewer', true) -- never the caller's own
                     union all
                    select o.*
                      from review.review o
                     where l_role = 'auditor'
                       and (o.institution_id in (select audit.list_readable(l_c.institution_id))
                            or o.owner_id in (select audit.list_readable(l_c.institution_id)))
                   ) r
             where (i_request->>'after' is null or r.review_id < ops.read_uuid(i_request->>'after'))
               and (i_request->>'kind' is null or r.kind = i_request->>'kind')
               and (i_request->>'state' is null or review.find_state(r) = i_request->>'state')
             order by r.review_id desc
             limit l_limit + 1
           ) r;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_reviews(jsonb, jsonb) is 'Reviews that the caller may decide, or opened.';
revoke all on function gateway.list_reviews(jsonb, jsonb) from public;
grant execute on function gateway.list_reviews(jsonb, jsonb) to cs_gateway;
