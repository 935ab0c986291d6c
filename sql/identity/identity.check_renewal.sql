-- SPDX-License-Identifier: Apache-2.0
-- identity.check_renewal: does the signing key of a device vouch for the new
-- transport key, now, and is that of the old one's kind.
-- Input:   i_request, as gateway.renew_device.
-- Result:  null, or what is wrong, in words.  Tables: identity.device, whose
--          passkey's count is kept.

create function identity.check_renewal(i_c audit.call, i_device identity.device, i_request jsonb) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_proof  jsonb := i_request -> 'proof';
    l_new    jsonb := identity.read_transport(i_request);
    l_opened jsonb := identity.open_signed(i_device, 'device-renewal+jws',
        coalesce(l_proof ->> 'signing_input', i_request ->> 'proof'), l_proof -> 'assertion');
    l_signed jsonb := l_opened -> 'payload';
begin
    return case
        when l_new ->> 'transport' is distinct from i_device.transport then
            'a device is renewed by a key of its own kind; another kind is a further device'
        when l_opened is null then 'it is not signed by the device''s signing key'
        when (l_signed - 'at')::text is distinct from jsonb_build_object(
                 'v', 1, 'aud', (select p.name from identity.platform p), 'account', i_c.account_id,
                 'device', i_device.device_id, 'thumbprint', l_new ->> 'thumbprint')::text then
            'a member says something else than v, aud, account, device and thumbprint of this renewal'
        when coalesce(ops.read_time(l_signed ->> 'at') not between statement_timestamp() - interval '5 minutes'
                                                              and statement_timestamp() + interval '5 minutes', true) then
            'the member at is not of now'
        when not identity.keep_count(i_c, i_device.device_id, (l_opened ->> 'sign_count')::bigint) then
            'the passkey''s count has not grown: it is a copy' end;
end;
$$;
comment on function identity.check_renewal(audit.call, identity.device, jsonb) is 'What is wrong with the proof of a renewal; null when it holds.';
revoke all on function identity.check_renewal(audit.call, identity.device, jsonb) from public;
