-- SPDX-License-Identifier: Apache-2.0
-- identity.read_transport: what a request to bind says of its transport key.
-- Input:   i_request: certificate (hex DER), or key (hex SubjectPublicKeyInfo
--          of a browser's key), as the gateway saw it proven; signing_key (hex
--          SubjectPublicKeyInfo), where another key is to sign.
-- Result:  {transport, class, thumbprint, transport_kid, signer, kid, spki}, the
--          last three of the signing key, of a certificate with its subject and
--          validity too; null where it is neither.

create function identity.read_transport(i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return (
        select t.said || jsonb_build_object('transport_kid', t.said ->> 'kid', 'signer', 'key')
               || case when i_request ->> 'signing_key' is null then '{}'
                       else countersign.read_key(decode(i_request ->> 'signing_key', 'hex')) - 'thumbprint'
                            || '{"class": "software", "signer": "separate"}' end
          from (select case when i_request ->> 'certificate' is not null
                    then countersign.read_certificate(decode(i_request ->> 'certificate', 'hex'))
                         || '{"transport": "certificate", "class": "certificate"}'
                    else countersign.read_key(decode(i_request ->> 'key', 'hex'))
                         || '{"transport": "browser", "class": "software"}' end as said) t);
comment on function identity.read_transport(jsonb) is 'What a request to bind says of its transport key.';
revoke all on function identity.read_transport(jsonb) from public;
