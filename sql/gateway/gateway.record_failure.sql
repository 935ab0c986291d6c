-- SPDX-License-Identifier: Apache-2.0
-- gateway.record_failure: the entry of a call whose transaction failed, and
-- with it the entry that it had.
-- Input:   {code: internal}.  Result: ok, or clock.

create function gateway.record_failure(i_call jsonb, i_request jsonb) returns gateway.answer
    language sql volatile
    security definer
    set search_path = pg_catalog, pg_temp
    return audit.note_call(i_call, 'internal');
comment on function gateway.record_failure(jsonb, jsonb) is 'The entry of a call whose transaction failed.';
revoke all on function gateway.record_failure(jsonb, jsonb) from public;
grant execute on function gateway.record_failure(jsonb, jsonb) to cs_gateway;
