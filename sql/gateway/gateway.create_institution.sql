-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_institution: proposes an institution with its departments and
-- first six people (GS-2.1.1).  The accounts come with the review's effect.
-- Input:   as in the contract, with institution (its id) and wrapped_key (hex),
--          both made by the gateway.
-- Result:  {institution, review}; refusals: forbidden, already_exists,
--          invalid_value, device_taken, undecidable.
-- Tables:  identity.institution.

create function gateway.create_institution(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'institution.create');
    l_refusal jsonb;
    l_opened  jsonb;
    l_i       identity.institution;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.lock_names();
    l_refusal := identity.check_institution(i_request);
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    l_opened := review.open_review(l_c, 'institution.admit', identity.describe_admission(i_request), jsonb_build_object(
        'institution', l_c.institution_id, 'object_type', 'institution', 'object', i_request->>'institution', 'base', 1));
    if l_opened->>'code' <> 'ok' then
        return audit.end_call(l_c, l_opened->>'code', l_opened - 'code');
    end if;
    insert into identity.institution (institution_id, code, name, kind, jurisdiction, regulator_id, naming, wrapped_key, review_id)
    values ((i_request->>'institution')::uuid, i_request->>'code', i_request->>'name', i_request->>'kind',
            i_request->>'jurisdiction', identity.find_regulator(i_request->>'regulated_by'), i_request->>'naming',
            decode(i_request->>'wrapped_key', 'hex'), (l_opened->'review'->>'id')::uuid)
    returning * into l_i;
    return audit.end_call(l_c, 'ok',
        jsonb_build_object('institution', identity.describe_institution(l_i), 'review', l_opened->'review'),
        jsonb_build_object('owner', l_i.institution_id, 'review', l_i.review_id));
end;
$$;
comment on function gateway.create_institution(jsonb, jsonb) is 'Proposes an institution.';
revoke all on function gateway.create_institution(jsonb, jsonb) from public;
grant execute on function gateway.create_institution(jsonb, jsonb) to cs_gateway;
