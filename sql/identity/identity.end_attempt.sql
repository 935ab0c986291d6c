-- SPDX-License-Identifier: Apache-2.0
-- identity.end_attempt: compares a password's output and ends the try.
-- Inputs:  the call, with account and device; i_attempt; i_output, the peppered
--          Argon2id output, of which the database keeps the SHA-256 only.
-- Result:  code ok, invalid_credentials with the tries left, account_locked or
--          account_not_active.  A try that is over, or another device's, is a
--          wrong one that costs nothing.
-- Tables:  identity.account (row lock), identity.attempt.

create function identity.end_attempt(i_c audit.call, i_attempt uuid, i_output bytea, out code text, out attempts_left integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_most   integer := (select p.max_failures from access.password_policy p where p.policy = i_c.policy);
    l_state  text;
    l_right  boolean;
begin
    select identity.current_state(a) into l_state
      from identity.account a
     where a.account_id = i_c.account_id
       for no key update;
    perform identity.count_failures(i_c.account_id);
    l_right := coalesce(l_state = 'active' and sha256(i_output) = (
        select c.output_digest from identity.credential c where c.account_id = i_c.account_id), false);
    update identity.attempt t
       set state = case when l_right then 'succeeded' else 'failed' end, ended_at = clock_timestamp()
     where t.attempt_id = i_attempt and t.account_id = i_c.account_id and t.device_id = i_c.device_id
       and t.state = 'pending';
    l_right := l_right and found;
    attempts_left := l_most - (identity.count_failures(i_c.account_id)).failed;
    if not l_right and l_state = 'active' and attempts_left <= 0 then
        perform identity.lock_account(i_c, i_c.account_id);
        l_state := 'locked';
    end if;
    code := case
        when l_state = 'locked' then 'account_locked'
        when l_state <> 'active' then 'account_not_active'
        when not l_right then 'invalid_credentials'
        else 'ok' end;
end;
$$;
comment on function identity.end_attempt(audit.call, uuid, bytea) is 'Compares a password''s output and ends the try.';
revoke all on function identity.end_attempt(audit.call, uuid, bytea) from public;
