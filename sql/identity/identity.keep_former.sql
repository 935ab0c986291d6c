-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_former: remembers a password that is about to be replaced, so
-- that it is not set again (GS-2.1.2).
-- Tables:  identity.former_password.

create function identity.keep_former(i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into identity.former_password (account_id, set_at, salt, memory_kib, iterations, parallelism, pepper, output_digest)
    select c.account_id, c.set_at, c.salt, c.memory_kib, c.iterations, c.parallelism, c.pepper, c.output_digest
      from identity.credential c
     where c.account_id = i_account
        on conflict do nothing;
end;
$$;
comment on function identity.keep_former(uuid) is 'Remembers a password that is about to be replaced.';
revoke all on function identity.keep_former(uuid) from public;
