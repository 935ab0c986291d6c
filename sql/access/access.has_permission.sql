-- SPDX-License-Identifier: Apache-2.0
-- access.has_permission: does an account hold a permission now.

create function access.has_permission(i_account uuid, i_permission text) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
    return i_permission in (select access.list_permissions(i_account));
comment on function access.has_permission(uuid, text) is 'Whether an account holds a permission under the policies in force.';
revoke all on function access.has_permission(uuid, text) from public;
