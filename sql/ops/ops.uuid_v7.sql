-- SPDX-License-Identifier: Apache-2.0
-- ops.uuid_v7: a new UUIDv7 (RFC 9562) by the database's clock.
-- The 12 bits behind the milliseconds hold their fraction, so that ids made
-- by one transaction stand in the order in which they were made.

create function ops.uuid_v7() returns uuid
    language plpgsql volatile parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_us numeric := extract(epoch from clock_timestamp()) * 1000000;
begin
    return (lpad(to_hex(floor(l_us / 1000)::bigint), 12, '0')
            || '7' || lpad(to_hex(floor((l_us % 1000) * 4.096)::int), 3, '0')
            || substr(gen_random_uuid()::text, 20, 4) || substr(gen_random_uuid()::text, 25))::uuid;
end;
$$;
comment on function ops.uuid_v7() is 'A new UUIDv7 by the database''s clock.';
revoke all on function ops.uuid_v7() from public;
