-- SPDX-License-Identifier: Apache-2.0
-- identity.announce_device: writes device.bound, whose digest is the signing
-- key's thumbprint: what offline checks of countersignatures rest on.

create function identity.announce_device(i_c audit.call, i_device identity.device) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform audit.write_consequence(i_c, 'device.bound', 'device', i_device.device_id::text, jsonb_build_object(
        'account', i_device.account_id,
        'institution', (select a.institution_id from identity.account a where a.account_id = i_device.account_id),
        'device', i_device.device_id, 'device_class', i_device.class, 'digest', i_device.kid, 'review', i_device.review_id));
end;
$$;
comment on function identity.announce_device(audit.call, identity.device) is 'Writes that a device is bound.';
revoke all on function identity.announce_device(audit.call, identity.device) from public;
