-- SPDX-License-Identifier: Apache-2.0
-- gateway.reset_account: asks that a person begin anew: whoever asks sees one
-- half of the new code, the last of two reviewers the other (GS-2.1.2).  Also
-- before the first enrolment, for a half that was lost.
-- Input:   {account, reason}, with code_half_digest (hex SHA-256 of the half
--          that the answer shows), from the gateway.
-- Result:  {account, review}; refusals: forbidden, not_found, own_request,
--          conflict, undecidable.
-- Tables:  identity.enrolment.

create function gateway.reset_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage');
    l_locked  record;
    l_a       identity.account;
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
    if l_a.state not in ('active', 'locked') or l_a.kind <> 'person' then
        return audit.end_call(l_c, 'conflict', jsonb_build_object('detail', 'the account is ' || l_a.state || ', of a ' || l_a.kind));
    end if;
    l_opened := identity.ask_change(l_c, l_a, 'account.reset', '{}', i_request->>'reason');
    if l_opened->>'code' = 'ok' then
        update identity.enrolment e
           set reset_half_digest = decode(i_request->>'code_half_digest', 'hex'), reset_review_id = (l_opened->'review'->>'id')::uuid
         where e.account_id = l_a.account_id;
    end if;
    return identity.answer_change(l_c, l_a, l_opened, true);
end;
$$;
comment on function gateway.reset_account(jsonb, jsonb) is 'Asks that a person begin anew.';
revoke all on function gateway.reset_account(jsonb, jsonb) from public;
grant execute on function gateway.reset_account(jsonb, jsonb) to cs_gateway;
