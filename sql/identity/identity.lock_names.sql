-- SPDX-License-Identifier: Apache-2.0
-- identity.lock_names: whoever proposes or admits somebody holds the platform's
-- row, so that codes, names, people and keys that were found free stay so.
-- Tables:  identity.platform (row lock).

create function identity.lock_names() returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from identity.platform for no key update;
end;
$$;
comment on function identity.lock_names() is 'Keeps names, people and keys that were found free, until the call ends.';
revoke all on function identity.lock_names() from public;
