-- SPDX-License-Identifier: Apache-2.0
-- access.list_roles: the roles that accounts of an institution can be given:
-- those of management are the operator's, for whoever leads the platform
-- belongs to none of those who share through it (GS-3.1.1); `service` is every
-- service's and nobody else's (GS-2.1.3); `retired` comes by retirement alone.
-- Inputs:  i_code, the institution's; before init any is the operator's.
--          i_kind, person or service.

create function access.list_roles(i_code text, i_kind text) returns setof text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_operator text := (select i.code
                          from identity.platform p
                          join identity.institution i on i.institution_id = p.institution_id);
begin
    return query
    select distinct p.role
      from access.role_permission p
     where p.policy = access.current_policy() and p.role <> 'retired' and (p.role = 'service') = (i_kind = 'service')
       and (coalesce(i_code = l_operator, l_operator is null) or not access.is_management(p.role));
end;
$$;
comment on function access.list_roles(text, text) is 'The roles that accounts of an institution can be given.';
revoke all on function access.list_roles(text, text) from public;
