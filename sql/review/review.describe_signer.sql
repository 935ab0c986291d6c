-- SPDX-License-Identifier: Apache-2.0
-- review.describe_signer: the public key that a device signs with, as it is on
-- record now: a device that begins anew may have another one later.

create function review.describe_signer(i_device uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object(
                   'spki', ops.base64url(d.signing_key),
                   'passkey', case d.signer when 'passkey' then jsonb_build_object(
                       'id', d.credential_id, 'rp_id', d.rp_id, 'origin', d.origin) end)
          from identity.device d
         where d.device_id = i_device);
end;
$$;
comment on function review.describe_signer(uuid) is 'The public key that a device signs with.';
revoke all on function review.describe_signer(uuid) from public;
