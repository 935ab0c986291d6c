-- SPDX-License-Identifier: Apache-2.0
-- identity.is_spent: is a step of an account's one-time code used, or before
-- one that is (RFC 6238, 5.2).

create function identity.is_spent(i_account uuid, i_step bigint) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from identity.one_time_code o where o.account_id = i_account and o.last_step >= i_step);
$$;
comment on function identity.is_spent(uuid, bigint) is 'Whether a step of a one-time code is used.';
revoke all on function identity.is_spent(uuid, bigint) from public;
