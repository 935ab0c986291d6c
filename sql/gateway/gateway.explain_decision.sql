-- SPDX-License-Identifier: Apache-2.0
-- gateway.explain_decision: an explanation becomes an entry of the log, before
-- anybody reads it (JR-8).
-- Input:   as for gateway.prepare_explanation, with policy, the number under
--          which the gateway decided, and reason, ok or why not.
-- Result:  {}.  Refusals: forbidden, not_found, policy_moved.
-- Tables:  access.explanation_count.

create function gateway.explain_decision(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'explanation.read');
    l_asked jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_asked := access.find_explained(l_c, i_request->>'account');
    if l_asked->>'code' <> 'ok' then
        return audit.end_asked(l_c, l_asked);
    end if;
    if (i_request->>'policy')::integer is distinct from l_c.policy then
        return audit.end_call(l_c, 'policy_moved', null);
    end if;
    perform access.count_explanation(l_c);
    return audit.end_call(l_c, 'ok', '{}', jsonb_build_object('reason_code', nullif(i_request->>'reason', 'ok')));
end;
$$;
comment on function gateway.explain_decision(jsonb, jsonb) is 'An explanation becomes an entry of the log.';
revoke all on function gateway.explain_decision(jsonb, jsonb) from public;
grant execute on function gateway.explain_decision(jsonb, jsonb) to cs_gateway;
