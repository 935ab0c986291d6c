-- SPDX-License-Identifier: Apache-2.0
-- identity.is_able: could an account act at this moment: it is active, and has a
-- bound device.

create function identity.is_able(i_account identity.account) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return identity.current_state(i_account) = 'active' and exists (
        select from identity.live_device d where d.account_id = i_account.account_id);
end;
$$;
comment on function identity.is_able(identity.account) is 'Whether an account could act now.';
revoke all on function identity.is_able(identity.account) from public;
