-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_admission: proposes an institution with its departments and
-- first six people (GS-2.1.1).  The accounts come with the review's effect.
-- Input:   as in the contract, with institution (its id) and wrapped_key (hex),
--          both made by the gateway.
-- Result:  {code, body, facts}, for audit.end_call: {institution, review}; refusals: forbidden, already_exists,
--          invalid_value, device_taken, undecidable.
-- Tables:  identity.institution.

create function identity.ask_admission(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb;
    l_opened  jsonb;
    l_i       identity.institution;
begin
    perform identity.lock_names();
    l_refusal := identity.check_institution(i_request);
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code', 'body', l_refusal -> 'body');
    end if;
    l_opened := review.open_review(i_c, 'institution.admit', identity.describe_admission(i_request), jsonb_build_object(
        'institution', i_c.institution_id, 'object_type', 'institution', 'object', i_request ->> 'institution', 'base', 1));
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code');
    end if;
    insert into identity.institution (institution_id, code, name, kind, jurisdiction, regulator_id, naming, wrapped_key, review_id)
    values ((i_request ->> 'institution')::uuid, i_request ->> 'code', i_request ->> 'name', i_request ->> 'kind',
            i_request ->> 'jurisdiction', identity.find_regulator(i_request ->> 'regulated_by'), i_request ->> 'naming',
            decode(i_request ->> 'wrapped_key', 'hex'), (l_opened -> 'review' ->> 'id')::uuid)
    returning * into l_i;
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('institution', identity.describe_institution(l_i), 'review', l_opened -> 'review'),
        'facts', jsonb_build_object('owner', l_i.institution_id, 'review', l_i.review_id));
end;
$$;
comment on function identity.ask_admission(audit.call, jsonb) is 'Proposes an institution.';
revoke all on function identity.ask_admission(audit.call, jsonb) from public;
