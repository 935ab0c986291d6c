-- SPDX-License-Identifier: Apache-2.0
-- access.list_holding: the accounts that hold a permission now, by a role or by
-- a grant that counts: access.has_permission asked of all at once.

create function access.list_holding(i_permission text) returns setof uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy(); -- asked once, not of each role
begin
    return query
    select r.account_id
      from access.role_permission p
      join identity.account_role r on r.role = p.role
     where p.permission = i_permission and p.policy = l_policy
     union
    select g.account_id
      from access.grant g
     where g.permission = i_permission and g.state = 'granted' and g.until_at > statement_timestamp();
end;
$$;
comment on function access.list_holding(text) is 'The accounts that hold a permission now.';
revoke all on function access.list_holding(text) from public;
