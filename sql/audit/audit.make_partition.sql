-- SPDX-License-Identifier: Apache-2.0
-- audit.make_partition: the log's partition of one month.
-- Input:   i_month, any day of it.
-- Result:  its name.  Tables: creates audit.entry_YYYY_MM with its own guard,
--          since a statement trigger of the parent does not see a change made
--          on the partition itself.

create function audit.make_partition(i_month date) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_from timestamptz := date_trunc('month', i_month::timestamp) at time zone 'UTC';
    l_to   timestamptz := (date_trunc('month', i_month::timestamp) + interval '1 month') at time zone 'UTC';
    l_name text := to_char(i_month, '"entry_"YYYY"_"MM');
begin
    -- Made apart and then attached: who writes to the log or copies it meanwhile is not waited for.
    execute format('create table audit.%I (like audit.entry including all)', l_name);
    execute format('comment on table audit.%I is %L', l_name, 'The log''s entries of ' || to_char(i_month, 'YYYY-MM') || '.');
    perform audit.guard_table(l_name);
    execute format('alter table audit.entry attach partition audit.%I for values from (%L) to (%L)',
                   l_name, ops.first_uuid(l_from), ops.first_uuid(l_to));
    return l_name;
end;
$$;
comment on function audit.make_partition(date) is 'Creates the log''s partition of a month, append-only.';
revoke all on function audit.make_partition(date) from public;
