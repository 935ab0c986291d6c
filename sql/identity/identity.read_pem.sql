-- SPDX-License-Identifier: Apache-2.0
-- identity.read_pem: the DER of a public key in PEM (RFC 7468).
-- Result:  null for anything else.

create function identity.read_pem(i_pem text) returns bytea
    language plpgsql immutable strict
    set search_path = pg_catalog, pg_temp
as $$
begin
    return decode((regexp_match(i_pem, '^\s*-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$'))[1], 'base64');
exception when invalid_parameter_value then
    return null;
end;
$$;
comment on function identity.read_pem(text) is 'The DER of a public key in PEM, null for anything else.';
revoke all on function identity.read_pem(text) from public;
