-- SPDX-License-Identifier: Apache-2.0
-- gateway.start_break_glass: two people start what lets them end and withdraw at
-- once, also where one person's power stops: the first says why, with a step-up
-- over the call's own body; the second joins, with a countersignature over what
-- was asked for and, where no passkey made it, a step-up over the same.
-- Input:   {reason}, or {break_glass, countersignature}, or of a passkey
--          {break_glass, signing_input, assertion}.
-- Result:  {break_glass}; refusals: forbidden, invalid_value, and what
--          access.ask_break_glass and access.join_break_glass say.

create function gateway.start_break_glass(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'break_glass.start', 'break_glass.start');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if num_nonnulls(i_request->>'reason', i_request->>'break_glass') <> 1 then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/reason", "detail": "say why, or name the break-glass to join, one of the two"}');
    end if;
    return audit.end_asked(l_c, case when i_request ? 'reason' then access.ask_break_glass(l_c, i_request->>'reason')
                                     else access.join_break_glass(l_c, ops.read_uuid(i_request->>'break_glass'), i_request) end);
end;
$$;
comment on function gateway.start_break_glass(jsonb, jsonb) is 'Asks for a break-glass, or joins it.';
revoke all on function gateway.start_break_glass(jsonb, jsonb) from public;
grant execute on function gateway.start_break_glass(jsonb, jsonb) to cs_gateway;
