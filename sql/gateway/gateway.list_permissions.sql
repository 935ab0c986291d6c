-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_permissions: the function permissions of the policies in force,
-- their tiers, and which exclude each other (GS-3.1.1).
-- Result:  {items: [{permission, tier, excludes}], next}, all on one page.

create function gateway.list_permissions(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'permission.list');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('next', null, 'items', (
        select jsonb_agg(jsonb_build_object('permission', p.permission, 'tier', p.tier, 'excludes', (
                   select coalesce(jsonb_agg(x.other order by x.other), '[]')
                     from (select case e.one when p.permission then e.other else e.one end as other
                             from access.exclusive_pair e
                            where e.policy = p.policy and p.permission in (e.one, e.other)) x))
                   order by p.permission)
          from access.permission p
         where p.policy = l_c.policy)));
end;
$$;
comment on function gateway.list_permissions(jsonb, jsonb) is 'The permissions, their tiers and exclusions.';
revoke all on function gateway.list_permissions(jsonb, jsonb) from public;
grant execute on function gateway.list_permissions(jsonb, jsonb) to cs_gateway;
