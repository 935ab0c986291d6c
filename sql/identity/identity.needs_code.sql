-- SPDX-License-Identifier: Apache-2.0
-- identity.needs_code: does the account sign in with a one-time code besides
-- the password, here and now.  Whoever has none yet owes it instead.

create function identity.needs_code(i_c audit.call) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from access.session_policy p, identity.one_time_code o
         where p.policy = i_c.policy and p.code_at_sign_in and o.account_id = i_c.account_id and o.confirmed_at is not null);
end;
$$;
comment on function identity.needs_code(audit.call) is 'Whether a sign-in needs a one-time code.';
revoke all on function identity.needs_code(audit.call) from public;
