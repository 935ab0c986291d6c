-- SPDX-License-Identifier: Apache-2.0
-- ops.format_time: a time as it stands in the log and on the wire.
-- Result:  RFC 3339 in UTC with six decimals and Z.

create function ops.format_time(i_at timestamptz) returns text
    language sql stable parallel safe
    return to_char(i_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
comment on function ops.format_time(timestamptz) is 'A time in RFC 3339, UTC, six decimals.';
revoke all on function ops.format_time(timestamptz) from public;
