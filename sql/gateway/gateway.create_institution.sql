-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_institution: proposes an institution (GS-2.1.1).
-- Input and result: see identity.ask_admission.

create function gateway.create_institution(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'institution.create', 'institution.create');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_admission(l_c, i_request));
end;
$$;
comment on function gateway.create_institution(jsonb, jsonb) is 'Proposes an institution.';
revoke all on function gateway.create_institution(jsonb, jsonb) from public;
grant execute on function gateway.create_institution(jsonb, jsonb) to cs_gateway;
