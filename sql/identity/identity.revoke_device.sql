-- SPDX-License-Identifier: Apache-2.0
-- identity.revoke_device: ends a device for ever, with its sessions.  Its keys
-- stay this account's, and can never be bound again.
-- Tables:  identity.device, session; writes device.revoked.

create function identity.revoke_device(i_c audit.call, i_device uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device;
begin
    update identity.device d
       set state = 'revoked', revoked_at = statement_timestamp()
     where d.device_id = i_device and d.state <> 'revoked'
    returning d.* into l_d;
    if not found then
        return;
    end if;
    perform identity.end_sessions(i_c, array(
        select s.session_id from identity.session s where s.device_id = i_device and s.ended_at is null));
    perform audit.write_consequence(i_c, 'device.revoked', 'device', i_device::text, jsonb_build_object(
        'account', l_d.account_id,
        'institution', (select a.institution_id from identity.account a where a.account_id = l_d.account_id),
        'device', i_device, 'device_class', l_d.class, 'digest', l_d.kid));
end;
$$;
comment on function identity.revoke_device(audit.call, uuid) is 'Ends a device for ever, with its sessions.';
revoke all on function identity.revoke_device(audit.call, uuid) from public;
