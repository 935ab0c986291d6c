-- SPDX-License-Identifier: Apache-2.0
-- audit.guard_table: makes a table of this schema append-only.
-- Input:   i_table, its name.
-- Enabled always: session_replication_role does not switch it off.

create function audit.guard_table(i_table text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger refuse_change before update or delete or truncate on audit.%I
                    for each statement execute function ops.refuse_change(''CS001'')', i_table);
    execute format('alter table audit.%I enable always trigger refuse_change', i_table);
end;
$$;
comment on function audit.guard_table(text) is 'Puts the append-only trigger on a table of the log.';
revoke all on function audit.guard_table(text) from public;
