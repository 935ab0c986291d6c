-- SPDX-License-Identifier: Apache-2.0
-- identity.add_step_up: keeps the proof of a moment ago until its operation
-- spends it.
-- Inputs:  i_request: operation, digest; i_proof, SHA-256 of the assertion, or
--          null for a one-time code.
-- Result:  {operation, digest, expires_at}; null where that assertion has
--          served already.
-- Tables:  identity.step_up.

create function identity.add_step_up(i_c audit.call, i_request jsonb, i_proof bytea) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_s identity.step_up;
begin
    insert into identity.step_up (session_id, operation, digest, proof, expires_at)
    select i_c.session_id, i_request ->> 'operation', i_request ->> 'digest', i_proof, statement_timestamp() + p.step_up
      from access.session_policy p
     where p.policy = i_c.policy
        on conflict (proof) do nothing
    returning * into l_s;
    return case when l_s.step_up_id is not null then jsonb_build_object(
        'operation', l_s.operation, 'digest', l_s.digest, 'expires_at', ops.format_time(l_s.expires_at)) end;
end;
$$;
comment on function identity.add_step_up(audit.call, jsonb, bytea) is 'Keeps a step-up until its operation spends it.';
revoke all on function identity.add_step_up(audit.call, jsonb, bytea) from public;
