-- SPDX-License-Identifier: Apache-2.0
-- identity.void_attempt: ends a try at a one-time code that was not looked at,
-- since something else was wrong first, or was used: it counts neither way.
-- Tables:  identity.attempt.

create function identity.void_attempt(i_c audit.call, i_attempt uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.attempt t
       set state = 'void', ended_at = clock_timestamp()
     where t.attempt_id = i_attempt and t.account_id = i_c.account_id and t.device_id = i_c.device_id
       and t.kind = 'otp' and t.state = 'pending';
end;
$$;
comment on function identity.void_attempt(audit.call, uuid) is 'Ends a try whose secret was not looked at.';
revoke all on function identity.void_attempt(audit.call, uuid) from public;
