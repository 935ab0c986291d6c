-- SPDX-License-Identifier: Apache-2.0
-- identity.claim_device_key: notes a key as an account's, and where it was proven
-- makes it theirs for ever.  Two accounts that prove one key at once wait for
-- each other, and one gets it.  What is only named may be named by others, too:
-- else whoever has seen a public key could shut out who holds it.
-- Input:   i_proven: the caller has shown to hold it, in this very call.
-- Result:  whether it can be this account's.  Tables: identity.device_key.

create function identity.claim_device_key(i_account uuid, i_thumbprint text, i_proven boolean) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from identity.device_key k
                where k.thumbprint = i_thumbprint and k.account_id <> i_account and k.proven_at is not null) then
        return false;
    elsif not exists (select from identity.device_key k
                       where k.thumbprint = i_thumbprint and k.account_id = i_account and (k.proven_at is not null or not i_proven)) then
        insert into identity.device_key as k (thumbprint, account_id, proven_at)
        values (i_thumbprint, i_account, case when i_proven then statement_timestamp() end)
        on conflict (thumbprint, account_id) do update set proven_at = coalesce(k.proven_at, excluded.proven_at);
    end if;
    return true;
exception when unique_violation then
    return false;
end;
$$;
comment on function identity.claim_device_key(uuid, text, boolean) is 'Notes a key as an account''s, for ever where it was proven.';
revoke all on function identity.claim_device_key(uuid, text, boolean) from public;
