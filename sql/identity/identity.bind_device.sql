-- SPDX-License-Identifier: Apache-2.0
-- identity.bind_device: binds an account's first device.
-- Inputs:  i_account; i_transport, as identity.read_transport says;
--          i_label, what its owner calls it.
-- Result:  the device.  Tables: identity.device; writes device.bound, whose
--          digest is the signing key's thumbprint: what offline checks of
--          countersignatures rest on.

create function identity.bind_device(i_c audit.call, i_account identity.account, i_transport jsonb, i_label text)
    returns identity.device
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device;
begin
    insert into identity.device as d (account_id, label, class, transport, thumbprint, kid, signing_key, state, bound_at)
    values (i_account.account_id, i_label, i_transport ->> 'class', i_transport ->> 'transport',
            i_transport ->> 'thumbprint', i_transport ->> 'kid', decode(i_transport ->> 'spki', 'hex'), 'bound',
            statement_timestamp())
    on conflict (thumbprint) do update
       set label = excluded.label, kid = excluded.kid, signing_key = excluded.signing_key,
           state = 'bound', bound_at = excluded.bound_at
     where d.account_id = excluded.account_id and d.state in ('pinned', 'bound') -- bound: begun anew
    returning * into strict l_d;
    perform audit.write_consequence(i_c, 'device.bound', 'device', l_d.device_id::text, jsonb_build_object(
        'account', i_account.account_id, 'institution', i_account.institution_id,
        'device', l_d.device_id, 'device_class', l_d.class, 'digest', l_d.kid));
    return l_d;
end;
$$;
comment on function identity.bind_device(audit.call, identity.account, jsonb, text) is 'Binds an account''s first device.';
revoke all on function identity.bind_device(audit.call, identity.account, jsonb, text) from public;
