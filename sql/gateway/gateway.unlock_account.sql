-- SPDX-License-Identifier: Apache-2.0
-- gateway.unlock_account: asks that an account be unlocked; two others decide
-- (GS-2.2.1).
-- Input:   {account, reason}.  Result: {account, review}; refusals: forbidden,
--          not_found, own_request, conflict, undecidable.

create function gateway.unlock_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage');
    l_locked  record;
    l_a       identity.account;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_locked := identity.lock_managed(l_c, ops.read_uuid(i_request->>'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return audit.end_call(l_c, l_locked.code, null);
    end if;
    l_a := l_locked.account;
    if l_a.state <> 'locked' then
        return audit.end_call(l_c, 'conflict', jsonb_build_object('detail', 'the account is ' || l_a.state));
    end if;
    return identity.answer_change(l_c, l_a, identity.ask_change(l_c, l_a, 'account.unlock', '{}', i_request->>'reason'), false);
end;
$$;
comment on function gateway.unlock_account(jsonb, jsonb) is 'Asks that a locked account be unlocked.';
revoke all on function gateway.unlock_account(jsonb, jsonb) from public;
grant execute on function gateway.unlock_account(jsonb, jsonb) to cs_gateway;
