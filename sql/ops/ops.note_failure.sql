-- SPDX-License-Identifier: Apache-2.0
-- ops.note_failure: some of the clock's work raised an error and was undone; the
-- rest goes on, and people are told, once an hour.
-- Inputs:  i_job, which; i_state, the error's SQLSTATE; i_subject, as for
--          ops.raise_alert.
-- Result:  1 the first time in an hour, else 0: whether there is an entry.

create function ops.note_failure(i_c audit.call, i_job text, i_state text, i_subject jsonb) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_alert uuid := ops.raise_alert(i_c, 'clock_failed', 'critical', jsonb_build_object('job', i_job, 'sqlstate', i_state) || i_subject);
begin
    return (select (a.count = 1)::integer from ops.alert a where a.alert_id = l_alert);
end;
$$;
comment on function ops.note_failure(audit.call, text, text, jsonb) is 'Tells that some of the work of the clock failed.';
revoke all on function ops.note_failure(audit.call, text, text, jsonb) from public;
