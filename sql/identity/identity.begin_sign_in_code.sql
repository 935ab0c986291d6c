-- SPDX-License-Identifier: Apache-2.0
-- identity.begin_sign_in_code: reserves a try at the one-time code that came
-- with a sign-in.
-- Input:   i_sent: whether one came.
-- Result:  as identity.begin_code; ok without facts where none came, or the
--          account has none: what that means is said after the password.

create function identity.begin_sign_in_code(i_c audit.call, i_sent boolean, out code text, out facts jsonb)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    code := 'ok';
    if i_sent then
        select b.code, b.facts into code, facts from identity.begin_code(i_c) b;
    end if;
    if code = 'no_one_time_code' then
        code := 'ok';
    end if;
end;
$$;
comment on function identity.begin_sign_in_code(audit.call, boolean) is 'Reserves a try at the one-time code that came with a sign-in.';
revoke all on function identity.begin_sign_in_code(audit.call, boolean) from public;
