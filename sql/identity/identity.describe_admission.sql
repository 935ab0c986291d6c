-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_admission: what a review of an admission pins: what was
-- proposed, and the ids of the accounts that will come.

create function identity.describe_admission(i_request jsonb) returns jsonb
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'institution', i_request -> 'institution', 'code', i_request -> 'code', 'name', i_request -> 'name',
               'kind', i_request -> 'kind', 'jurisdiction', i_request -> 'jurisdiction',
               'regulated_by', i_request -> 'regulated_by', 'departments', i_request -> 'departments',
               'naming', i_request -> 'naming', 'people', (
                   select jsonb_agg(p || jsonb_build_object('liaison', identity.find_liaison(i_request ->> 'liaison', ops.read_time(i_request ->> 'ends_at')),
                                                            'ends_at', i_request -> 'ends_at'))
                     from jsonb_array_elements(identity.number_people(i_request -> 'people')) p), 'letter_digest', i_request -> 'letter_digest');
$$;
comment on function identity.describe_admission(jsonb) is 'What a review of an admission pins.';
revoke all on function identity.describe_admission(jsonb) from public;
