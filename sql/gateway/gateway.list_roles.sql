-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_roles: the roles of the policies in force and what they permit
-- (GS-3.1.1).  `retired` is given by retirement alone.
-- Result:  {items: [{role, permissions}], next}, all on one page.

create function gateway.list_roles(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'role.list');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('next', null, 'items', (
        select jsonb_agg(r.item order by r.role)
          from (select p.role, jsonb_build_object('role', p.role, 'permissions', jsonb_agg(p.permission order by p.permission)) as item
                  from access.role_permission p
                 where p.policy = l_c.policy
                 group by p.role) r)));
end;
$$;
comment on function gateway.list_roles(jsonb, jsonb) is 'The roles and what they permit.';
revoke all on function gateway.list_roles(jsonb, jsonb) from public;
grant execute on function gateway.list_roles(jsonb, jsonb) to cs_gateway;
