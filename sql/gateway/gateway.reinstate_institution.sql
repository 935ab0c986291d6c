-- SPDX-License-Identifier: Apache-2.0
-- gateway.reinstate_institution: asks that a suspended institution be
-- reinstated; two of the operator's administrators decide.
-- Input:   {institution, reason}.  Result: {institution, review}; refusals:
--          forbidden, not_found, conflict, undecidable.

create function gateway.reinstate_institution(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'institution.manage', 'institution.reinstate');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_institution(l_c, 'institution.reinstate', 'suspended', i_request));
end;
$$;
comment on function gateway.reinstate_institution(jsonb, jsonb) is 'Asks that a suspended institution be reinstated.';
revoke all on function gateway.reinstate_institution(jsonb, jsonb) from public;
grant execute on function gateway.reinstate_institution(jsonb, jsonb) to cs_gateway;
