-- SPDX-License-Identifier: Apache-2.0
-- ops.count_stranger: strangers cannot fill the log (JR-11.3.2).
-- Result:  whether one more entry for an unknown caller may be written in
--          this minute; if so it is counted.  The cap is policy.
-- Tables:  ops.stranger_minute.

create function ops.count_stranger() returns boolean
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    with counted as (
        insert into ops.stranger_minute as s (minute_at, entries)
        values (date_trunc('minute', statement_timestamp()), 1)
        on conflict (minute_at) do update set entries = s.entries + 1
         where s.entries < (select p.stranger_entries_per_minute from access.log_policy p
                             where p.policy = access.current_policy())
        returning 1
    )
    select exists (select from counted);
$$;
comment on function ops.count_stranger() is 'Counts an entry for an unknown caller, unless this minute had its share.';
revoke all on function ops.count_stranger() from public;
