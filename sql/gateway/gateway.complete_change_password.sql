-- SPDX-License-Identifier: Apache-2.0
-- gateway.complete_change_password: the caller's password becomes another one
-- (GS-2.1.2).  What is wrong with the new one is told to those who know the
-- present one.
-- Input:   {attempt, output, weak, former, new}: output of the present one; what
--          the gateway found weak, or null; outputs of the new one as a former
--          one; new as identity.keep_output.
-- Result:  {must}; refusals: invalid_credentials with attempts_left,
--          account_locked, weak_password with pointer /new.
-- Tables:  identity.account (row lock), attempt, credential, former_password, session.

create function gateway.complete_change_password(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'password.change');
    l_tried record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.hold_account(l_c.account_id);
    l_tried := identity.end_attempt(l_c, ops.read_uuid(i_request->>'attempt'), 'password',
                                    identity.is_password(l_c.account_id, decode(i_request->>'output', 'hex')));
    if l_tried.code <> 'ok' then
        return audit.end_call(l_c, l_tried.code, case l_tried.code when 'invalid_credentials' then
            jsonb_build_object('attempts_left', l_tried.attempts_left) end);
    end if;
    if i_request->>'weak' is not null or identity.is_former(l_c.account_id, i_request->'former') then
        return audit.end_call(l_c, 'weak_password', jsonb_build_object('pointer', '/new', 'detail', coalesce(
            i_request->>'weak', 'a password that was used before is not set again')));
    end if;
    perform identity.change_password(l_c, i_request->'new');
    return audit.end_call(l_c, 'ok', jsonb_build_object('must', to_jsonb(identity.list_owed(l_c.account_id))));
end;
$$;
comment on function gateway.complete_change_password(jsonb, jsonb) is 'The callers password becomes another one.';
revoke all on function gateway.complete_change_password(jsonb, jsonb) from public;
grant execute on function gateway.complete_change_password(jsonb, jsonb) to cs_gateway;
