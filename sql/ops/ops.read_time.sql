-- SPDX-License-Identifier: Apache-2.0
-- ops.read_time: a time as a client writes it, RFC 3339 in UTC.
-- Result:  null for what is none, also for a 30th of February.

create function ops.read_time(i_text text) returns timestamptz
    language plpgsql immutable strict parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_text ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$' then
        return i_text::timestamptz;
    end if;
    return null;
exception when datetime_field_overflow or invalid_datetime_format then
    return null;
end;
$$;
comment on function ops.read_time(text) is 'A time in RFC 3339 with Z, null for anything else.';
revoke all on function ops.read_time(text) from public;
