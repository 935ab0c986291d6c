-- SPDX-License-Identifier: Apache-2.0
-- audit.refuse_change: the trigger behind "append-only" (GS-2.2.2).
-- Raises:  CS001 on update, delete or truncate, whoever tries.

create function audit.refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using
        errcode = 'CS001',
        message = format('%s.%s is append-only', tg_table_schema, tg_table_name);
end;
$$;
comment on function audit.refuse_change() is 'Trigger that refuses update, delete and truncate on the tables of the log.';
revoke all on function audit.refuse_change() from public;
