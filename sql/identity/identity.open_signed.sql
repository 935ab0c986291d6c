-- SPDX-License-Identifier: Apache-2.0
-- identity.open_signed: what a device signed, verified by the key on record.
-- Inputs:  i_typ, what the signature is for; i_signed: a key's JWS, or with
--          i_assertion the signing input that a passkey's is of.
-- Result:  {kid, payload, sign_count}, the last of passkeys: identity.keep_count
--          keeps it; null where it does not hold.

create function identity.open_signed(i_device identity.device, i_typ text, i_signed text, i_assertion jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_device.signer <> 'passkey' and i_assertion is null then
        return countersign.open_jws(i_signed, i_typ, i_device.signing_key);
    elsif i_device.signer = 'passkey' and i_device.credential_id = i_assertion ->> 'id' then
        return countersign.open_assertion(i_signed, i_typ, i_assertion::text, i_device.signing_key, i_device.rp_id, i_device.origin);
    end if;
    return null;
end;
$$;
comment on function identity.open_signed(identity.device, text, text, jsonb) is 'What a device signed; null where it does not hold.';
revoke all on function identity.open_signed(identity.device, text, text, jsonb) from public;
