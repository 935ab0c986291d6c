-- SPDX-License-Identifier: Apache-2.0
-- ops.raise_alert: something that people should look at.
-- Inputs:  i_code, what; i_grade, notice, warning or critical; i_subject
--          {account, institution, network}, whom it concerns where that is
--          not the caller, and whatever else is worth telling as codes and ids.
-- Result:  the alert.  Alerts of one code, account, institution and network
--          are one row an hour: the first is an entry, the others are counted.
--          A stranger's call may leave no entry that could be the cause, so
--          its alert is entered by the next ops.announce_alerts.
-- Tables:  ops.alert; writes alert.raised.

create function ops.raise_alert(i_c audit.call, i_code text, i_grade text, i_subject jsonb) returns uuid
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_alert ops.alert;
begin
    insert into ops.alert as a (alert_id, code, grade, account_id, institution_id, network, hour_at, subject)
    values (ops.uuid_v7(), i_code, i_grade,
            coalesce((i_subject ->> 'account')::uuid, i_c.account_id),
            coalesce((i_subject ->> 'institution')::uuid, i_c.institution_id),
            coalesce(i_subject ->> 'network', ops.read_network(i_c)),
            date_trunc('hour', statement_timestamp()), i_subject - array['account', 'institution', 'network'])
    on conflict (code, account_id, institution_id, network, hour_at) do update
       set count = a.count + 1, last_at = statement_timestamp()
    returning * into l_alert;
    if l_alert.count = 1 and (i_c.account_id is not null or i_c.entry ->> 'action' in ('clock.tick', 'platform.recover')) then
        perform ops.announce_alert(i_c, l_alert);
    end if;
    return l_alert.alert_id;
end;
$$;
comment on function ops.raise_alert(audit.call, text, text, jsonb) is 'Raises an alert, or counts it with those of its hour.';
revoke all on function ops.raise_alert(audit.call, text, text, jsonb) from public;
