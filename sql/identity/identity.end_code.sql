-- SPDX-License-Identifier: Apache-2.0
-- identity.end_code: ends a try at a one-time code.  A code that was right but
-- used is refused and costs no try: who has it need not guess, and who guessed
-- it has learnt one that is never good again, and nothing of the others.
-- Input:   i_code: attempt; step, null where the code was wrong.
-- Result:  as identity.end_attempt, or otp_used.
-- Tables:  identity.account (row lock), attempt, one_time_code.

create function identity.end_code(i_c audit.call, i_code jsonb, out code text, out attempts_left integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_attempt uuid := ops.read_uuid(i_code ->> 'attempt');
    l_step    bigint := (i_code ->> 'step')::bigint;
begin
    perform identity.hold_account(i_c.account_id);
    if identity.is_spent(i_c.account_id, l_step) then
        perform identity.void_attempt(i_c, l_attempt);
        code := 'otp_used';
        return;
    end if;
    select e.code, e.attempts_left into code, attempts_left
      from identity.end_attempt(i_c, l_attempt, 'otp', identity.take_step(i_c.account_id, l_step)) e;
end;
$$;
comment on function identity.end_code(audit.call, jsonb) is 'Ends a try at a one-time code.';
revoke all on function identity.end_code(audit.call, jsonb) from public;
