-- SPDX-License-Identifier: Apache-2.0
-- access.describe_grant: a grant as its holder and auditors see it.

create function access.describe_grant(i_grant access.grant) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'id', i_grant.grant_id, 'kind', i_grant.kind, 'account', i_grant.account_id,
        'until', ops.format_time(i_grant.until_at), 'review', i_grant.review_id,
        'granted_at', ops.format_time(i_grant.granted_at))
        || case i_grant.kind
               when 'function' then jsonb_build_object('permission', i_grant.permission)
               else jsonb_build_object(
                   'scope', access.describe_scope(i_grant), 'max_level', i_grant.max_level, 'operations', to_jsonb(i_grant.operations),
                   'purpose', i_grant.purpose, 'agreement', i_grant.agreement_id) end;
comment on function access.describe_grant(access.grant) is 'A grant as its holder sees it.';
revoke all on function access.describe_grant(access.grant) from public;
