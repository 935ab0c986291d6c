-- SPDX-License-Identifier: Apache-2.0
-- identity.hold_institution: keeps an institution's state as it is to the end
-- of the transaction: who signs in while it is being suspended either is seen
-- by that, or sees it.  Before the account's row, as everywhere.
-- Tables:  identity.institution (row lock).

create function identity.hold_institution(i_institution uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from identity.institution i where i.institution_id = i_institution for share;
end;
$$;
comment on function identity.hold_institution(uuid) is 'Keeps an institution as it is to the end of the transaction.';
revoke all on function identity.hold_institution(uuid) from public;
