-- SPDX-License-Identifier: Apache-2.0
-- gateway.remove_device: gives up one of the caller's devices for ever, and ends
-- its sessions (GS-2.1.3).  A lost or stolen one must go at once, so nobody is
-- asked; but the last one goes only with the word that this is meant, since
-- after that the way back is a reset, which others decide.  And whom nobody
-- could stand in for keeps a device by which to decide: one person's power ends
-- there, as with suspension.  Under a break-glass it is anybody's of the
-- institution, also who is needed.
-- Input:   {device, last}: last is true where that is meant.
-- Result:  nothing; refusals: not_found, last_device, last_holder.
-- Tables:  identity.institution, account (row locks), device, session, review.review.

create function gateway.remove_device(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := audit.begin_call(i_call, null, 'device.remove');
    l_d      identity.device;
    l_whose  uuid;
    l_glass  uuid;
    l_needed text;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform from identity.institution i where i.institution_id = l_c.institution_id for no key update;
    l_glass := access.find_break_glass(l_c);
    select a.account_id into l_whose
      from identity.device d
      join identity.account a on a.account_id = d.account_id
     where d.device_id = ops.read_uuid(i_request->>'device')
       and (a.account_id = l_c.account_id or l_glass is not null and a.institution_id = l_c.institution_id)
       for no key update of a;
    if l_whose = l_c.account_id then
        l_glass := null; -- one's own goes as without
    end if;
    select d.* into l_d
      from identity.device d
     where d.device_id = ops.read_uuid(i_request->>'device') and d.account_id = l_whose and d.state <> 'revoked'
       for no key update;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    if l_d.state = 'bound' and coalesce(i_request->>'last', 'false') <> 'true' and not exists (
            select from identity.live_device d where d.account_id = l_whose and d.device_id <> l_d.device_id) then
        return audit.end_call(l_c, 'last_device', jsonb_build_object('detail',
            'it is the account''s last device: without it nobody can sign in until two others have decided a reset of '
            'the account; repeat with last=true if that is meant'));
    end if;
    l_needed := identity.find_needed(l_d);
    if l_needed is not null and l_glass is null then
        return audit.end_call(l_c, 'last_holder', jsonb_build_object('detail',
            l_needed || ' without this device: have another one confirmed first'));
    end if;
    if l_d.state in ('proposed', 'unconfirmed') then
        perform review.drop_binding(l_c, l_whose);
    else
        perform identity.revoke_device(l_c, l_d.device_id);
    end if;
    return audit.end_call(l_c, 'ok', null, jsonb_build_object('owner', l_c.institution_id) || access.use_break_glass(l_c, l_glass, 'device', l_d.device_id));
end;
$$;
comment on function gateway.remove_device(jsonb, jsonb) is 'Gives up one of the caller''s devices.';
revoke all on function gateway.remove_device(jsonb, jsonb) from public;
grant execute on function gateway.remove_device(jsonb, jsonb) to cs_gateway;
