-- SPDX-License-Identifier: Apache-2.0
-- ops.describe_notification: a notification as the wire tells it.

create function ops.describe_notification(i_notification ops.notification) returns jsonb
    language sql stable
    return jsonb_build_object(
        'id', i_notification.notification_id, 'code', i_notification.code, 'at', ops.format_time(i_notification.created_at),
        'review', i_notification.review_id, 'grant', i_notification.grant_id, 'facts', i_notification.facts);
comment on function ops.describe_notification(ops.notification) is 'A notification as the wire tells it.';
revoke all on function ops.describe_notification(ops.notification) from public;
