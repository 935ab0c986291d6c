-- SPDX-License-Identifier: Apache-2.0
-- identity.apply_recovery: does what the offline keys signed, and nothing else.
-- Result:  ok, facts_moved where the version that it was signed over moved, or
--          device_taken.
-- Tables:  identity.account, device, access.policy_set; writes device.bound,
--          account.recovered or policy.activated.

create function identity.apply_recovery(i_c audit.call, i_recovery identity.recovery) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_signed jsonb := i_recovery.payload::jsonb;
    l_a      identity.account;
begin
    if i_recovery.operation = 'policy.activate' then
        if access.current_policy() <> (l_signed ->> 'base')::integer then
            return 'facts_moved';
        end if;
        perform access.announce_policies(i_c, access.activate_policies((
            select jsonb_object_agg(d.name, d.document::jsonb)
              from access.policy_document d
             where d.policy = (l_signed ->> 'policy')::integer)), null);
        return 'ok';
    end if;
    select a.* into l_a
      from identity.account a
     where a.account_id = (l_signed ->> 'account')::uuid and a.version = (l_signed ->> 'base')::integer
       for no key update;
    if not found then
        return 'facts_moved';
    end if;
    if i_recovery.operation = 'account.reinstate' then
        update identity.account a
           set state = 'active', cleared_at = clock_timestamp(), version = a.version + 1
         where a.account_id = l_a.account_id;
        perform audit.write_consequence(i_c, 'account.recovered', 'account', l_a.account_id::text, jsonb_build_object(
            'account', l_a.account_id, 'institution', l_a.institution_id));
        return 'ok';
    end if;
    if not identity.claim_device_key(l_a.account_id, l_signed ->> 'thumbprint', true)
       or not identity.claim_device_key(l_a.account_id, l_signed ->> 'kid', true)
       or exists (select from identity.device d
                   where d.account_id = l_a.account_id
                     and (d.state <> 'pinned' and d.thumbprint = l_signed ->> 'thumbprint' or d.kid = l_signed ->> 'kid')) then
        return 'device_taken';
    end if;
    perform identity.bind_device(i_c, identity.draft_first(l_a, identity.read_transport(
        jsonb_build_object('certificate', encode(i_recovery.certificate, 'hex'))), 'by recovery'));
    return 'ok';
end;
$$;
comment on function identity.apply_recovery(audit.call, identity.recovery) is 'Does what the offline keys signed.';
revoke all on function identity.apply_recovery(audit.call, identity.recovery) from public;
