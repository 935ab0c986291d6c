-- SPDX-License-Identifier: Apache-2.0
-- identity.void_secrets: what an account's person knows opens nothing any more.
-- Tables:  identity.credential, former_password, one_time_code.

create function identity.void_secrets(i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform identity.keep_former(i_account);
    update identity.credential c
       set output_digest = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
     where c.account_id = i_account;
    update identity.one_time_code o
       set sealed = null, confirmed_at = null, proposed = null, proposed_at = null
     where o.account_id = i_account;
end;
$$;
comment on function identity.void_secrets(uuid) is 'Voids what an account signs in with.';
revoke all on function identity.void_secrets(uuid) from public;
