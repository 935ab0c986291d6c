-- SPDX-License-Identifier: Apache-2.0
-- ops.read_date: a day as a client writes it, YYYY-MM-DD.
-- Result:  null for what is none, also for a 30th of February.

create function ops.read_date(i_text text) returns date
    language plpgsql immutable strict parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (ops.read_time(i_text || 'T00:00:00Z') at time zone 'UTC')::date;
end;
$$;
comment on function ops.read_date(text) is 'A day, null for anything else.';
revoke all on function ops.read_date(text) from public;
