-- SPDX-License-Identifier: Apache-2.0
-- access.refuse_change: a set of policies that was activated stays as it was,
-- for entries and reviews name it.
-- Raises:  CS012 on update, delete or truncate, whoever tries.

create function access.refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'CS012', message = format('%s.%s is never changed', tg_table_schema, tg_table_name);
end;
$$;
comment on function access.refuse_change() is 'Trigger that refuses update, delete and truncate on what policies say.';
revoke all on function access.refuse_change() from public;
