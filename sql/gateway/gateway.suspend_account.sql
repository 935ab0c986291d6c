-- SPDX-License-Identifier: Apache-2.0
-- gateway.suspend_account: an account may do nothing from now on, until a
-- review reinstates it.  One person's power, within the own institution; under
-- a break-glass also of whom others need.
-- Input:   {account, reason}.
-- Result:  {account}, no more than its state for who may not read it; refusals: forbidden, not_found, own_request, conflict,
--          last_holder.
-- Tables:  as identity.lock_managed and identity.suspend_account.

create function gateway.suspend_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'account.suspend');
    l_locked  record;
    l_power   text;
    l_glass   uuid;
    l_refusal jsonb;
    l_facts   jsonb := jsonb_build_object('owner', l_c.institution_id);
    l_a       identity.account;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_power := case when access.find_break_glass(l_c) is null then 'account.manage' else 'break_glass.start' end;
    if not access.has_permission(l_c.account_id, l_power) then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    l_locked := identity.lock_managed(l_c, ops.read_uuid(i_request->>'account'), l_power);
    l_glass := access.find_break_glass(l_c); -- as it is under the lock
    if l_locked.code = 'ok' and l_glass is null and l_power = 'break_glass.start' then
        l_locked.code := 'forbidden';
    end if;
    if l_locked.code <> 'ok' then
        return audit.end_call(l_c, l_locked.code, null);
    end if;
    l_refusal := case when (l_locked.account).state = 'suspended'
        then '{"code": "conflict", "body": {"detail": "the account is suspended"}}'
        else identity.check_ending(l_locked.account, statement_timestamp()) end;
    if l_refusal is not null and not (l_glass is not null and l_refusal->>'code' = 'last_holder') then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    l_facts := l_facts || access.use_break_glass(l_c, l_glass, 'account', (l_locked.account).account_id, i_request->>'reason');
    l_a := identity.suspend_account(l_c, l_locked.account, l_facts->>'reason_code', i_request->>'reason');
    return audit.end_call(l_c, 'ok', jsonb_build_object('account',
        case when l_glass is null or access.has_permission(l_c.account_id, 'account.read') then identity.describe_account(l_a)
             else jsonb_build_object('id', l_a.account_id, 'state', l_a.state) end), l_facts);
end;
$$;
comment on function gateway.suspend_account(jsonb, jsonb) is 'Suspends an account at once.';
revoke all on function gateway.suspend_account(jsonb, jsonb) from public;
grant execute on function gateway.suspend_account(jsonb, jsonb) to cs_gateway;
