-- SPDX-License-Identifier: Apache-2.0
-- identity.end_code: ends a try at a one-time code.
-- Input:   i_code: attempt; step, null where the code was wrong.
-- Result:  as identity.end_attempt.
-- Tables:  identity.account (row lock), attempt, one_time_code.

create function identity.end_code(i_c audit.call, i_code jsonb, out code text, out attempts_left integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform identity.hold_account(i_c.account_id);
    select e.code, e.attempts_left into code, attempts_left
      from identity.end_attempt(i_c, ops.read_uuid(i_code ->> 'attempt'), 'otp',
                                identity.take_step(i_c.account_id, (i_code ->> 'step')::bigint)) e;
end;
$$;
comment on function identity.end_code(audit.call, jsonb) is 'Ends a try at a one-time code.';
revoke all on function identity.end_code(audit.call, jsonb) from public;
