-- SPDX-License-Identifier: Apache-2.0
-- access.has_permission: does an account hold a permission now, by a role or by
-- a grant that counts.

create function access.has_permission(i_account uuid, i_permission text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy(); -- asked once, not of each role
begin
    return exists (
        select
          from identity.account_role r
          join access.role_permission p on p.role = r.role
          join identity.account a on a.account_id = r.account_id
         where r.account_id = i_account and p.permission = i_permission and p.policy = l_policy
           and (a.kind = 'person' or access.is_for_services(p.policy, p.permission))) or exists (
        select
          from access.grant g
         where g.account_id = i_account and g.permission = i_permission and g.state = 'granted' and g.until_at > statement_timestamp());
end;
$$;
comment on function access.has_permission(uuid, text) is 'Whether an account holds a permission under the policies in force.';
revoke all on function access.has_permission(uuid, text) from public;
