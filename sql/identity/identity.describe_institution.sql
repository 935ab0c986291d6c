-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_institution: an institution as lists show it.

create function identity.describe_institution(i_institution identity.institution) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'id', i_institution.institution_id, 'code', i_institution.code, 'name', i_institution.name,
        'kind', i_institution.kind, 'jurisdiction', i_institution.jurisdiction,
        'regulated_by', (select r.code from identity.institution r where r.institution_id = i_institution.regulator_id),
        'state', i_institution.state,
        'departments', (select coalesce(jsonb_agg(d.code order by d.code), '[]')
                          from identity.department d where d.institution_id = i_institution.institution_id));
comment on function identity.describe_institution(identity.institution) is 'An institution as lists show it.';
revoke all on function identity.describe_institution(identity.institution) from public;
