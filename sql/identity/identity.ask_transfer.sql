-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_transfer: somebody takes another post (GS-3.3): what the old
-- one allowed ends at once, what the new one allows comes by review.  The
-- review pins the account's devices: a duty above the basic tier needs keys
-- that others have confirmed.
-- Input:   {account, department, rank, roles, reason}.
-- Result:  {code, body, facts}, for audit.end_call: {account, review}; refusals: forbidden, not_found, own_request,
--          conflict, last_holder, invalid_value, undecidable.
-- Tables:  as identity.end_rights.

create function identity.ask_transfer(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_locked  record;
    l_a       identity.account;
    l_refusal jsonb;
    l_opened  jsonb;
begin
    l_locked := identity.lock_managed(i_c, ops.read_uuid(i_request ->> 'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return jsonb_build_object('code', l_locked.code);
    end if;
    l_a := l_locked.account;
    l_refusal := case when l_a.state <> 'active' or l_a.kind <> 'person'
        then jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail', 'the account is ' || l_a.state || ', of a ' || l_a.kind))
        else coalesce(identity.check_ending(l_a, statement_timestamp()), identity.check_post(l_a, i_request)) end;
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code', 'body', l_refusal -> 'body');
    end if;
    l_a.version := l_a.version + 1;
    l_opened := identity.ask_change(i_c, l_a, 'account.transfer', identity.describe_post(l_a, i_request), i_request ->> 'reason');
    if l_opened ->> 'code' = 'ok' then
        perform identity.end_rights(i_c, l_a, 'transfer');
        update identity.account a set version = l_a.version where a.account_id = l_a.account_id;
    end if;
    return identity.answer_change(l_a, l_opened, false);
end;
$$;
comment on function identity.ask_transfer(audit.call, jsonb) is 'Ends the rights of a post and asks for those of another.';
revoke all on function identity.ask_transfer(audit.call, jsonb) from public;
