-- SPDX-License-Identifier: Apache-2.0
-- access.is_advanced: do an account's roles and grants permit more than the
-- basic tier.

create function access.is_advanced(i_account uuid) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
          from access.list_permissions(i_account) h (permission)
          join access.permission p on p.permission = h.permission
         where p.policy = access.current_policy() and p.tier <> 'basic');
$$;
comment on function access.is_advanced(uuid) is 'Whether an account is permitted more than the basic tier.';
revoke all on function access.is_advanced(uuid) from public;
