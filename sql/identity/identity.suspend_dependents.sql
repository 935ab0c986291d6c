-- SPDX-License-Identifier: Apache-2.0
-- identity.suspend_dependents: partners' accounts whose liaison has left without
-- a handover, and services whose owner has, do nothing until others decide
-- (GS-2.1.1).  The caller holds their rows (identity.hold_dependents).
-- Tables:  identity.account; writes account.suspended for each.

create function identity.suspend_dependents(i_c audit.call, i_liaison uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    for l_a in
        select a.* from identity.account a
         where (a.liaison_id = i_liaison
                or a.account_id in (select s.account_id from identity.service s where s.owner_id = i_liaison))
           and a.state in ('active', 'locked')
         order by a.account_id
           for no key update
    loop
        perform identity.suspend_account(i_c, l_a, 'liaison_left');
    end loop;
end;
$$;
comment on function identity.suspend_dependents(audit.call, uuid) is 'Suspends what rests on an account that has left.';
revoke all on function identity.suspend_dependents(audit.call, uuid) from public;
