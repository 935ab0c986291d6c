-- SPDX-License-Identifier: Apache-2.0
-- audit.is_writable: can an entry be written now.  It tries, and takes it back.
-- Raises nothing: what stops the log is an answer here.

create function audit.is_writable() returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into audit.entry (entry_id, action, outcome) values (ops.uuid_v7(), 'platform.initialised', 'done');
    raise sqlstate 'CS099';
exception
    when sqlstate 'CS099' then
        return true;
    when others then
        return false;
end;
$$;
comment on function audit.is_writable() is 'Whether an entry can be written now.';
revoke all on function audit.is_writable() from public;
