-- SPDX-License-Identifier: Apache-2.0
-- ops.first_uuid: the least UUID of a moment, as a bound in ranges of UUIDv7s.
-- Input:   i_at.  Result: its 48-bit milliseconds, all other bits zero; what
--          lies before 1970 is before every UUIDv7, like its first moment.

create function ops.first_uuid(i_at timestamptz) returns uuid
    language sql immutable strict parallel safe
    return (lpad(to_hex(greatest(floor(extract(epoch from i_at) * 1000)::bigint, 0)), 12, '0') || repeat('0', 20))::uuid;
comment on function ops.first_uuid(timestamptz) is 'The least UUID whose UUIDv7 time is the given moment.';
revoke all on function ops.first_uuid(timestamptz) from public;
