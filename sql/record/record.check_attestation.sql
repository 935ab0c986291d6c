-- SPDX-License-Identifier: Apache-2.0
-- record.check_attestation: the author's signed word that a content is true
-- and lawful (GS-2.3.2), verified here and not only by the gateway.
-- Inputs:  i_attestation, the JWS; i_device_id, whose key must have signed;
--          i_content_digest, base64url SHA-256 of the content.
-- Result:  true when it is exactly {source, content_digest, truthful: true}
--          over this content, by this key.

create function record.check_attestation(i_attestation text, i_device_id uuid, i_content_digest text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        -- Opened once, whatever is asked of it.
        with opened (payload) as materialized (
            select countersign.open_jws(i_attestation, 'attestation+jws', d.signing_key) -> 'payload'
              from identity.live_device d
             where d.device_id = i_device_id
        )
        select coalesce(bool_and(
                   o.payload ?& array['source', 'content_digest', 'truthful']
                   and o.payload - array['source', 'content_digest', 'truthful'] = '{}'
                   and jsonb_typeof(o.payload->'source') = 'string' and length(o.payload->>'source') between 1 and 2000
                   and o.payload->>'content_digest' = 'sha-256=:' || translate(i_content_digest, '-_', '+/') || '=:'
                   and o.payload->'truthful' = 'true'), false)
          from opened o
         where o.payload is not null);
end;
$$;
comment on function record.check_attestation(text, uuid, text) is 'Whether an attestation is over this content by this device''s key.';
revoke all on function record.check_attestation(text, uuid, text) from public;
