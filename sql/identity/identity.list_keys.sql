-- SPDX-License-Identifier: Apache-2.0
-- identity.list_keys: the transport keys of an account's live devices, as a
-- review pins them.

create function identity.list_keys(i_account uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(jsonb_agg(d.thumbprint order by d.thumbprint), '[]')
              from identity.live_device d
             where d.account_id = i_account);
end;
$$;
comment on function identity.list_keys(uuid) is 'The keys of an accounts live devices.';
revoke all on function identity.list_keys(uuid) from public;
