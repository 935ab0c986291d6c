-- SPDX-License-Identifier: Apache-2.0
-- ops.describe_alert: an alert as the wire tells it.

create function ops.describe_alert(i_alert ops.alert) returns jsonb
    language sql stable
    return jsonb_build_object(
        'id', i_alert.alert_id, 'code', i_alert.code, 'grade', i_alert.grade, 'account', i_alert.account_id,
        'institution', i_alert.institution_id, 'network', i_alert.network, 'count', i_alert.count,
        'first_at', ops.format_time(i_alert.first_at), 'last_at', ops.format_time(i_alert.last_at),
        'subject', i_alert.subject, 'entry', i_alert.entry_id);
comment on function ops.describe_alert(ops.alert) is 'An alert as the wire tells it.';
revoke all on function ops.describe_alert(ops.alert) from public;
