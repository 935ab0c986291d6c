-- SPDX-License-Identifier: Apache-2.0
-- gateway.suspend_account: an account may do nothing from now on, until a
-- review reinstates it.  One person's power, within the own institution.
-- Input:   {account, reason}.
-- Result:  {account}; refusals: forbidden, not_found, own_request, conflict,
--          last_holder.
-- Tables:  as identity.lock_managed and identity.suspend_account.

create function gateway.suspend_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage');
    l_locked  record;
    l_refusal jsonb;
    l_a       identity.account;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_locked := identity.lock_managed(l_c, ops.read_uuid(i_request->>'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return audit.end_call(l_c, l_locked.code, null);
    end if;
    l_refusal := case when (l_locked.account).state = 'suspended'
        then '{"code": "conflict", "body": {"detail": "the account is suspended"}}'
        else identity.check_ending(l_locked.account, statement_timestamp()) end;
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    l_a := identity.suspend_account(l_c, l_locked.account, null);
    return audit.end_call(l_c, 'ok', jsonb_build_object('account', identity.describe_account(l_a)),
                          jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.suspend_account(jsonb, jsonb) is 'Suspends an account at once.';
revoke all on function gateway.suspend_account(jsonb, jsonb) from public;
grant execute on function gateway.suspend_account(jsonb, jsonb) to cs_gateway;
