-- SPDX-License-Identifier: Apache-2.0
-- gateway.complete_enrolment: binds the first device and keeps the first
-- password, once (GS-2.1.2, GS-2.1.3).
-- Input:   {account, enrolment_code, certificate | key, signing_key,
--          signing_proof, label, output,
--          salt, memory_kib, iterations, parallelism}; bytes in hex.
-- Result:  {device, must}; refusals: invalid_enrolment, device_taken,
--          invalid_value with pointer /label or those of the signing key, weak_password; undecidable where
--          nobody could confirm the device, and the code stays good.
-- Tables:  identity.account (row lock), device_key, device, credential, enrolment.

create function gateway.complete_enrolment(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_stranger_call(i_call, 'device.enrol');
    l_checked record;
    l_device  identity.device;
    l_opened  jsonb;
    l_lack    text;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform from identity.account a where a.name = i_request->>'account' and a.state = 'active' for no key update;
    l_checked := identity.check_enrolment(i_request);
    if l_checked.code = 'invalid_enrolment' then
        return ops.refuse_stranger(l_c, i_request->>'account', 'invalid_enrolment', null);
    elsif l_checked.code <> 'ok' then
        return audit.end_call(l_c, l_checked.code, null);
    end if;
    if coalesce(length(i_request->>'label') not between 1 and 256, true) then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/label", "detail": "a label has 1 to 256 characters"}');
    end if;
    l_lack := identity.check_signing_key(i_request, (l_checked.account).name, l_checked.proven);
    if l_lack is not null then
        return audit.end_call(l_c, 'invalid_value', jsonb_build_object('pointer', '/signing_proof', 'detail', l_lack));
    end if;
    if l_checked.proven->>'signer' = 'separate' and identity.must_confirm((l_checked.account).account_id, null)
       and not identity.must_confirm((l_checked.account).account_id, l_checked.proven->>'thumbprint') then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/signing_key", "detail": "whoever reviews or administers begins with the key that was confirmed; another signing key is a further device''s"}');
    end if;
    if identity.is_former((l_checked.account).account_id, i_request->'former') then
        return audit.end_call(l_c, 'weak_password',
            '{"pointer": "/password", "detail": "a password that was used before is not set again"}');
    end if;
    if not identity.claim_device_key((l_checked.account).account_id, l_checked.proven->>'thumbprint', true)
       or not identity.claim_device_key((l_checked.account).account_id, l_checked.proven->>'transport_kid', true)
       or not identity.claim_device_key((l_checked.account).account_id, l_checked.proven->>'kid', true) then
        return audit.end_call(l_c, 'device_taken', null);
    end if;
    l_c := identity.speak_for(l_c, l_checked.account);
    l_device := identity.draft_first(l_checked.account, l_checked.proven, i_request->>'label');
    if identity.must_confirm(l_c.account_id, l_device.thumbprint) then
        l_opened := identity.open_binding(l_c, l_device, null);
        if l_opened->>'code' <> 'ok' then
            return audit.end_call(l_c, l_opened->>'code', l_opened - 'code');
        end if;
        l_device.review_id := (l_opened->'review'->>'id')::uuid;
    end if;
    -- Begun anew after a reset; what was refused above leaves what waits as it is.
    perform review.drop_binding(l_c, l_c.account_id);
    l_device := identity.bind_device(l_c, l_device);
    perform identity.revoke_device(l_c, d.device_id) from identity.device d where d.account_id = l_c.account_id and d.state = 'pinned';
    perform identity.set_password(l_c, i_request);
    update identity.enrolment e set used_at = statement_timestamp() where e.account_id = l_c.account_id;
    l_c.device_id    := l_device.device_id;
    l_c.device_class := l_device.class;
    return audit.end_call(l_c, 'ok', jsonb_build_object(
        'device', identity.describe_device(l_device), 'must',
        case when l_device.state = 'bound' then '[]'::jsonb else '["confirmation"]' end || to_jsonb(identity.list_owed(l_c.account_id))),
        jsonb_build_object('review', l_device.review_id));
end;
$$;
comment on function gateway.complete_enrolment(jsonb, jsonb) is 'Binds the first device and keeps the first password.';
revoke all on function gateway.complete_enrolment(jsonb, jsonb) from public;
grant execute on function gateway.complete_enrolment(jsonb, jsonb) to cs_gateway;
