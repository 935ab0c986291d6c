-- SPDX-License-Identifier: Apache-2.0
-- identity.pin_recovery: the offline keys that can recover the platform, and
-- how many of them must sign.  Once, at its beginning.
-- Input:   i_recovery: needed, keys (PEM of public keys).
-- Raises:  CS020 for what is no key, or one that stands twice.
-- Tables:  identity.recovery_key, platform.

create function identity.pin_recovery(i_recovery jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_keys jsonb[] := array(select countersign.read_key(identity.read_pem(k))
                              from jsonb_array_elements_text(i_recovery -> 'keys') k);
begin
    if array_position(l_keys, null) is not null
       or cardinality(l_keys) <> (select count(distinct k ->> 'kid') from unnest(l_keys) k) then
        raise exception using errcode = 'CS020', message = 'recovery: each key is a public key of its own, P-256 or Ed25519, in PEM';
    end if;
    insert into identity.recovery_key (kid, public_key)
    select k ->> 'kid', decode(k ->> 'spki', 'hex') from unnest(l_keys) k;
    update identity.platform set recovery_needed = (i_recovery ->> 'needed')::integer;
    if (select p.recovery_needed not between 2 and cardinality(l_keys) from identity.platform p) then
        raise exception using errcode = 'CS020', message = 'recovery: from 2 to all of the keys are needed';
    end if;
end;
$$;
comment on function identity.pin_recovery(jsonb) is 'Pins the keys that can recover the platform.';
revoke all on function identity.pin_recovery(jsonb) from public;
