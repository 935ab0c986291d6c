-- SPDX-License-Identifier: Apache-2.0
-- operator.begin_recovery: a challenge for the offline recovery keys.  By
-- itself it changes nothing.
-- Input:   i_request, as in identity.describe_recovery.
-- Result:  {code: ok, needed, challenge}: the members that are signed, as they
--          are (docs/PROTOCOL.recovery.md); {code: invalid_value, detail, pointer}.
-- Tables:  identity.recovery.

create function operator.begin_recovery(i_request jsonb) returns jsonb
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_what    jsonb := identity.describe_recovery(i_request);
    l_id      uuid := ops.uuid_v7();
    l_expires timestamptz := statement_timestamp() + interval '24 hours';
    l_payload jsonb;
begin
    if l_what is null then
        return identity.explain_no_recovery(i_request);
    end if;
    l_payload := l_what || jsonb_build_object(
        'v', 1, 'aud', (select p.name from identity.platform p), 'recovery', l_id, 'operation', i_request ->> 'operation',
        'keys', (select jsonb_agg(k.kid order by k.kid) from identity.recovery_key k),
        'nonce', ops.base64url(decode(replace(gen_random_uuid()::text, '-', ''), 'hex')), 'expires_at', ops.format_time(l_expires));
    insert into identity.recovery (recovery_id, operation, payload, certificate, expires_at)
    values (l_id, i_request ->> 'operation', countersign.canonicalize(l_payload::text),
            decode(i_request ->> 'certificate', 'hex'), l_expires);
    return jsonb_build_object('code', 'ok', 'needed', (select p.recovery_needed from identity.platform p), 'challenge', l_payload);
end;
$$;
comment on function operator.begin_recovery(jsonb) is 'A challenge for the offline recovery keys.';
revoke all on function operator.begin_recovery(jsonb) from public;
grant execute on function operator.begin_recovery(jsonb) to cs_operator;
