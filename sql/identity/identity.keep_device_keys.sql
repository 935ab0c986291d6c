-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_device_keys: whichever way a device gets a key, the key is
-- noted, and is none that another account has proven (GS-2.1.3).
-- Raises:  unique_violation.  Tables: identity.device_key.

create function identity.keep_device_keys() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_key text;
begin
    for l_key in select distinct k from unnest(array[new.thumbprint, new.transport_kid, new.kid]::text[]) k where k is not null loop
        if not identity.claim_device_key(new.account_id, l_key, false) then
            raise exception using errcode = 'unique_violation', constraint = 'device_key_proven_uq',
                message = 'the key of a device is another account''s';
        end if;
    end loop;
    return new;
end;
$$;
comment on function identity.keep_device_keys() is 'Notes every key that a device gets, and refuses another account''s.';
revoke all on function identity.keep_device_keys() from public;
