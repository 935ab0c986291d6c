-- SPDX-License-Identifier: Apache-2.0
-- gateway.change_end_date: an account ends sooner, at once so; or later, when
-- two others say so (GS-2.1.1).
-- Input:   {account, ends_at, reason}.
-- Result:  {account}, with {review} where it would end later; refusals:
--          forbidden, not_found, own_request, conflict, last_holder,
--          liaison_bound, invalid_value, undecidable.

create function gateway.change_end_date(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage');
    l_locked  record;
    l_refusal jsonb;
    l_a       identity.account;
    l_end     timestamptz := ops.read_time(i_request->>'ends_at');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_locked := identity.lock_managed(l_c, ops.read_uuid(i_request->>'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return audit.end_call(l_c, l_locked.code, null);
    end if;
    l_a := l_locked.account;
    if not coalesce(l_end > statement_timestamp(), false) then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/ends_at", "detail": "it is a time to come, as 2030-12-31T00:00:00Z"}');
    end if;
    if l_a.state in ('active', 'locked', 'suspended') and l_end > l_a.ends_at then
        return identity.answer_change(l_c, l_a, identity.ask_change(
            l_c, l_a, 'account.extend', jsonb_build_object('ends_at', i_request->'ends_at'), i_request->>'reason'), false);
    end if;
    l_refusal := coalesce(identity.check_ending(l_a, l_end), identity.check_notice(l_a, jsonb_build_object('kind', 'left', 'notice', i_request->'ends_at')));
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    update identity.account a
       set ends_at = l_end, version = a.version + 1
     where a.account_id = l_a.account_id
    returning a.* into l_a;
    return audit.end_call(l_c, 'ok', jsonb_build_object('account', identity.describe_account(l_a)),
                          jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.change_end_date(jsonb, jsonb) is 'Changes when an account ends.';
revoke all on function gateway.change_end_date(jsonb, jsonb) from public;
grant execute on function gateway.change_end_date(jsonb, jsonb) to cs_gateway;
