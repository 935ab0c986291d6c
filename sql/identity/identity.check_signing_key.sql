-- SPDX-License-Identifier: Apache-2.0
-- identity.check_signing_key: does whoever binds a device hold the signing key
-- that is named besides the transport key: a key that nobody proves must not
-- become an account's for ever, for it may be somebody else's.
-- Inputs:  i_request: signing_key (hex), signing_proof, a JWS by it over {v,
--          aud, account, thumbprint, at}; i_account, the account's name;
--          i_proven, as identity.read_transport says.
-- Result:  null, also where no such key is named, or what is wrong, in words.

create function identity.check_signing_key(i_request jsonb, i_account text, i_proven jsonb) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_signed jsonb := countersign.open_jws(i_request ->> 'signing_proof', 'device-key+jws',
                                           decode(i_request ->> 'signing_key', 'hex')) -> 'payload';
begin
    return case
        when i_request ->> 'signing_key' is null then null
        when l_signed is null then 'it is not signed by the signing key'
        when (l_signed - 'at')::text is distinct from jsonb_build_object(
                 'v', 1, 'aud', (select p.name from identity.platform p), 'account', i_account,
                 'thumbprint', i_proven ->> 'thumbprint')::text then
            'a member says something else than v, aud, account and thumbprint of this device'
        when coalesce(ops.read_time(l_signed ->> 'at') not between statement_timestamp() - interval '5 minutes'
                                                              and statement_timestamp() + interval '5 minutes', true) then
            'the member at is not of now' end;
end;
$$;
comment on function identity.check_signing_key(jsonb, text, jsonb) is 'What is wrong with the proof of a signing key; null when it holds.';
revoke all on function identity.check_signing_key(jsonb, text, jsonb) from public;
