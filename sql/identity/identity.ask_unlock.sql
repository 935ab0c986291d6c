-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_unlock: asks that an account be unlocked; two others decide
-- (GS-2.2.1).
-- Input:   {account, reason}.  Result: {account, review}; refusals: forbidden,
--          not_found, own_request, conflict, undecidable.

create function identity.ask_unlock(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_locked  record;
    l_a       identity.account;
begin
    l_locked := identity.lock_managed(i_c, ops.read_uuid(i_request ->> 'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return jsonb_build_object('code', l_locked.code);
    end if;
    l_a := l_locked.account;
    if l_a.state <> 'locked' then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail', 'the account is ' || l_a.state));
    end if;
    return identity.answer_change(l_a, identity.ask_change(i_c, l_a, 'account.unlock', '{}', i_request ->> 'reason'), false);
end;
$$;
comment on function identity.ask_unlock(audit.call, jsonb) is 'Asks that a locked account be unlocked.';
revoke all on function identity.ask_unlock(audit.call, jsonb) from public;
