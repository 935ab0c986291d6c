-- SPDX-License-Identifier: Apache-2.0
-- gateway.request_permission: asks for a permission (GS-3.2): granted at once
-- where its risk is low, else decided by people.
-- Input:   {kind: data, scope, max_level, operations, purpose, until, reason,
--          urgency}, or {kind: function, permission, until, reason, urgency};
--          with grant (its id) and risk {policy, inputs, grade, points,
--          factors} from the gateway.
-- Result:  {grant, risk} or {review, risk}; refusals: forbidden, invalid_value,
--          agreement_required, not_found for a record the caller may not know of, too_many_requests,
--          facts_moved, policy_moved, undecidable.
-- Tables:  see access.ask_permission.

create function gateway.request_permission(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'permission.request', 'permission.request');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, access.ask_permission(l_c, i_request));
end;
$$;
comment on function gateway.request_permission(jsonb, jsonb) is 'Asks for a permission.';
revoke all on function gateway.request_permission(jsonb, jsonb) from public;
grant execute on function gateway.request_permission(jsonb, jsonb) to cs_gateway;
