-- SPDX-License-Identifier: Apache-2.0
-- identity.end_account: the end of an account has come: it is closed, or leaves
-- as announced (GS-2.1.1).  Where nobody could stand in for it any more, since
-- others are gone who stayed when the end was said, it is suspended instead: its
-- person does nothing from that moment on either, but the recovery keys can
-- bring it back, and not an institution that nobody can decide in.  A partner's
-- account closes at its end in any case.
-- Result:  whether there was something to do.
-- Tables:  identity.institution, account (row locks); as identity.close_account,
--          suspend_account; raises the alert last_holder_ended.

create function identity.end_account(i_c audit.call, i_account uuid) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a      identity.account;
    l_kept   identity.account;
begin
    perform from identity.institution i
      where i.institution_id = (select a.institution_id from identity.account a where a.account_id = i_account) for no key update;
    perform identity.hold_dependents(i_account);
    select a.* into l_a from identity.account a
     where a.account_id = i_account and a.ends_at <= statement_timestamp() and a.state in ('active', 'locked', 'suspended')
       for no key update;
    if not found then
        return false;
    end if;
    if l_a.state = 'active' and l_a.institution_kind <> 'partner' then
        -- As if it had no end: does anything rest on it then.
        update identity.account a set ends_at = null, leaves_as = null where a.account_id = i_account returning a.* into l_kept;
        if review.find_dependence(l_kept, statement_timestamp()) is not null then
            perform identity.suspend_account(i_c, l_kept, 'last_holder');
            perform ops.raise_alert(i_c, 'last_holder_ended', 'critical',
                jsonb_build_object('account', l_a.account_id, 'institution', l_a.institution_id));
            return true;
        end if;
        update identity.account a set ends_at = l_a.ends_at, leaves_as = l_a.leaves_as where a.account_id = i_account;
    end if;
    if l_a.leaves_as = 'retired' and l_a.state in ('active', 'locked') then -- who is locked stays so
        perform identity.retire_account(i_c, l_a);
    else
        perform identity.close_account(i_c, l_a, coalesce(l_a.leaves_as, 'ended'));
    end if;
    return true;
end;
$$;
comment on function identity.end_account(audit.call, uuid) is 'Ends an account whose time has come.';
revoke all on function identity.end_account(audit.call, uuid) from public;
