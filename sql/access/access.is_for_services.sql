-- SPDX-License-Identifier: Apache-2.0
-- access.is_for_services: may services hold a permission.

create function access.is_for_services(i_policy integer, i_permission text) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from access.permission p where p.policy = i_policy and p.permission = i_permission and p.service);
$$;
comment on function access.is_for_services(integer, text) is 'Whether services may hold a permission.';
revoke all on function access.is_for_services(integer, text) from public;
