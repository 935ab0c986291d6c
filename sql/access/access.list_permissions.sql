-- SPDX-License-Identifier: Apache-2.0
-- access.list_permissions: what an account's roles and grants permit under the
-- policies in force (GS-3.1.1).  Whether the account may act at all is asked
-- elsewhere.

create function access.list_permissions(i_account uuid) returns setof text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy(); -- asked once, not of each role
begin
    return query
    select p.permission
      from identity.account_role r
      join access.role_permission p on p.role = r.role
      join identity.account a on a.account_id = r.account_id
     where r.account_id = i_account and p.policy = l_policy
       and (a.kind = 'person' or access.is_for_services(p.policy, p.permission))
     union
    select g.permission
      from access.grant g
     where g.account_id = i_account and g.permission is not null and g.state = 'granted' and g.until_at > statement_timestamp();
end;
$$;
comment on function access.list_permissions(uuid) is 'Permissions of an account under the policies in force.';
revoke all on function access.list_permissions(uuid) from public;
