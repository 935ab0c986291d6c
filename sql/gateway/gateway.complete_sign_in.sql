-- SPDX-License-Identifier: Apache-2.0
-- gateway.complete_sign_in: ends a try at a password, and signs in.
-- Input:   {attempt, output, handle_digest, thumbprint, code}: the peppered
--          Argon2id output and the SHA-256 of the new session's handle, both
--          hex; code: {attempt, step} of the one-time code that came, or null;
--          rehash: the same password under newer parameters, or null.
-- Result:  {session, account, institution, expires_in, must}; refusals:
--          device_not_bound, invalid_credentials with attempts_left,
--          otp_required, invalid_otp with attempts_left, otp_used, account_locked,
--          account_not_active, terminal_limit.
-- Tables:  identity.institution, account (row locks), attempt, session.

create function gateway.complete_sign_in(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_stranger_call(i_call, 'session.begin');
    l_tried record;
    l_begun record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_c := identity.find_terminal(l_c, (
        select a.name
          from identity.attempt t
          join identity.account a on a.account_id = t.account_id
         where t.attempt_id = ops.read_uuid(i_request->>'attempt')), i_request->>'thumbprint');
    if l_c.device_id is null then
        return audit.end_call(l_c, 'device_not_bound', null);
    end if;
    perform identity.hold_institution(l_c.institution_id);
    perform identity.hold_account(l_c.account_id);
    l_tried := identity.end_attempt(l_c, ops.read_uuid(i_request->>'attempt'), 'password',
                                    identity.is_password(l_c.account_id, decode(i_request->>'output', 'hex')));
    if l_tried.code = 'ok' then
        l_tried := identity.end_sign_in_code(l_c, i_request->'code');
    else
        perform identity.void_attempt(l_c, ops.read_uuid(i_request->'code'->>'attempt'));
    end if;
    if l_tried.code <> 'ok' then
        return audit.end_call(l_c, l_tried.code, case when l_tried.code in ('invalid_credentials', 'invalid_otp') then
            jsonb_build_object('attempts_left', l_tried.attempts_left) end);
    end if;
    if jsonb_typeof(i_request->'rehash') = 'object' then
        perform identity.keep_output(l_c.account_id, i_request->'rehash');
    end if;
    l_begun := identity.begin_session(l_c, decode(i_request->>'handle_digest', 'hex'));
    if l_begun.code <> 'ok' then
        return audit.end_call(l_c, l_begun.code, null);
    end if;
    perform ops.note_sign_in(l_c);
    return audit.end_call(l_c, 'ok', jsonb_build_object(
        'session', l_begun.session, 'account', l_c.account_id, 'institution', l_c.institution_id,
        'expires_in', l_begun.expires_in, 'must', to_jsonb(identity.list_owed(l_c.account_id))));
end;
$$;
comment on function gateway.complete_sign_in(jsonb, jsonb) is 'Ends a try at a password, and signs in.';
revoke all on function gateway.complete_sign_in(jsonb, jsonb) from public;
grant execute on function gateway.complete_sign_in(jsonb, jsonb) to cs_gateway;
