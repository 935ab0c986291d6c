-- SPDX-License-Identifier: Apache-2.0
-- identity.lock_managed: takes the account that a manager is about to change:
-- its institution's row first, since whatever ends somebody's ability to decide
-- must not race with another such ending; then its own, and those that rest
-- on it.
-- Inputs:  i_account; i_permission that the caller needs, looked at once more
--          under the lock: the caller may have been suspended while waiting.
-- Result:  code ok with the account as it stands now; not_found, forbidden,
--          own_request for one's own accounts.
-- Tables:  identity.institution, account (row locks).

create function identity.lock_managed(i_c audit.call, i_account uuid, i_permission text, out code text, out account identity.account)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from identity.institution i where i.institution_id = i_c.institution_id for no key update;
    perform identity.hold_dependents(a.account_id) from identity.account a
      where a.account_id = i_account and a.institution_id = i_c.institution_id and a.state <> 'rejected';
    select a.* into account
      from identity.account a
     where a.account_id = i_account and a.institution_id = i_c.institution_id and a.state <> 'rejected'
       for no key update;
    code := case
        when not found then 'not_found'
        when not identity.may_still(i_c, i_permission) then 'forbidden'
        when (account).person_id = i_c.person_id then 'own_request'
        else 'ok' end;
end;
$$;
comment on function identity.lock_managed(audit.call, uuid, text) is 'Takes the account that a manager is about to change.';
revoke all on function identity.lock_managed(audit.call, uuid, text) from public;
