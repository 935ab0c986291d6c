-- SPDX-License-Identifier: Apache-2.0
-- ops.uuid_time: the moment in a UUIDv7.
-- Result:  null for a UUID of another version.

create function ops.uuid_time(i_id uuid) returns timestamptz
    language sql immutable parallel safe
    return case when substr(i_id::text, 15, 1) = '7' then
        to_timestamp(('x' || lpad(substr(i_id::text, 1, 8) || substr(i_id::text, 10, 4), 16, '0'))::bit(64)::bigint / 1000.0)
    end;
comment on function ops.uuid_time(uuid) is 'The moment in a UUIDv7, or null.';
revoke all on function ops.uuid_time(uuid) from public;
