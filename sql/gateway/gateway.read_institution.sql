-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_institution: one institution.  Proposed and rejected ones are
-- the operator's to see.
-- Input:   {institution}.  Result: the institution; refusal: not_found.

create function gateway.read_institution(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'institution.read');
    l_i identity.institution;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select i.* into l_i
      from identity.institution i
     where i.institution_id = ops.read_uuid(i_request->>'institution')
       and (i.state not in ('pending', 'rejected')
            or l_c.institution_id = (select p.institution_id from identity.platform p));
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok', identity.describe_institution(l_i), jsonb_build_object('owner', l_i.institution_id));
end;
$$;
comment on function gateway.read_institution(jsonb, jsonb) is 'One institution.';
revoke all on function gateway.read_institution(jsonb, jsonb) from public;
grant execute on function gateway.read_institution(jsonb, jsonb) to cs_gateway;
