-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_request: what a request for a permission is graded by.
-- Input:   as for gateway.request_permission, without grant and risk.
-- Result:  {policy, inputs}, as access.find_risk_facts states them; inputs is
--          null where gateway.request_permission will say what is wrong.
--          Refusal: forbidden.  Writes an entry only when it refuses:
--          gateway.request_permission's is the call's.

create function gateway.prepare_request(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call - 'key', 'permission.request', 'permission.request');
    l_asked jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_asked := access.find_asked(l_c, i_request);
    return row('ok', jsonb_build_object(
        'policy', l_c.policy,
        'inputs', case l_asked->>'code' when 'ok' then access.find_risk_facts(l_c, i_request, (l_asked->>'owner')::uuid) end))::gateway.answer;
end;
$$;
comment on function gateway.prepare_request(jsonb, jsonb) is 'What a request for a permission is graded by.';
revoke all on function gateway.prepare_request(jsonb, jsonb) from public;
grant execute on function gateway.prepare_request(jsonb, jsonb) to cs_gateway;
