-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_account: an account as its institution sees it.

create function identity.describe_account(i_account identity.account) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'id', i_account.account_id, 'name', i_account.name, 'kind', i_account.kind,
        'institution', (select i.code from identity.institution i where i.institution_id = i_account.institution_id),
        'department', i_account.department, 'rank', i_account.rank,
        'roles', (select coalesce(jsonb_agg(r.role order by r.role), '[]')
                    from identity.account_role r where r.account_id = i_account.account_id),
        'state', i_account.state, 'liaison', i_account.liaison_id, 'ends_at', ops.format_time(i_account.ends_at),
        'leaves_as', i_account.leaves_as, 'created_at', ops.format_time(i_account.created_at), 'review', i_account.review_id)
        || case when i_account.state = 'suspended' then jsonb_build_object('suspended', identity.describe_suspension(i_account)) else '{}' end
        || coalesce((select jsonb_build_object('owner', s.owner_id, 'addresses', to_jsonb(s.addresses), 'terminals', s.terminals)
                       from identity.service s where s.account_id = i_account.account_id), '{}');
comment on function identity.describe_account(identity.account) is 'An account as its institution sees it.';
revoke all on function identity.describe_account(identity.account) from public;
