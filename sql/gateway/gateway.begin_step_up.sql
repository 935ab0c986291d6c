-- SPDX-License-Identifier: Apache-2.0
-- gateway.begin_step_up: reserves a try at the caller's one-time code.
-- Input:   {operation}: the action of the call to come.
-- Result:  {attempt, sealed, window}, without an entry: gateway.complete_step_up
--          writes it.  Refusals, written: invalid_value, no_one_time_code, account_locked,
--          attempts_pending.

create function gateway.begin_step_up(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'session.step_up');
    l_begun record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if not exists (select from audit.action a where a.action = i_request->>'operation' and a.kind = 'request') then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/operation", "detail": "there is no such operation"}');
    end if;
    l_begun := identity.begin_code(l_c);
    if l_begun.code <> 'ok' then
        return audit.end_call(l_c, l_begun.code, null);
    end if;
    return row('ok', l_begun.facts)::gateway.answer;
end;
$$;
comment on function gateway.begin_step_up(jsonb, jsonb) is 'Reserves a try at the callers one-time code.';
revoke all on function gateway.begin_step_up(jsonb, jsonb) from public;
grant execute on function gateway.begin_step_up(jsonb, jsonb) to cs_gateway;
