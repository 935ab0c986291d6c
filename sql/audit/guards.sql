-- SPDX-License-Identifier: Apache-2.0
-- The log's triggers, and its partitions for six years (the floor is five, GS-2.2.2); the clock makes those that follow.

create trigger check_entry before insert on audit.entry
    for each row execute function audit.check_entry();

do $$
begin
    perform audit.guard_table(t) from unnest(array['entry', 'leaf', 'node', 'checkpoint']) t;
    perform audit.make_partition((date_trunc('month', now() at time zone 'UTC') + m * interval '1 month')::date)
       from generate_series(0, 71) m;
end $$;
