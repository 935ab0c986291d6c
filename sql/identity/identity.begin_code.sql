-- SPDX-License-Identifier: Apache-2.0
-- identity.begin_code: reserves a try at a one-time code.
-- Result:  code as identity.begin_attempt says, or no_one_time_code; facts
--          {account, attempt, sealed, window} for the gateway, which can open the seed.

create function identity.begin_code(i_c audit.call, out code text, out facts jsonb)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_sealed bytea := (select o.sealed from identity.one_time_code o where o.account_id = i_c.account_id);
    l_begun  record;
begin
    if l_sealed is null then
        code := 'no_one_time_code';
        return;
    end if;
    l_begun := identity.begin_attempt(i_c, 'otp');
    code := l_begun.code;
    if code = 'ok' then
        facts := jsonb_build_object('account', i_c.account_id, 'attempt', l_begun.attempt, 'sealed', encode(l_sealed, 'hex'), 'window', (
            select p.code_window_steps from access.session_policy p where p.policy = i_c.policy));
    end if;
end;
$$;
comment on function identity.begin_code(audit.call) is 'Reserves a try at a one-time code.';
revoke all on function identity.begin_code(audit.call) from public;
