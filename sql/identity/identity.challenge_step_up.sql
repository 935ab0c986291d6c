-- SPDX-License-Identifier: Apache-2.0
-- identity.challenge_step_up: what a passkey signs to step up: SHA-256 over the
-- RFC 8785 bytes of {at, aud, digest, operation, session}.
-- Input:   i_request: operation, digest, at.
-- Result:  null where `at` is no time within five minutes of now.

create function identity.challenge_step_up(i_c audit.call, i_request jsonb) returns bytea
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select sha256(convert_to(countersign.canonicalize(jsonb_build_object(
               'at', i_request -> 'at', 'aud', p.name, 'digest', i_request -> 'digest',
               'operation', i_request -> 'operation', 'session', i_c.session_id)::text), 'UTF8'))
      from identity.platform p
     where ops.read_time(i_request ->> 'at') between statement_timestamp() - interval '5 minutes'
                                                 and statement_timestamp() + interval '5 minutes';
$$;
comment on function identity.challenge_step_up(audit.call, jsonb) is 'What a passkey signs to step up; null where its time is not about now.';
revoke all on function identity.challenge_step_up(audit.call, jsonb) from public;
