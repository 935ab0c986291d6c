-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_newcomer: what a review of an account pins: the person,
-- the duties, and the certificate by its thumbprint.

create function identity.describe_newcomer(i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'account', i_request -> 'account', 'name', i_request -> 'name', 'kind', i_request -> 'kind',
        'person', i_request -> 'person', 'institution', i_request -> 'institution',
        'department', i_request -> 'department', 'rank', i_request -> 'rank', 'roles', i_request -> 'roles',
        'thumbprint', countersign.read_certificate(decode(i_request ->> 'certificate', 'hex')) -> 'thumbprint');
comment on function identity.describe_newcomer(jsonb) is 'What a review of an account pins.';
revoke all on function identity.describe_newcomer(jsonb) from public;
