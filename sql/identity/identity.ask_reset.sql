-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_reset: asks that a person begin anew: whoever asks sees one
-- half of the new code, the last of two reviewers the other (GS-2.1.2).  Also
-- before the first enrolment, for a half that was lost.
-- Input:   {account, reason}, with code_half_digest (hex SHA-256 of the half
--          that the answer shows), from the gateway.
-- Result:  {code, body, facts}, for audit.end_call: {account, review}; refusals: forbidden, not_found, own_request,
--          conflict, undecidable.
-- Tables:  identity.enrolment.

create function identity.ask_reset(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_locked  record;
    l_a       identity.account;
    l_opened  jsonb;
begin
    l_locked := identity.lock_managed(i_c, ops.read_uuid(i_request ->> 'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return jsonb_build_object('code', l_locked.code);
    end if;
    l_a := l_locked.account;
    if l_a.state not in ('active', 'locked') or l_a.kind <> 'person' then
        return jsonb_build_object(
            'code', 'conflict',
            'body', jsonb_build_object('detail', 'the account is ' || l_a.state || ', of a ' || l_a.kind));
    end if;
    l_opened := identity.ask_change(i_c, l_a, 'account.reset', '{}', i_request ->> 'reason');
    if l_opened ->> 'code' = 'ok' then
        update identity.enrolment e
           set reset_half_digest = decode(i_request ->> 'code_half_digest', 'hex'), reset_review_id = (l_opened -> 'review' ->> 'id')::uuid
         where e.account_id = l_a.account_id;
    end if;
    return identity.answer_change(l_a, l_opened, true);
end;
$$;
comment on function identity.ask_reset(audit.call, jsonb) is 'Asks that a person begin anew.';
revoke all on function identity.ask_reset(audit.call, jsonb) from public;
