-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_device: a device as its owner sees it.

create function identity.describe_device(i_device identity.device) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_strip_nulls(jsonb_build_object(
        'id', i_device.device_id, 'label', i_device.label, 'state', i_device.state, 'class', i_device.class,
        'transport', i_device.transport, 'thumbprint', i_device.thumbprint,
        'signer', i_device.signer, 'kid', i_device.kid, 'credential_id', i_device.credential_id,
        'review', i_device.review_id, 'renews', i_device.renews,
        'bound_at', ops.format_time(i_device.bound_at), 'expires_at', ops.format_time(i_device.expires_at),
        'revoked_at', ops.format_time(i_device.revoked_at)));
comment on function identity.describe_device(identity.device) is 'A device as its owner sees it.';
revoke all on function identity.describe_device(identity.device) from public;
