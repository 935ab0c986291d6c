-- SPDX-License-Identifier: Apache-2.0
-- identity.end_sign_in_code: the one-time code of a sign-in whose password was right.
-- Input:   i_code: null where none was sent; attempt and step, both null where
--          the account has none to compare with.
-- Result:  ok, otp_required, or as identity.end_code.

create function identity.end_sign_in_code(i_c audit.call, i_code jsonb, out code text, out attempts_left integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if jsonb_typeof(i_code) = 'object' then
        select e.code, e.attempts_left into code, attempts_left from identity.end_code(i_c, i_code) e;
    else
        code := case when identity.needs_code(i_c) then 'otp_required' else 'ok' end;
    end if;
end;
$$;
comment on function identity.end_sign_in_code(audit.call, jsonb) is 'Checks the one-time code of a sign-in.';
revoke all on function identity.end_sign_in_code(audit.call, jsonb) from public;
