-- SPDX-License-Identifier: Apache-2.0
-- access.describe_delegation: a delegation as both of them, officers and auditors
-- see it.

create function access.describe_delegation(i_delegation access.delegation) returns jsonb
    language sql stable
    return jsonb_build_object(
        'id', i_delegation.delegation_id, 'from', i_delegation.from_account_id, 'to', i_delegation.to_account_id,
        'permission', i_delegation.permission, 'starts_at', ops.format_time(i_delegation.from_at),
        'until', ops.format_time(i_delegation.until_at), 'overdue_only', i_delegation.overdue_only,
        'reason', i_delegation.reason, 'given_at', ops.format_time(i_delegation.created_at));
comment on function access.describe_delegation(access.delegation) is 'A delegation as the wire tells it.';
revoke all on function access.describe_delegation(access.delegation) from public;
