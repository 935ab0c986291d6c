-- SPDX-License-Identifier: Apache-2.0
-- gateway.forward_record: asks that an account of another institution may view a
-- record (GS-3.1.2, GS-3.2).
-- Input:   {record, to, purpose, until, reason}, with grant (its id) and risk {policy, inputs,
--          grade, points, factors} from the gateway.
-- Result:  {review, risk}; refusals: forbidden, what record.find_forwarding says,
--          too_many_requests, facts_moved, policy_moved, undecidable.
-- Tables:  see record.ask_forwarding.

create function gateway.forward_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'permission.request', 'record.forward');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, record.ask_forwarding(l_c, i_request));
end;
$$;
comment on function gateway.forward_record(jsonb, jsonb) is 'Asks that an account of another institution may view a record.';
revoke all on function gateway.forward_record(jsonb, jsonb) from public;
grant execute on function gateway.forward_record(jsonb, jsonb) to cs_gateway;
