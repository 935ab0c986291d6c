-- SPDX-License-Identifier: Apache-2.0
-- identity.hold_dependents: locks an account's row and those of the accounts
-- that somebody must answer for with it, partners' and services', in the order
-- of their ids: what ends the one suspends the others.
-- Tables:  identity.account (row locks).

create function identity.hold_dependents(i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from identity.account a
      where a.account_id = i_account or a.liaison_id = i_account
         or a.account_id in (select s.account_id from identity.service s where s.owner_id = i_account)
      order by a.account_id for no key update;
end;
$$;
comment on function identity.hold_dependents(uuid) is 'Locks an account and those that rest on it.';
revoke all on function identity.hold_dependents(uuid) from public;
