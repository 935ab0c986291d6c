-- SPDX-License-Identifier: Apache-2.0
-- identity.is_service: is an account a service and no person's.

create function identity.is_service(i_account uuid) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from identity.account a where a.account_id = i_account and a.kind = 'service');
$$;
comment on function identity.is_service(uuid) is 'Whether an account is a service.';
revoke all on function identity.is_service(uuid) from public;
