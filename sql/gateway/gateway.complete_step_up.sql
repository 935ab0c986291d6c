-- SPDX-License-Identifier: Apache-2.0
-- gateway.complete_step_up: the caller proved once more that it is they, for
-- one operation (JR-5.1, RFC 9470).
-- Input:   {attempt, step, operation, digest}; step null where the code was wrong.
-- Result:  {operation, digest, expires_at}; refusals: invalid_otp with
--          attempts_left, otp_used, account_locked.
-- Tables:  identity.account (row lock), attempt, one_time_code, step_up.

create function gateway.complete_step_up(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'session.step_up');
    l_tried record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_tried := identity.end_code(l_c, i_request);
    if l_tried.code <> 'ok' then
        return audit.end_call(l_c, l_tried.code, case l_tried.code when 'invalid_otp' then
            jsonb_build_object('attempts_left', l_tried.attempts_left) end);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('step_up', identity.add_step_up(l_c, i_request, null)));
end;
$$;
comment on function gateway.complete_step_up(jsonb, jsonb) is 'Keeps that the caller proved once more that it is they.';
revoke all on function gateway.complete_step_up(jsonb, jsonb) from public;
grant execute on function gateway.complete_step_up(jsonb, jsonb) to cs_gateway;
