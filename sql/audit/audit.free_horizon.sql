-- SPDX-License-Identifier: Apache-2.0
-- audit.free_horizon: ends the sessions of our own logins whose transaction
-- has written, or may write, for longer than any call takes.  An open
-- transaction holds back the sealing of all that came after it, and a login
-- can set its own timeouts, so whoever has its credential would stop the log.
-- Input:   i_after, how long one may be open.  Result: how many were ended.
-- cs_door is a member of the three logins (sql/roles.sql): it sees and ends
-- theirs, and nobody else's.

create function audit.free_horizon(i_after interval) returns bigint
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    select count(pg_terminate_backend(a.pid))
      from pg_stat_activity a
     where a.usename in ('cs_gateway', 'cs_sealer', 'cs_operator') and a.pid <> pg_backend_pid()
       and a.backend_xid is not null and clock_timestamp() - a.xact_start > i_after;
$$;
comment on function audit.free_horizon(interval) is 'Ends sessions of our logins whose transaction holds back the sealing.';
revoke all on function audit.free_horizon(interval) from public;
