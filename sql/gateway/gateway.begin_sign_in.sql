-- SPDX-License-Identifier: Apache-2.0
-- gateway.begin_sign_in: reserves a try at a password (GS-2.1.3, GS-2.2.1).
-- Input:   {account, thumbprint, otp}: a name, what the connection proved (the
--          SHA-256 of its certificate or the thumbprint of its DPoP key),
--          whether a one-time code came too.
-- Result:  {attempt, salt, memory_kib, iterations, parallelism, pepper, code},
--          without an entry: gateway.complete_sign_in writes it.  code is as
--          identity.begin_code says, null where there is nothing to compare.
--          Refusals, written:
--          device_not_bound for unknown account and unbound device alike,
--          which never counts, too_many_requests for networks that try often; account_locked, attempts_pending,
--          account_not_active.
-- Tables:  identity.account (row lock), identity.attempt.

create function gateway.begin_sign_in(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_stranger_call(i_call, 'session.begin');
    l_begun record;
    l_code  record;
    l_told  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_c := identity.find_terminal(l_c, i_request->>'account', i_request->>'thumbprint');
    if l_c.device_id is null then
        -- Who has the key of a registered device is told what it waits for; but one that was given up is a thief's.
        l_told := identity.explain_unbound(i_request->>'account', i_request->>'thumbprint');
        if (l_told->>'awaited')::boolean then
            return audit.end_call(l_c, 'device_not_bound', l_told - 'awaited');
        end if;
        return ops.refuse_stranger(l_c, i_request->>'account', 'device_not_bound', l_told - 'awaited');
    end if;
    l_code := identity.begin_sign_in_code(l_c, (i_request->>'otp')::boolean);
    if l_code.code <> 'ok' then
        return audit.end_call(l_c, l_code.code, null);
    end if;
    l_begun := identity.begin_attempt(l_c, 'password');
    if l_begun.code <> 'ok' then
        perform identity.void_attempt(l_c, (l_code.facts->>'attempt')::uuid);
        return audit.end_call(l_c, l_begun.code, null);
    end if;
    return row('ok', (
        select jsonb_build_object('attempt', l_begun.attempt, 'salt', encode(c.salt, 'hex'), 'memory_kib', c.memory_kib,
                                  'iterations', c.iterations, 'parallelism', c.parallelism, 'pepper', c.pepper, 'code', l_code.facts)
          from identity.credential c
         where c.account_id = l_c.account_id))::gateway.answer;
end;
$$;
comment on function gateway.begin_sign_in(jsonb, jsonb) is 'Reserves a try at a password.';
revoke all on function gateway.begin_sign_in(jsonb, jsonb) from public;
grant execute on function gateway.begin_sign_in(jsonb, jsonb) to cs_gateway;
