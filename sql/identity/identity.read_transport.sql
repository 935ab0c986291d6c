-- SPDX-License-Identifier: Apache-2.0
-- identity.read_transport: what a request to bind says of its transport key.
-- Input:   i_request: certificate (hex DER), or key (hex SubjectPublicKeyInfo
--          of a browser's key), as the gateway saw it proven.
-- Result:  {transport, class, thumbprint, kid, spki}, of a certificate with its
--          subject and validity too; null where it is neither.

create function identity.read_transport(i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return case when i_request ->> 'certificate' is not null
        then countersign.read_certificate(decode(i_request ->> 'certificate', 'hex'))
             || '{"transport": "certificate", "class": "certificate"}'
        else countersign.read_key(decode(i_request ->> 'key', 'hex'))
             || '{"transport": "browser", "class": "software"}' end;
comment on function identity.read_transport(jsonb) is 'What a request to bind says of its transport key.';
revoke all on function identity.read_transport(jsonb) from public;
