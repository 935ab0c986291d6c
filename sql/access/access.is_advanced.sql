-- SPDX-License-Identifier: Apache-2.0
-- access.is_advanced: do these roles permit more than the basic tier.

create function access.is_advanced(i_roles text[]) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
          from access.role_permission r
          join access.permission p on p.policy = r.policy and p.permission = r.permission
         where r.policy = access.current_policy() and r.role = any (i_roles) and p.tier <> 'basic');
$$;
comment on function access.is_advanced(text[]) is 'Whether roles permit more than the basic tier.';
revoke all on function access.is_advanced(text[]) from public;
