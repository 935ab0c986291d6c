-- SPDX-License-Identifier: Apache-2.0
-- identity.end_attempt: ends a try at a password or one-time code.
-- Inputs:  the call, with account and device; i_attempt; i_right, what the
--          comparison said.  The caller holds the account's row since before it.
-- Result:  code ok, invalid_credentials or invalid_otp with the tries left,
--          account_locked or account_not_active.  A try that is over, or
--          another device's, is a wrong one that costs nothing.
-- Tables:  identity.attempt.

create function identity.end_attempt(i_c audit.call, i_attempt uuid, i_kind text, i_right boolean, out code text, out attempts_left integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_state  text := (select identity.current_state(a) from identity.account a where a.account_id = i_c.account_id);
    l_right  boolean := coalesce(i_right and l_state = 'active', false);
    l_number record;
begin
    perform identity.count_failures(i_c.account_id, i_kind);
    update identity.attempt t
       set state = case when l_right then 'succeeded' else 'failed' end, ended_at = clock_timestamp()
     where t.attempt_id = i_attempt and t.account_id = i_c.account_id and t.device_id = i_c.device_id
       and t.kind = i_kind and t.state = 'pending';
    l_right := l_right and found;
    l_number := identity.count_failures(i_c.account_id, i_kind);
    attempts_left := greatest(l_number.most - l_number.failed, 0);
    if not l_right and l_state = 'active' and attempts_left = 0 then
        perform identity.mark_locked(i_c, i_c.account_id, i_kind);
        l_state := 'locked';
    end if;
    code := case
        when l_state = 'locked' then 'account_locked'
        when l_state <> 'active' then 'account_not_active'
        when not l_right then case i_kind when 'password' then 'invalid_credentials' else 'invalid_otp' end
        else 'ok' end;
end;
$$;
comment on function identity.end_attempt(audit.call, uuid, text, boolean) is 'Ends a try at a password or one-time code.';
revoke all on function identity.end_attempt(audit.call, uuid, text, boolean) from public;
