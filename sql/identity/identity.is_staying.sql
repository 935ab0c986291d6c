-- SPDX-License-Identifier: Apache-2.0
-- identity.is_staying: may others rely on an account until then: nobody who has
-- given notice, and nobody whose end comes by that time.
-- Input:   i_until; null where only this moment counts.

create function identity.is_staying(i_account identity.account, i_until timestamptz) returns boolean
    language sql immutable
    set search_path = pg_catalog, pg_temp
as $$
    select i_until is null or i_account.leaves_as is null and coalesce(i_account.ends_at > i_until, true);
$$;
comment on function identity.is_staying(identity.account, timestamptz) is 'Whether others may rely on an account until then.';
revoke all on function identity.is_staying(identity.account, timestamptz) from public;
