-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_device_keys: whichever way a device gets a key, the key is
-- noted; the foreign keys of identity.device then refuse another account's.
-- Tables:  identity.device_key.

create function identity.keep_device_keys() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into identity.device_key (thumbprint, account_id)
    select distinct k, new.account_id from unnest(array[new.thumbprint, new.kid]::text[]) k where k is not null
    on conflict do nothing;
    return new;
end;
$$;
comment on function identity.keep_device_keys() is 'Notes every key that a device gets.';
revoke all on function identity.keep_device_keys() from public;
