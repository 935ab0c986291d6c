-- SPDX-License-Identifier: Apache-2.0
-- identity.set_password: keeps what the first password will be compared with,
-- and spends the enrolment.
-- Input:   i_request: salt, output (hex), memory_kib, iterations, parallelism, pepper.
-- Tables:  identity.credential, identity.enrolment; writes password.set.

create function identity.set_password(i_c audit.call, i_account uuid, i_request jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into identity.credential (account_id, salt, memory_kib, iterations, parallelism, pepper, output_digest)
    values (i_account, decode(i_request ->> 'salt', 'hex'), (i_request ->> 'memory_kib')::integer,
            (i_request ->> 'iterations')::integer, (i_request ->> 'parallelism')::integer, (i_request ->> 'pepper')::integer,
            sha256(decode(i_request ->> 'output', 'hex')))
    on conflict (account_id) do update
       set salt = excluded.salt, memory_kib = excluded.memory_kib, iterations = excluded.iterations,
           parallelism = excluded.parallelism, pepper = excluded.pepper, must_change = false, output_digest = excluded.output_digest, set_at = excluded.set_at;
    update identity.enrolment e set used_at = statement_timestamp() where e.account_id = i_account;
    perform audit.write_consequence(i_c, 'password.set', 'account', i_account::text, jsonb_build_object('account', i_account));
end;
$$;
comment on function identity.set_password(audit.call, uuid, jsonb) is 'Keeps the first password of an account and spends its enrolment.';
revoke all on function identity.set_password(audit.call, uuid, jsonb) from public;
