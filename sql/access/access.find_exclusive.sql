-- SPDX-License-Identifier: Apache-2.0
-- access.find_exclusive: would a person hold two permissions that exclude
-- each other (GS-3.1.1), counting the roles and grants of every account of
-- theirs that is not over, and what others have delegated to them.
-- Inputs:  i_person, null for somebody new; i_roles, what is to be added;
--          i_except_account, whose roles and grants these take the place of, or
--          null; i_permission, one more to be added, or null.
-- Result:  such a pair as text, or null.

create function access.find_exclusive(i_person uuid, i_roles text[], i_except_account uuid, i_permission text default null) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with account as (
        select a.account_id
          from identity.account a
         where a.person_id = i_person and a.account_id is distinct from i_except_account and a.state not in ('closed', 'rejected')
    ), held as (
        select p.permission
          from (select unnest(i_roles) union select r.role from account a join identity.account_role r on r.account_id = a.account_id) role (role)
          join access.role_permission p on p.role = role.role
         where p.policy = access.current_policy()
         union
        select g.permission
          from account a
          join access.grant g on g.account_id = a.account_id
         where g.permission is not null and g.state = 'granted' and g.until_at > statement_timestamp()
         union
        select d.permission
          from identity.account a
          join access.delegation d on d.to_account_id = a.account_id
         where a.person_id = i_person and d.ended_at is null and d.until_at > statement_timestamp()
         union
        select i_permission
    )
    select e.one || ' and ' || e.other
      from access.exclusive_pair e
     where e.policy = access.current_policy()
       and e.one in (select permission from held) and e.other in (select permission from held)
     order by 1 limit 1;
$$;
comment on function access.find_exclusive(uuid, text[], uuid, text) is 'A pair of exclusive permissions that a person would hold together.';
revoke all on function access.find_exclusive(uuid, text[], uuid, text) from public;
