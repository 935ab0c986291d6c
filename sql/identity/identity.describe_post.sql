-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_post: what a review of a transfer pins: the old post, the
-- new one, and the devices that go with it.

create function identity.describe_post(i_account identity.account, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'from', jsonb_build_object('department', i_account.department, 'rank', i_account.rank,
                                   'roles', identity.describe_account(i_account) -> 'roles'),
        'department', i_request -> 'department', 'rank', i_request -> 'rank', 'roles', i_request -> 'roles',
        'devices', identity.list_keys(i_account.account_id));
end;
$$;
comment on function identity.describe_post(identity.account, jsonb) is 'What a review of a transfer pins.';
revoke all on function identity.describe_post(identity.account, jsonb) from public;
