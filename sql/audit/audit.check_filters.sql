-- SPDX-License-Identifier: Apache-2.0
-- audit.check_filters: whether the filters of gateway.list_entries say
-- something.  One that says nothing is refused and never left out: who asks
-- for a part of the log is not to take another for it.
-- Result:  the pointer of the first that cannot be read or names no action;
--          null when all can.

create function audit.check_filters(i_request jsonb) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select case
        when i_request ? 'from' and ops.read_time(i_request->>'from') is null then '/from'
        when i_request ? 'to' and ops.read_time(i_request->>'to') is null then '/to'
        when i_request ? 'account' and ops.read_uuid(i_request->>'account') is null then '/account'
        when i_request ? 'after' and ops.read_uuid(i_request->>'after') is null then '/after'
        when i_request ? 'trace_id' and i_request->>'trace_id' !~ '^[0-9a-f]{32}$' then '/trace_id'
        when i_request ? 'action' and not exists (select from audit.action a where a.action = i_request->>'action') then '/action'
    end;
$$;
comment on function audit.check_filters(jsonb) is 'The pointer of a filter of entries that says nothing, or null.';
revoke all on function audit.check_filters(jsonb) from public;
