-- SPDX-License-Identifier: Apache-2.0
-- identity.is_active: is an account active at this moment, of whatever
-- institution it is.

create function identity.is_active(i_account uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from identity.account a where a.account_id = i_account and identity.current_state(a) = 'active');
end;
$$;
comment on function identity.is_active(uuid) is 'Whether an account is active at this moment.';
revoke all on function identity.is_active(uuid) from public;
