-- SPDX-License-Identifier: Apache-2.0
-- gateway.depart_account: somebody leaves or retires (GS-3.3): at once, or at
-- the time of which notice is given.  A liaison leaves after handing over, or
-- with 24 hours' notice (GS-2.1.1).
-- Input:   {account, kind: left or retired, notice: a time, optional}.
-- Result:  {account}; refusals: forbidden, not_found, own_request, conflict,
--          last_holder, liaison_bound, invalid_value.
-- Tables:  as identity.close_account and identity.retire_account.

create function gateway.depart_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage', 'account.depart');
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
    l_a := l_locked.account;
    l_refusal := coalesce(identity.check_ending(l_a, ops.read_time(i_request->>'notice')), identity.check_notice(l_a, i_request));
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    if i_request->>'notice' is not null then
        update identity.account a
           set ends_at = ops.read_time(i_request->>'notice'), leaves_as = i_request->>'kind', version = a.version + 1
         where a.account_id = l_a.account_id
        returning a.* into strict l_a;
    elsif i_request->>'kind' = 'retired' then
        l_a := identity.retire_account(l_c, l_a);
    else
        l_a := identity.close_account(l_c, l_a, 'left');
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('account', identity.describe_account(l_a)),
                          jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.depart_account(jsonb, jsonb) is 'Somebody leaves or retires.';
revoke all on function gateway.depart_account(jsonb, jsonb) from public;
grant execute on function gateway.depart_account(jsonb, jsonb) to cs_gateway;
