-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_explanation: what a decision that is to be explained is made
-- from.
-- Input:   {record, operation, purpose, account: its id or name}; the last two
--          may be absent.
-- Result:  as record.describe_question states it; refusals: forbidden to ask
--          about others, not_found for an account that is none,
--          too_many_requests {retry_after}.  Writes an entry only when it
--          refuses: gateway.explain_decision's is the call's.

create function gateway.prepare_explanation(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'explanation.read');
    l_asked   jsonb;
    l_probing jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_asked := access.find_explained(l_c, i_request->>'account');
    if l_asked->>'code' <> 'ok' then
        return audit.end_asked(l_c, l_asked);
    end if;
    l_probing := access.refuse_probing(l_c);
    if l_probing is not null then
        return audit.end_asked(l_c, l_probing);
    end if;
    return row('ok', record.describe_question(ops.read_uuid(i_request->>'record'), (l_asked->>'account')::uuid))::gateway.answer;
end;
$$;
comment on function gateway.prepare_explanation(jsonb, jsonb) is 'What a decision that is to be explained is made from.';
revoke all on function gateway.prepare_explanation(jsonb, jsonb) from public;
grant execute on function gateway.prepare_explanation(jsonb, jsonb) to cs_gateway;
