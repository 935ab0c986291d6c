-- SPDX-License-Identifier: Apache-2.0
-- identity.succeed_device: the new device holds, the old one for the overlap
-- that the policy leaves.  What signs besides the transport key goes over.
-- Result:  the new device.  Tables: identity.device; writes device.bound.

create function identity.succeed_device(i_c audit.call, i_old identity.device, i_new identity.device)
    returns identity.device
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device := i_new;
begin
    l_d.label    := i_old.label;
    l_d.state    := 'bound';
    l_d.renews   := i_old.device_id;
    l_d.bound_at := statement_timestamp();
    if i_old.signer <> 'key' then
        l_d.signer        := i_old.signer;
        l_d.class         := i_old.class;
        l_d.kid           := i_old.kid;
        l_d.signing_key   := i_old.signing_key;
        l_d.credential_id := i_old.credential_id;
        l_d.origin        := i_old.origin;
        l_d.rp_id         := i_old.rp_id;
        l_d.sign_count    := (select d.sign_count from identity.device d where d.device_id = i_old.device_id);
    end if;
    insert into identity.device select l_d.*;
    update identity.device d
       set expires_at = statement_timestamp() + p.renewal_overlap
      from access.session_policy p
     where d.device_id = i_old.device_id and p.policy = i_c.policy;
    perform identity.announce_device(i_c, l_d);
    return l_d;
end;
$$;
comment on function identity.succeed_device(audit.call, identity.device, identity.device) is 'Puts a device in the place of another, after an overlap.';
revoke all on function identity.succeed_device(audit.call, identity.device, identity.device) from public;
