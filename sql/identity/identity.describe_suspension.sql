-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_suspension: when an account was last suspended, by whom and
-- why, for whoever is to say whether it comes back.

create function identity.describe_suspension(i_account identity.account) returns jsonb
    language sql stable
    return jsonb_build_object('at', ops.format_time(i_account.suspended_at), 'account', i_account.suspended_by,
                              'reason', i_account.suspended_for);
comment on function identity.describe_suspension(identity.account) is 'When an account was suspended, by whom and why.';
revoke all on function identity.describe_suspension(identity.account) from public;
