-- SPDX-License-Identifier: Apache-2.0
-- ops.note_months: clock work: where the log has a place for less than a year,
-- for months could not be made, people are told while there is time.
-- Result:  1 where that is an entry, else 0.  Raises the alert log_ending.

create function ops.note_months(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_months integer := audit.count_months();
    l_alert  uuid;
begin
    if l_months >= 12 then
        return 0;
    end if;
    l_alert := ops.raise_alert(i_c, 'log_ending', 'critical', jsonb_build_object('months', l_months));
    return (select (a.count = 1)::integer from ops.alert a where a.alert_id = l_alert);
end;
$$;
comment on function ops.note_months(audit.call) is 'Tells that the log will soon have no place for an entry.';
revoke all on function ops.note_months(audit.call) from public;
