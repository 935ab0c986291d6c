-- SPDX-License-Identifier: Apache-2.0
-- access.is_management: is a role one of those without which the platform or
-- an institution could not be led: it permits something of the management
-- tier, or is one of the three administrators (GS-3.1.1).

create function access.is_management(i_role text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return i_role in ('admin.system', 'admin.security', 'admin.audit') or exists (
        select
          from access.role_permission r
          join access.permission p on p.policy = r.policy and p.permission = r.permission
         where r.policy = access.current_policy() and r.role = i_role and p.tier = 'management');
end;
$$;
comment on function access.is_management(text) is 'Whether a role belongs to management.';
revoke all on function access.is_management(text) from public;
