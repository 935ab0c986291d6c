-- SPDX-License-Identifier: Apache-2.0
-- audit.check_transaction: a login may alter its own role's settings, and so
-- those of every later connection; the gateway states what it needs when it
-- connects, and nothing is decided or entered where that did not hold.
-- Raises:  CS006 unless the transaction reads what is committed (a decision
--          over an older snapshot misses what was revoked meanwhile), is
--          durable when it answers, and the statement has just begun: its time is
--          what everything that ends is judged by.

create function audit.check_transaction() returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' or current_setting('synchronous_commit') not in ('on', 'remote_apply')
       or clock_timestamp() > statement_timestamp() + interval '20 seconds' then
        raise exception using
            errcode = 'CS006',
            message = 'a call is made by a statement of its own, in a transaction that is read committed and durable';
    end if;
end;
$$;
comment on function audit.check_transaction() is 'Refuses a transaction that is not read committed, would not be durable or lives in the past.';
revoke all on function audit.check_transaction() from public;
