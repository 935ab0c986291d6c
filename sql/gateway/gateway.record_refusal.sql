-- SPDX-License-Identifier: Apache-2.0
-- gateway.record_refusal: the entry of a call that the gateway itself refused.
-- Input:   {code}.  Of somebody signed in the entry says who; strangers have
--          a share of entries a minute, beyond which nothing is written.
-- Result:  ok, or clock.

create function gateway.record_refusal(i_call jsonb, i_request jsonb) returns gateway.answer
    language sql volatile
    security definer
    set search_path = pg_catalog, pg_temp
    return audit.note_call(i_call, i_request->>'code');
comment on function gateway.record_refusal(jsonb, jsonb) is 'The entry of a call that the gateway refused.';
revoke all on function gateway.record_refusal(jsonb, jsonb) from public;
grant execute on function gateway.record_refusal(jsonb, jsonb) to cs_gateway;
