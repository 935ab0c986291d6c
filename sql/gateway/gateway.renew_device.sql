-- SPDX-License-Identifier: Apache-2.0
-- gateway.renew_device: a new transport key in the place of an old one of the
-- same kind, which the device's signing key vouches for.  Both hold for the
-- overlap; nobody else is asked, for nobody new comes in (GS-2.1.3).
-- Input:   {device, certificate | key, proof}: proof is a JWS, or of a passkey
--          {signing_input, assertion}, over {v, aud, account, device,
--          thumbprint, at}.  A passkey or separate key goes over to the new device.
-- Result:  {device}; refusals: not_found, conflict when it was renewed before,
--          invalid_value, device_taken.
-- Tables:  identity.account (row lock), device_key, device.

create function gateway.renew_device(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'device.renew');
    l_old     identity.device;
    l_d       identity.device;
    l_drafted record;
    l_lack    text;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform from identity.account a where a.account_id = l_c.account_id for no key update;
    select d.* into l_old
      from identity.device d
     where d.device_id = ops.read_uuid(i_request->>'device') and d.account_id = l_c.account_id and d.state = 'bound'
       for no key update;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    if l_old.expires_at is not null then
        return audit.end_call(l_c, 'conflict', '{"detail": "this device was renewed before: renew its successor"}');
    end if;
    l_lack := identity.check_renewal(l_c, l_old, i_request);
    if l_lack is not null then
        return audit.end_call(l_c, 'invalid_value', jsonb_build_object('pointer', '/proof', 'detail', l_lack));
    end if;
    l_drafted := identity.draft_device(l_c, i_request);
    if l_drafted.refusal is not null then
        return audit.end_call(l_c, l_drafted.refusal->>'code', l_drafted.refusal->'body');
    end if;
    l_d := identity.succeed_device(l_c, l_old, l_drafted.device);
    return audit.end_call(l_c, 'ok', jsonb_build_object('device', identity.describe_device(l_d)),
                          jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.renew_device(jsonb, jsonb) is 'A new transport key in the place of an old one.';
revoke all on function gateway.renew_device(jsonb, jsonb) from public;
grant execute on function gateway.renew_device(jsonb, jsonb) to cs_gateway;
