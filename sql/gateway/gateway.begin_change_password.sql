-- SPDX-License-Identifier: Apache-2.0
-- gateway.begin_change_password: reserves a try at the caller's password, and
-- says what the new one is measured by (GS-2.1.2, GS-2.2.1).
-- Result:  {attempt, current, former, words}, without an entry:
--          gateway.complete_change_password writes it.  Refusals, written:
--          account_locked, attempts_pending.

create function gateway.begin_change_password(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'password.change');
    l_begun record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_begun := identity.begin_attempt(l_c, 'password');
    if l_begun.code <> 'ok' then
        return audit.end_call(l_c, l_begun.code, null);
    end if;
    return row('ok', (
        select jsonb_build_object(
                   'attempt', l_begun.attempt, 'former', identity.list_former(l_c.account_id),
                   'words', identity.list_words(l_c.account_id), 'current', jsonb_build_object(
                       'salt', encode(c.salt, 'hex'), 'memory_kib', c.memory_kib, 'iterations', c.iterations,
                       'parallelism', c.parallelism, 'pepper', c.pepper))
          from identity.credential c
         where c.account_id = l_c.account_id))::gateway.answer;
end;
$$;
comment on function gateway.begin_change_password(jsonb, jsonb) is 'Reserves a try at the callers password, to change it.';
revoke all on function gateway.begin_change_password(jsonb, jsonb) from public;
grant execute on function gateway.begin_change_password(jsonb, jsonb) to cs_gateway;
