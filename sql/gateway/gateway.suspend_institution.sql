-- SPDX-License-Identifier: Apache-2.0
-- gateway.suspend_institution: asks that an institution be suspended; two of the
-- operator's administrators decide.
-- Input:   {institution, reason}.  Result: {institution, review}; refusals:
--          forbidden, not_found, conflict, undecidable.

create function gateway.suspend_institution(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'institution.manage', 'institution.suspend');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_institution(l_c, 'institution.suspend', 'active', i_request));
end;
$$;
comment on function gateway.suspend_institution(jsonb, jsonb) is 'Asks that an institution be suspended.';
revoke all on function gateway.suspend_institution(jsonb, jsonb) from public;
grant execute on function gateway.suspend_institution(jsonb, jsonb) to cs_gateway;
