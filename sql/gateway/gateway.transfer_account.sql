-- SPDX-License-Identifier: Apache-2.0
-- gateway.transfer_account: somebody takes another post (GS-3.3): what the old
-- one allowed ends at once, what the new one allows comes by review.  The
-- review pins the account's devices: a duty above the basic tier needs keys
-- that others have confirmed.
-- Input:   {account, department, rank, roles, reason}.
-- Result:  {account, review}; refusals: forbidden, not_found, own_request,
--          conflict, last_holder, invalid_value, undecidable.
-- Tables:  as identity.end_rights.

create function gateway.transfer_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage');
    l_locked  record;
    l_a       identity.account;
    l_refusal jsonb;
    l_opened  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_locked := identity.lock_managed(l_c, ops.read_uuid(i_request->>'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return audit.end_call(l_c, l_locked.code, null);
    end if;
    l_a := l_locked.account;
    l_refusal := case when l_a.state <> 'active' or l_a.kind <> 'person'
        then jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail', 'the account is ' || l_a.state || ', of a ' || l_a.kind))
        else coalesce(identity.check_ending(l_a, statement_timestamp()), identity.check_post(l_a, i_request)) end;
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    l_a.version := l_a.version + 1;
    l_opened := identity.ask_change(l_c, l_a, 'account.transfer', identity.describe_post(l_a, i_request), i_request->>'reason');
    if l_opened->>'code' = 'ok' then
        perform identity.end_rights(l_c, l_a);
        update identity.account a set version = l_a.version where a.account_id = l_a.account_id;
    end if;
    return identity.answer_change(l_c, l_a, l_opened, false);
end;
$$;
comment on function gateway.transfer_account(jsonb, jsonb) is 'Ends the rights of a post and asks for those of another.';
revoke all on function gateway.transfer_account(jsonb, jsonb) from public;
grant execute on function gateway.transfer_account(jsonb, jsonb) to cs_gateway;
