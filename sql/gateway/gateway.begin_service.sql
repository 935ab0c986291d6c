-- SPDX-License-Identifier: Apache-2.0
-- gateway.begin_service: signs a service in by its certificate (GS-2.1.3).
-- Input:   {client_id, certificate (hex DER), handle_digest (hex)}.
-- Result:  {session, account, institution, expires_in}; refusals:
--          device_not_bound for an unknown service and a certificate that is
--          not its own alike, too_many_requests for
--          networks that try often; address_not_allowed; account_not_active, also
--          when its owner is not.
-- Tables:  identity.institution, account (row locks), device, session.

create function gateway.begin_service(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_stranger_call(i_call, 'service.begin');
    l_found record;
    l_begun record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.hold_institution((
        select a.institution_id from identity.account a
         where a.name = i_request ->> 'client_id' and a.kind = 'service' and a.state <> 'rejected'));
    l_found := identity.find_service(l_c, i_request ->> 'client_id', identity.read_transport(i_request));
    if l_found.code = 'device_not_bound' then
        return ops.refuse_stranger(l_c, i_request ->> 'client_id', 'device_not_bound', null);
    elsif l_found.code <> 'ok' then
        return audit.end_call(l_found.call, l_found.code, null);
    end if;
    l_begun := identity.begin_service_session(l_found.call, decode(i_request ->> 'handle_digest', 'hex'));
    return audit.end_call(l_found.call, 'ok', jsonb_build_object(
        'session', l_begun.session, 'account', (l_found.call).account_id, 'institution', (l_found.call).institution_id,
        'expires_in', l_begun.expires_in));
end;
$$;
comment on function gateway.begin_service(jsonb, jsonb) is 'Signs a service in.';
revoke all on function gateway.begin_service(jsonb, jsonb) from public;
grant execute on function gateway.begin_service(jsonb, jsonb) to cs_gateway;
