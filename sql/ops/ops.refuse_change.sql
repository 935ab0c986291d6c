-- SPDX-License-Identifier: Apache-2.0
-- ops.refuse_change: the trigger behind what stays as it was made: entries of
-- the log (GS-2.2.2), activated policies, reviews and decisions, and what an
-- institution's accounts are named by.
-- Input:   the trigger's argument, the SQLSTATE of the table's concern: CS001
--          the log, CS012 policies, CS013 reviews, CS014 names.
-- Raises:  that one, whoever tries.

create function ops.refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using
        errcode = tg_argv[0],
        message = format('%s of %s.%s is refused', lower(tg_op), tg_table_schema, tg_table_name);
end;
$$;
comment on function ops.refuse_change() is 'Trigger that refuses to change or remove what stays for ever.';
revoke all on function ops.refuse_change() from public;
