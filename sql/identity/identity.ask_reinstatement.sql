-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_reinstatement: asks that a suspended account be reinstated; two
-- others decide (GS-2.1.1), of the asker's institution: a partner's account may be
-- asked for where its liaison is, or by the operator, since a partner whose people
-- are all suspended cannot.  Who decides reads why it was suspended.
-- Input:   {account, reason}.  Result: {account, review}; refusals: forbidden,
--          not_found, own_request, conflict, undecidable.

create function identity.ask_reinstatement(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_locked  record;
    l_a       identity.account;
begin
    l_locked := identity.lock_managed(i_c, ops.read_uuid(i_request ->> 'account'), 'account.manage');
    if l_locked.code = 'not_found' then
        l_locked := identity.lock_partner(i_c, ops.read_uuid(i_request ->> 'account'), 'account.manage');
    end if;
    if l_locked.code <> 'ok' then
        return jsonb_build_object('code', l_locked.code);
    end if;
    l_a := l_locked.account;
    if l_a.state <> 'suspended' or not identity.is_answered(l_a.account_id) then
        return jsonb_build_object(
            'code', 'conflict',
            'body', jsonb_build_object('detail', case l_a.state when 'suspended' then 'who answers for it has left: hand it over first' else 'the account is ' || l_a.state end));
    end if;
    return identity.answer_change(l_a, identity.ask_change(i_c, l_a, 'account.reinstate',
        jsonb_build_object('suspended', identity.describe_suspension(l_a)), i_request ->> 'reason'), false);
end;
$$;
comment on function identity.ask_reinstatement(audit.call, jsonb) is 'Asks that a suspended account be reinstated.';
revoke all on function identity.ask_reinstatement(audit.call, jsonb) from public;
