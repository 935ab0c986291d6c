-- SPDX-License-Identifier: Apache-2.0
-- gateway.plan_review: what would come of asking for something, without asking:
-- all that the call would do is done and undone.
-- Input:   {kind, payload}, the body of the call that asks, with the id that its
--          path names.
-- Result:  as review.describe_plan; refusals: forbidden to whom the call is,
--          invalid_value for a kind that there is not, too_many_requests.
-- Tables:  none: of what it did nothing stays, but that a forwarding was tried,
--          access.explanation_count.

create function gateway.plan_review(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c          audit.call := audit.begin_call(i_call, null, 'review.plan');
    l_k          access.review_kind;
    l_of_another boolean;
    l_probing    jsonb;
    l_asked      jsonb;
    l_plan       jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select k.* into l_k from access.review_kind k where k.policy = l_c.policy and k.kind = i_request->>'kind';
    if not found then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/kind", "detail": "there is no such kind of review"}');
    end if;
    if l_c.kind is not distinct from 'service' or l_k.raised_by is not null and not access.has_permission(l_c.account_id, l_k.raised_by) then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    l_of_another := l_k.kind = 'permission.grant' and i_request->'payload' ? 'to';
    if l_of_another then -- what would come of it says something of them, as asking does
        l_probing := access.refuse_probing(l_c);
        if l_probing is not null then
            return audit.end_asked(l_c, l_probing);
        end if;
        perform access.count_explanation(l_c);
    end if;
    begin
        l_asked := review.ask_for(l_c, l_k.kind, i_request->'payload');
        l_plan := review.describe_plan(l_c, l_k.kind, l_asked);
        raise exception using errcode = 'CS099'; -- undoes it
    exception when sqlstate 'CS099' then null;
    end;
    return audit.end_call(l_c, 'ok', l_plan, case when l_of_another then jsonb_build_object('owner', l_asked #> '{facts,owner}') else '{}' end);
end;
$$;
comment on function gateway.plan_review(jsonb, jsonb) is 'What would come of asking for something.';
revoke all on function gateway.plan_review(jsonb, jsonb) from public;
grant execute on function gateway.plan_review(jsonb, jsonb) to cs_gateway;
