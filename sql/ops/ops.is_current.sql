-- SPDX-License-Identifier: Apache-2.0
-- ops.is_current: is an id's time within 5 s of the database's clock.
-- Result:  false also for what is no UUIDv7.

create function ops.is_current(i_id uuid) returns boolean
    language sql stable
    return coalesce(abs(extract(epoch from ops.uuid_time(i_id) - statement_timestamp())) <= 5, false);
comment on function ops.is_current(uuid) is 'Whether an id''s time is within 5 s of the database''s clock.';
revoke all on function ops.is_current(uuid) from public;
