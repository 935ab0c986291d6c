-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_newcomer: what a review of an account pins: the person,
-- the duties, and the certificate by its thumbprint; of a service also its
-- owner, whose person it is, its addresses and terminals.  Telephone and birth
-- date are for passwords only, and nobody reviews them.

create function identity.describe_newcomer(i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'account', i_request -> 'account', 'name', i_request -> 'name', 'kind', i_request -> 'kind',
        'person', coalesce((i_request -> 'person') - array['phone', 'birth_date'], (
            select jsonb_build_object('name', p.name, 'number', p.number)
              from identity.account o
              join identity.person p on p.person_id = o.person_id
             where o.name = i_request ->> 'owner' and o.state = 'active')), 'institution', i_request -> 'institution',
        'department', i_request -> 'department', 'rank', i_request -> 'rank', 'roles', i_request -> 'roles',
        'liaison', identity.find_liaison(i_request ->> 'liaison', ops.read_time(i_request ->> 'ends_at')), 'ends_at', i_request -> 'ends_at',
        'thumbprint', countersign.read_certificate(decode(i_request ->> 'certificate', 'hex')) -> 'thumbprint')
        || case when i_request ->> 'kind' = 'service' then jsonb_build_object(
               'owner', i_request -> 'owner', 'addresses', i_request -> 'addresses',
               'terminals', coalesce(i_request -> 'terminals', '1')) else '{}' end;
comment on function identity.describe_newcomer(jsonb) is 'What a review of an account pins.';
revoke all on function identity.describe_newcomer(jsonb) from public;
