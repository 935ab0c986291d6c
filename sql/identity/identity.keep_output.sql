-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_output: what a password is compared with from now on: of a
-- first or new one, or of the same one under other parameters or another pepper.
-- Input:   i_new: output, salt (hex), memory_kib, iterations, parallelism, pepper.
-- Tables:  identity.credential.

create function identity.keep_output(i_account uuid, i_new jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into identity.credential as c (account_id, salt, memory_kib, iterations, parallelism, pepper, output_digest)
    values (i_account, decode(i_new ->> 'salt', 'hex'), (i_new ->> 'memory_kib')::integer, (i_new ->> 'iterations')::integer,
            (i_new ->> 'parallelism')::integer, (i_new ->> 'pepper')::integer, sha256(decode(i_new ->> 'output', 'hex')))
        on conflict (account_id) do update
       set salt = excluded.salt, memory_kib = excluded.memory_kib, iterations = excluded.iterations,
           parallelism = excluded.parallelism, pepper = excluded.pepper, output_digest = excluded.output_digest;
end;
$$;
comment on function identity.keep_output(uuid, jsonb) is 'Keeps what a password is compared with.';
revoke all on function identity.keep_output(uuid, jsonb) from public;
