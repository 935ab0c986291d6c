-- SPDX-License-Identifier: Apache-2.0
-- ops.announce_alerts: clock work: the entries of the alerts that strangers'
-- calls raised.  A batch a tick.  Result: how many.  Tables: ops.alert.

create function ops.announce_alerts(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_alert ops.alert;
    l_count integer := 0;
begin
    for l_alert in
        select a.* from ops.alert a where a.entry_id is null order by a.alert_id limit 100 for update skip locked
    loop
        perform ops.announce_alert(i_c, l_alert);
        l_count := l_count + 1;
    end loop;
    return l_count;
end;
$$;
comment on function ops.announce_alerts(audit.call) is 'Writes the entries of alerts that strangers'' calls raised.';
revoke all on function ops.announce_alerts(audit.call) from public;
