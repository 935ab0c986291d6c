-- SPDX-License-Identifier: Apache-2.0
-- identity.suspend_account: an account may do nothing until a review
-- reinstates it.  It keeps its duties and devices, not its delegations, nor a
-- break-glass that it is of.  Why is kept for whoever reinstates it.
-- Inputs:  i_reason, the entry's code, or null; i_said, what the caller said.
-- Tables:  identity.account, session; writes session.ended, account.suspended.

create function identity.suspend_account(i_c audit.call, i_account identity.account, i_reason text, i_said text default null) returns identity.account
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    perform identity.end_sessions(i_c, array(
        select s.session_id from identity.session s where s.account_id = i_account.account_id and s.ended_at is null));
    perform access.end_delegations(i_c, i_account.account_id, 'suspended');
    perform access.end_break_glasses(i_c, i_account.account_id, 'suspended');
    update identity.account a
       set state = 'suspended', version = a.version + 1,
           suspended_at = statement_timestamp(), suspended_by = i_c.account_id, suspended_for = coalesce(i_said, i_reason)
     where a.account_id = i_account.account_id and a.state in ('active', 'locked')
    returning a.* into strict l_a;
    perform audit.write_consequence(i_c, 'account.suspended', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id, 'reason_code', i_reason));
    return l_a;
end;
$$;
comment on function identity.suspend_account(audit.call, identity.account, text, text) is 'Suspends an account.';
revoke all on function identity.suspend_account(audit.call, identity.account, text, text) from public;
