-- SPDX-License-Identifier: Apache-2.0
-- gateway.refresh_session: gives the caller's session another handle, so that
-- the token with the former one opens nothing; its end stays where it is.
-- What is under way goes on by the one that it began with, of the last 16.
-- Input:   {handle_digest}: SHA-256 of the new handle, hex.
-- Result:  as gateway.complete_sign_in.  Of two at once one is refused:
--          invalid_token.
-- Tables:  identity.session.

create function gateway.refresh_session(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'session.refresh');
    l_expires timestamptz;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    update identity.session s
       set handle_digest = decode(i_request->>'handle_digest', 'hex'),
           former_digests = (array_prepend(s.handle_digest, s.former_digests))[1:16], last_used_at = statement_timestamp()
     where s.session_id = l_c.session_id and s.ended_at is null
       and s.handle_digest = sha256(decode(i_call->>'handle', 'hex'))
    returning s.expires_at into l_expires;
    if not found then
        return audit.end_call(l_c, 'invalid_token', null);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object(
        'session', l_c.session_id, 'account', l_c.account_id, 'institution', l_c.institution_id,
        'expires_in', greatest(floor(extract(epoch from l_expires - statement_timestamp()))::integer, 1),
        'must', to_jsonb(identity.list_owed(l_c.account_id))));
end;
$$;
comment on function gateway.refresh_session(jsonb, jsonb) is 'Gives the callers session another handle.';
revoke all on function gateway.refresh_session(jsonb, jsonb) from public;
grant execute on function gateway.refresh_session(jsonb, jsonb) to cs_gateway;
