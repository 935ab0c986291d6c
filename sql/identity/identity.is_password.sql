-- SPDX-License-Identifier: Apache-2.0
-- identity.is_password: is that the account's password.
-- Input:   i_output, the peppered Argon2id output, of which the database keeps
--          the SHA-256 only.

create function identity.is_password(i_account uuid, i_output bytea) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from identity.credential c
                    where c.account_id = i_account and c.output_digest = sha256(i_output));
$$;
comment on function identity.is_password(uuid, bytea) is 'Whether an output is that of the accounts password.';
revoke all on function identity.is_password(uuid, bytea) from public;
