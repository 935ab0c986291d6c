-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_output: what a password is compared with from now on: of a new
-- one, or of the same one under other parameters or another pepper.
-- Input:   i_new: output, salt (hex), memory_kib, iterations, parallelism, pepper.
-- Tables:  identity.credential.

create function identity.keep_output(i_account uuid, i_new jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.credential c
       set salt = decode(i_new ->> 'salt', 'hex'), memory_kib = (i_new ->> 'memory_kib')::integer,
           iterations = (i_new ->> 'iterations')::integer, parallelism = (i_new ->> 'parallelism')::integer,
           pepper = (i_new ->> 'pepper')::integer, output_digest = sha256(decode(i_new ->> 'output', 'hex'))
     where c.account_id = i_account;
end;
$$;
comment on function identity.keep_output(uuid, jsonb) is 'Keeps what a password is compared with.';
revoke all on function identity.keep_output(uuid, jsonb) from public;
