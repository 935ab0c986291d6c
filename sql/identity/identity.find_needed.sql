-- SPDX-License-Identifier: Apache-2.0
-- identity.find_needed: what could not be decided any more without a device:
-- its account has no other one that holds and is of its class or better, and
-- nobody stands in for the account.  The caller holds the institution's row.
-- Result:  null, or what depends on it.

create function identity.find_needed(i_device identity.device) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_classes constant text[] := array['software', 'hardware', 'certificate'];
begin
    if i_device.state <> 'bound' or exists (
            select from identity.live_device d
             where d.account_id = i_device.account_id and d.device_id <> i_device.device_id
               and array_position(l_classes, d.class::text) >= array_position(l_classes, i_device.class::text)) then
        return null;
    end if;
    return (select review.find_dependence(a, statement_timestamp()) from identity.account a where a.account_id = i_device.account_id);
end;
$$;
comment on function identity.find_needed(identity.device) is 'What could not be decided any more without a device.';
revoke all on function identity.find_needed(identity.device) from public;
