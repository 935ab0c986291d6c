-- SPDX-License-Identifier: Apache-2.0
-- gateway.void_attempts: gives back tries whose secret was not looked at, for
-- the node was too busy to begin: its overload must lock nobody out.  Only what
-- is pending: what was compared is counted, whatever the gateway says.
-- Input:   i_attempts, of one account.
-- Result:  how many; no entry, as the call that made them has none.
-- Tables:  identity.account (row lock), attempt.

create function gateway.void_attempts(i_attempts uuid[]) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_account uuid := (select t.account_id from identity.attempt t where t.attempt_id = i_attempts[1]);
    l_number  integer;
begin
    perform identity.hold_account(l_account);
    update identity.attempt t
       set state = 'void', ended_at = clock_timestamp()
     where t.attempt_id = any (i_attempts) and t.account_id = l_account and t.state = 'pending';
    get diagnostics l_number = row_count;
    return l_number;
end;
$$;
comment on function gateway.void_attempts(uuid[]) is 'Gives back tries whose secret was not looked at.';
revoke all on function gateway.void_attempts(uuid[]) from public;
grant execute on function gateway.void_attempts(uuid[]) to cs_gateway;
