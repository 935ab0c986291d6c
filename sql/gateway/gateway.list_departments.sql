-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_departments: where people of the caller's institution work.
-- Result:  {items: [{code}], next}, all on one page.

create function gateway.list_departments(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'department.list');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('next', null, 'items', (
        select coalesce(jsonb_agg(jsonb_build_object('code', d.code) order by d.code), '[]')
          from identity.department d
         where d.institution_id = l_c.institution_id)));
end;
$$;
comment on function gateway.list_departments(jsonb, jsonb) is 'The departments of the callers institution.';
revoke all on function gateway.list_departments(jsonb, jsonb) from public;
grant execute on function gateway.list_departments(jsonb, jsonb) to cs_gateway;
