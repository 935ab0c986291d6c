-- SPDX-License-Identifier: Apache-2.0
-- review.refuse_removal: reviews and stages stay for ever; decisions stay as
-- they were made.
-- Raises:  CS013, whoever tries.

create function review.refuse_removal() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'CS013', message = format('%s of %s.%s is refused', lower(tg_op), tg_table_schema, tg_table_name);
end;
$$;
comment on function review.refuse_removal() is 'Trigger that refuses to remove what was asked for and decided.';
revoke all on function review.refuse_removal() from public;
