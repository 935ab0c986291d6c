-- SPDX-License-Identifier: Apache-2.0
-- identity.find_service: fills a call with the service of that name, when the
-- certificate is the one that its activation pinned.  The first time the
-- certificate is bound by that, once all else is well.
-- Inputs:  i_name; i_certificate, as identity.read_transport says.
-- Result:  the call, and code ok, device_not_bound, address_not_allowed or
--          account_not_active; the account's row is locked where it is ok.
-- Tables:  identity.account (row lock), device; writes device.bound.

create function identity.find_service(i_c audit.call, i_name text, i_certificate jsonb, out code text, out call audit.call)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a       identity.account;
    l_d       identity.device;
    l_active  boolean;
    l_code    text;
begin
    call := i_c;
    code := 'device_not_bound';
    select a.* into l_a
      from identity.account a
     where a.name = i_name and a.kind = 'service' and a.state <> 'rejected'
       for no key update;
    select d.* into l_d
      from identity.device d
     where d.account_id = l_a.account_id and d.thumbprint = i_certificate ->> 'thumbprint' and d.state in ('pinned', 'bound');
    if l_d.device_id is null then
        return;
    end if;
    l_active := identity.current_state(l_a) = 'active'
            and exists (select from identity.live_service s where s.account_id = l_a.account_id);
    l_code := case
        when not l_active then 'account_not_active'
        when not identity.is_service_address(l_a.account_id, ops.read_address(i_c.personal)) then 'address_not_allowed'
        else 'ok' end;
    -- One key, one account, for ever.
    if l_code = 'ok' and not identity.claim_device_key(l_a.account_id, i_certificate ->> 'kid', true) then
        return;
    elsif l_code = 'ok' and l_d.state = 'pinned' then
        l_d := identity.bind_device(call, identity.draft_first(l_a, i_certificate || jsonb_build_object(
            'transport', 'certificate', 'class', 'certificate', 'transport_kid', i_certificate -> 'kid'), l_a.name));
    end if;
    code                := l_code;
    call.account_id     := l_a.account_id;
    call.person_id      := l_a.person_id;
    call.institution_id := l_a.institution_id;
    call.department     := l_a.department;
    call.rank           := l_a.rank;
    call.kind           := l_a.kind;
    call.device_id      := l_d.device_id;
    call.device_class   := l_d.class;
end;
$$;
comment on function identity.find_service(audit.call, text, jsonb) is 'Fills a call with the service that signs in.';
revoke all on function identity.find_service(audit.call, text, jsonb) from public;
