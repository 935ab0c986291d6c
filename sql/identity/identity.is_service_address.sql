-- SPDX-License-Identifier: Apache-2.0
-- identity.is_service_address: may a service call from this address.  The
-- address is the gateway's word (docs/THREATS.md).

create function identity.is_service_address(i_account uuid, i_address inet) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select i_address <<= any (s.addresses) from identity.service s where s.account_id = i_account), false);
$$;
comment on function identity.is_service_address(uuid, inet) is 'Whether a service may call from this address.';
revoke all on function identity.is_service_address(uuid, inet) from public;
