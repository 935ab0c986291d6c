-- SPDX-License-Identifier: Apache-2.0
-- identity.begin_attempt: reserves a try at an account's password or one-time
-- code before it is looked at, so that whatever races, no more than the
-- policy's number of tries is ever made (GS-2.2.1).
-- Inputs:  the call, with account and bound device; i_kind, password or otp.
-- Result:  code ok with the attempt, account_locked, attempts_pending or
--          account_not_active.
-- Tables:  identity.account (row lock), identity.attempt.

create function identity.begin_attempt(i_c audit.call, i_kind text, out code text, out attempt uuid)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_state  text;
    l_number record;
begin
    select identity.current_state(a) into l_state
      from identity.account a
     where a.account_id = i_c.account_id
       for no key update;
    l_number := identity.count_failures(i_c.account_id, i_kind);
    if l_state = 'active' and l_number.failed >= l_number.most then
        perform identity.mark_locked(i_c, i_c.account_id, i_kind);
        l_state := 'locked';
    end if;
    code := case
        when l_state = 'locked' then 'account_locked'
        when l_state <> 'active' then 'account_not_active'
        when l_number.failed + l_number.pending >= l_number.most then 'attempts_pending'
        else 'ok' end;
    if code = 'ok' then
        insert into identity.attempt (account_id, device_id, kind)
        values (i_c.account_id, i_c.device_id, i_kind)
        returning attempt_id into attempt;
    end if;
end;
$$;
comment on function identity.begin_attempt(audit.call, text) is 'Reserves a try at an accounts password or one-time code.';
revoke all on function identity.begin_attempt(audit.call, text) from public;
