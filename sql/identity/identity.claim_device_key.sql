-- SPDX-License-Identifier: Apache-2.0
-- identity.claim_device_key: makes a key an account's, for ever.  Two accounts
-- that claim one key at once wait for each other, and one gets it.
-- Result:  whether it is this account's now.  Tables: identity.device_key.

create function identity.claim_device_key(i_account uuid, i_thumbprint text) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into identity.device_key (thumbprint, account_id) values (i_thumbprint, i_account) on conflict do nothing;
    return exists (
        select from identity.device_key k where k.thumbprint = i_thumbprint and k.account_id = i_account);
end;
$$;
comment on function identity.claim_device_key(uuid, text) is 'Makes a key an account''s, for ever.';
revoke all on function identity.claim_device_key(uuid, text) from public;
