-- SPDX-License-Identifier: Apache-2.0
-- identity.count_failures: how many tries of a kind stand against an account
-- since the last that succeeded, or since they were forgiven.  What was left
-- pending has failed: nothing is refunded by hanging up.  The caller holds the
-- account's row.
-- Result:  failed and pending ones, and how many may fail.
-- Tables:  identity.attempt.

create function identity.count_failures(i_account uuid, i_kind text, out failed integer, out pending integer, out most integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.attempt t
       set state = 'failed', ended_at = clock_timestamp()
      from access.password_policy p
     where p.policy = access.current_policy() and t.account_id = i_account
       and t.state = 'pending' and t.begun_at < clock_timestamp() - p.pending;
    select count(*) filter (where t.state = 'failed'), count(*) filter (where t.state = 'pending')
      into failed, pending
      from identity.attempt t
     where t.account_id = i_account and t.kind = i_kind
       and (t.state = 'pending'
            or t.state = 'failed' and t.ended_at > coalesce(greatest(
                   (select max(s.ended_at) from identity.attempt s
                     where s.account_id = i_account and s.kind = i_kind and s.state = 'succeeded'),
                   (select a.cleared_at from identity.account a where a.account_id = i_account)), '-infinity'));
    select case i_kind when 'password' then p.max_failures else s.code_max_failures end
      into strict most
      from access.password_policy p
      join access.session_policy s on s.policy = p.policy
     where p.policy = access.current_policy();
end;
$$;
comment on function identity.count_failures(uuid, text) is 'Counts the tries of a kind that stand against an account.';
revoke all on function identity.count_failures(uuid, text) from public;
