-- SPDX-License-Identifier: Apache-2.0
-- access.is_overdue: should a policy have been looked at by now (GS-1.4): its
-- day is over, by the time of UTC.

create function access.is_overdue(i_review_by date) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
    return i_review_by < (statement_timestamp() at time zone 'UTC')::date;
comment on function access.is_overdue(date) is 'Whether a policy should have been looked at by now.';
revoke all on function access.is_overdue(date) from public;
