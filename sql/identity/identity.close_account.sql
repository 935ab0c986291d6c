-- SPDX-License-Identifier: Apache-2.0
-- identity.close_account: an account is over, for ever: sessions, duties,
-- grants, devices and secrets end with it; its id stays for the log.
-- Inputs:  i_account, whose row the caller holds; i_reason, why.
-- Tables:  identity.account, device, enrolment and as identity.end_rights;
--          writes device.revoked, account.closed.

create function identity.close_account(i_c audit.call, i_account identity.account, i_reason text) returns identity.account
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a      identity.account;
    l_device uuid;
    l_facts  jsonb := jsonb_build_object('account', i_account.account_id, 'institution', i_account.institution_id);
begin
    -- Devices before sessions, as wherever a device is revoked.
    perform from identity.device d where d.account_id = i_account.account_id order by d.device_id for no key update;
    perform identity.end_rights(i_c, i_account, 'departure');
    for l_device in
        update identity.device d
           set state = 'revoked', revoked_at = statement_timestamp()
         where d.account_id = i_account.account_id and d.state <> 'revoked'
        returning d.device_id
    loop
        perform audit.write_consequence(i_c, 'device.revoked', 'device', l_device::text, l_facts || jsonb_build_object('device', l_device));
    end loop;
    perform identity.void_secrets(i_account.account_id);
    update identity.enrolment e
       set used_at = coalesce(e.used_at, statement_timestamp()), reset_half_digest = null
     where e.account_id = i_account.account_id;
    update identity.account a
       set state = 'closed', version = a.version + 1
     where a.account_id = i_account.account_id
    returning a.* into strict l_a;
    perform audit.write_consequence(i_c, 'account.closed', 'account', l_a.account_id::text,
                                    l_facts || jsonb_build_object('reason_code', i_reason));
    perform identity.suspend_dependents(i_c, l_a.account_id);
    return l_a;
end;
$$;
comment on function identity.close_account(audit.call, identity.account, text) is 'Closes an account for ever.';
revoke all on function identity.close_account(audit.call, identity.account, text) from public;
