-- SPDX-License-Identifier: Apache-2.0
-- gateway.step_up_by_passkey: the caller proved once more that it is they, by
-- the passkey of the session's own device (JR-5.1, RFC 9470).
-- Input:   {assertion, at, operation, digest}: the assertion is over the
--          SHA-256 of the RFC 8785 bytes of {at, aud, digest, operation,
--          session}, `at` within five minutes.  Each of these challenges
--          serves once, whatever other signature is made over it.
-- Result:  {operation, digest, expires_at}; refusals: invalid_value,
--          invalid_assertion for all else: another device's, another origin,
--          nobody verified, replayed, a count that has not grown.
-- Tables:  identity.step_up, identity.device (whose passkey's count is kept).

create function gateway.step_up_by_passkey(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c         audit.call := audit.begin_call(i_call, null, 'session.step_up');
    l_challenge bytea;
    l_opened    jsonb;
    l_step_up   jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if not exists (select from audit.action a where a.action = i_request->>'operation' and a.kind = 'request') then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/operation", "detail": "there is no such operation"}');
    end if;
    l_challenge := identity.challenge_step_up(l_c, i_request);
    select countersign.check_assertion(l_challenge, i_request->>'assertion', d.signing_key, d.rp_id, d.origin) into l_opened
      from identity.live_device d
     where d.device_id = l_c.device_id and d.account_id = l_c.account_id and d.signer = 'passkey'
       and d.credential_id = i_request->'assertion'->>'id';
    if l_opened is not null and not exists (select from identity.step_up s where s.proof = l_challenge)
       and identity.keep_count(l_c, l_c.device_id, (l_opened->>'sign_count')::bigint) then
        l_step_up := identity.add_step_up(l_c, i_request, l_challenge);
    end if;
    if l_step_up is null then
        return audit.end_call(l_c, 'invalid_assertion', null);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('step_up', l_step_up));
end;
$$;
comment on function gateway.step_up_by_passkey(jsonb, jsonb) is 'Keeps that the caller proved by a passkey that it is they.';
revoke all on function gateway.step_up_by_passkey(jsonb, jsonb) from public;
grant execute on function gateway.step_up_by_passkey(jsonb, jsonb) to cs_gateway;
