-- SPDX-License-Identifier: Apache-2.0
-- access.find_function: may somebody ask for a function permission (GS-3.1.1):
-- one that is, that they do not hold, that excludes none they hold, and of the
-- management tier only among the operator's people.
-- Result:  as access.find_asked; the owner is their own institution.

create function access.find_function(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p      access.permission;
    l_detail text;
begin
    select p.* into l_p from access.permission p where p.policy = i_c.policy and p.permission = i_request ->> 'permission';
    l_detail := case
        when not found then 'there is no such permission'
        when access.has_permission(i_c.account_id, l_p.permission) then 'you hold it'
        when l_p.tier = 'management' and i_c.institution_id <> (select o.institution_id from identity.platform o)
            then 'it belongs to management: only the operator''s people can hold it'
        else 'one person cannot hold both ' || access.find_exclusive(i_c.person_id, '{}', null, l_p.permission) end;
    if l_detail is not null then
        return jsonb_build_object('code', 'invalid_value', 'pointer', '/permission', 'detail', l_detail);
    end if;
    return jsonb_build_object('code', 'ok', 'owner', i_c.institution_id);
end;
$$;
revoke all on function access.find_function(audit.call, jsonb) from public;
comment on function access.find_function(audit.call, jsonb) is 'Whether somebody may ask for a function permission.';
