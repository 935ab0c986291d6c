-- SPDX-License-Identifier: Apache-2.0
-- audit.make_month: clock work: where the log has a place for fewer than the
-- next 60 months (GS-2.2.2), it gets one for the first that has none.  It runs
-- as the tables' owner, takes nothing from its caller and is the clock's alone.
-- Result:  how many: 1 or 0.  Tables: as audit.make_partition.

create function audit.make_month() returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
    set lock_timeout = '1s' -- the log waits for nobody who works on it
as $$
declare
    l_month date;
begin
    if audit.count_months() >= 60 then
        return 0;
    end if;
    select m into l_month
      from (select (date_trunc('month', statement_timestamp() at time zone 'UTC') + n * interval '1 month')::date
              from generate_series(0, 60) n) months (m)
     where not exists (
               select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'audit.entry'::regclass and c.relname = to_char(m, '"entry_"YYYY"_"MM'))
     order by m
     limit 1;
    if not found then
        return 0;
    end if;
    perform audit.make_partition(l_month);
    return 1;
end;
$$;
comment on function audit.make_month() is 'Makes the log''s partition of the next month that has none.';
revoke all on function audit.make_month() from public, cs_door;
grant execute on function audit.make_month() to cs_clock;
