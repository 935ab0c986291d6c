-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_forwarding: what forwarding a record is graded by.
-- Input:   {record, to, purpose, until, reason}.
-- Result:  as gateway.prepare_request; inputs is null where
--          gateway.forward_record will say what is wrong.  Refusal: forbidden.
--          Writes an entry only when it refuses: gateway.forward_record's is the
--          call's.

create function gateway.prepare_forwarding(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call - 'key', 'permission.request', 'record.forward');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return row('ok', jsonb_build_object(
        'policy', l_c.policy, 'inputs', record.find_forwarding(l_c, i_request)->'inputs'))::gateway.answer;
end;
$$;
comment on function gateway.prepare_forwarding(jsonb, jsonb) is 'What forwarding a record is graded by.';
revoke all on function gateway.prepare_forwarding(jsonb, jsonb) from public;
grant execute on function gateway.prepare_forwarding(jsonb, jsonb) to cs_gateway;
