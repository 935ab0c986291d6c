-- SPDX-License-Identifier: Apache-2.0
-- identity.hold_account: locks an account's row to the end of the transaction,
-- before anything of it is compared or counted.
-- Tables:  identity.account (row lock).

create function identity.hold_account(i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from identity.account a where a.account_id = i_account for no key update;
end;
$$;
comment on function identity.hold_account(uuid) is 'Locks an accounts row.';
revoke all on function identity.hold_account(uuid) from public;
