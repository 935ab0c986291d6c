-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_device: a device as its owner sees it.

create function identity.describe_device(i_device identity.device) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'id', i_device.device_id, 'label', i_device.label, 'class', i_device.class,
        'transport', i_device.transport,
        'thumbprint', i_device.thumbprint, 'bound_at', ops.format_time(i_device.bound_at));
comment on function identity.describe_device(identity.device) is 'A device as its owner sees it.';
revoke all on function identity.describe_device(identity.device) from public;
