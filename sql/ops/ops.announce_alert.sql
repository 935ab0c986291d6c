-- SPDX-License-Identifier: Apache-2.0
-- ops.announce_alert: the entry of an alert, a consequence of the call.
-- Tables:  ops.alert, which keeps the entry's id.

create function ops.announce_alert(i_c audit.call, i_alert ops.alert) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update ops.alert a
       set entry_id = audit.write_consequence(
               i_c, 'alert.raised', 'alert', a.alert_id::text,
               jsonb_build_object('account', a.account_id, 'institution', a.institution_id, 'reason_code', a.code))
     where a.alert_id = i_alert.alert_id and a.entry_id is null;
end;
$$;
comment on function ops.announce_alert(audit.call, ops.alert) is 'Writes an alert''s entry.';
revoke all on function ops.announce_alert(audit.call, ops.alert) from public;
