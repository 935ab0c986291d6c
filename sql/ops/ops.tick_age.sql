-- SPDX-License-Identifier: Apache-2.0
-- ops.tick_age: how long nobody has done the clock's work; null where it never
-- was.  The work is every other second's.

create function ops.tick_age() returns interval
    language sql stable
    set search_path = pg_catalog, pg_temp
    return (select statement_timestamp() - max(n.ticked_at) from ops.node n);
comment on function ops.tick_age() is 'How long nobody has done the clock''s work.';
revoke all on function ops.tick_age() from public;
