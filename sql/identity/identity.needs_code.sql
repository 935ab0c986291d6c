-- SPDX-License-Identifier: Apache-2.0
-- identity.needs_code: does the account sign in with a one-time code besides
-- the password, here and now: always, or where something about the sign-in is
-- unusual (ops.find_signals), as the policies say.  Whoever has none yet owes
-- it instead where it is always asked for.

create function identity.needs_code(i_c audit.call) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from access.session_policy p
          join access.anomaly_policy a on a.policy = p.policy
         where p.policy = i_c.policy
           and exists (select from identity.one_time_code o where o.account_id = i_c.account_id and o.confirmed_at is not null)
           and (p.code_at_sign_in or a.one_time_code <> '{}' and a.one_time_code && ops.find_signals(i_c)));
end;
$$;
comment on function identity.needs_code(audit.call) is 'Whether a sign-in needs a one-time code.';
revoke all on function identity.needs_code(audit.call) from public;
