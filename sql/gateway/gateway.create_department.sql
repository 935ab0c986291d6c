-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_department: one more department of the own institution.
-- Input:   {code}.  Result: {department: {code}}; refusals: forbidden,
--          already_exists, invalid_value.
-- Tables:  identity.department.

create function gateway.create_department(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_call(i_call, 'account.manage', 'department.create');
    l_code text := i_request->>'code';
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if coalesce(l_code !~ '^[a-z][a-z0-9_.]{0,63}$', true) then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/code", "detail": "lower-case letters, digits, dots and underscores, a letter first"}');
    end if;
    insert into identity.department (institution_id, code) values (l_c.institution_id, l_code) on conflict do nothing;
    if not found then
        return audit.end_call(l_c, 'already_exists', '{"pointer": "/code"}');
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('department', jsonb_build_object('code', l_code)),
                          jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.create_department(jsonb, jsonb) is 'Adds a department.';
revoke all on function gateway.create_department(jsonb, jsonb) from public;
grant execute on function gateway.create_department(jsonb, jsonb) to cs_gateway;
