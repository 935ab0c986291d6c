-- SPDX-License-Identifier: Apache-2.0
-- identity.retire_account: somebody who retires keeps the account, the devices
-- and the few permissions that the policy lists (GS-3.3), at the lowest rank.
-- Tables:  identity.account, account_role and as identity.end_rights; writes
--          account.retired.

create function identity.retire_account(i_c audit.call, i_account identity.account) returns identity.account
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    perform identity.end_rights(i_c, i_account, 'retirement');
    insert into identity.account_role (account_id, role) values (i_account.account_id, 'retired');
    update identity.account a
       set rank = (select r.rank from access.rank r where r.policy = i_c.policy order by r.ordinal limit 1),
           ends_at = case when a.leaves_as is null then a.ends_at end, leaves_as = null, version = a.version + 1
     where a.account_id = i_account.account_id
    returning a.* into strict l_a;
    perform audit.write_consequence(i_c, 'account.retired', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id));
    perform identity.suspend_dependents(i_c, l_a.account_id);
    return l_a;
end;
$$;
comment on function identity.retire_account(audit.call, identity.account) is 'Leaves a retired account what the retired keep.';
revoke all on function identity.retire_account(audit.call, identity.account) from public;
