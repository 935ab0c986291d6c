-- SPDX-License-Identifier: Apache-2.0
-- access.project_permissions: permissions.json as rows.  What the retired
-- keep (GS-3.3) becomes the role `retired`, which nobody is given but by
-- retirement: see identity.retire_account.

create function access.project_permissions(i_policy integer, i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.permission (policy, permission, tier, service)
    select i_policy, p.key, p.value ->> 'tier', coalesce((p.value ->> 'service')::boolean, false) from jsonb_each(i_document -> 'permissions') p;
    insert into access.exclusive_pair (policy, one, other)
    select i_policy, e ->> 0, e ->> 1 from jsonb_array_elements(i_document -> 'exclusive') e;
    insert into access.role_permission (policy, role, permission)
    select i_policy, r.key, p from jsonb_each(i_document -> 'roles') r, jsonb_array_elements_text(r.value) p;
    insert into access.delegation_policy (policy, most, tiers)
    select i_policy, make_interval(days => d.most_days), d.tiers
      from jsonb_to_record(i_document -> 'delegation') d (most_days integer, tiers text[]);
    insert into access.break_glass_policy (policy, active, asked)
    select i_policy, make_interval(mins => b.active_minutes), make_interval(mins => b.asked_minutes)
      from jsonb_to_record(i_document -> 'break_glass') b (active_minutes integer, asked_minutes integer);
    insert into access.role_permission (policy, role, permission)
    select i_policy, 'retired', p from jsonb_array_elements_text(i_document -> 'retired') p;
end;
$$;
comment on function access.project_permissions(integer, jsonb) is 'Projects permissions.json.';
revoke all on function access.project_permissions(integer, jsonb) from public;
