-- SPDX-License-Identifier: Apache-2.0
-- identity.check_recovery: have enough of the offline keys signed exactly this
-- challenge.  A key counts once, however often it signed.
-- Input:   i_signatures, compact JWSs of typ recovery+jws.

create function identity.check_recovery(i_recovery identity.recovery, i_signatures jsonb) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select count(distinct k.kid) >= (select p.recovery_needed from identity.platform p)
      from identity.recovery_key k, jsonb_array_elements_text(i_signatures) s
     where (countersign.open_jws(s, 'recovery+jws', k.public_key) -> 'payload')::text = i_recovery.payload::jsonb::text;
$$;
comment on function identity.check_recovery(identity.recovery, jsonb) is 'Whether enough of the offline keys signed a challenge.';
revoke all on function identity.check_recovery(identity.recovery, jsonb) from public;
