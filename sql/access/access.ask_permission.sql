-- SPDX-License-Identifier: Apache-2.0
-- access.ask_permission: asks for a permission: the engine grants what is of
-- low risk, people decide all else (GS-3.2).
-- Whoever has left, or has another post, while this waited asks for nothing more.
-- The person's row is held before anything is counted: of two requests at once
-- the second sees the first.  A record is held with it: it is of no other level
-- when the engine's grant is there.
-- Input:   i_request, as in gateway.request_permission.
-- Result:  {code, body, facts}, for audit.end_call.
-- Tables:  see access.keep_grant.

create function access.ask_permission(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_asked jsonb;
    l_wait  integer;
    l_code  text;
begin
    perform from identity.account a where a.account_id = i_c.account_id for share;
    if not identity.may_still(i_c, 'permission.request') then
        return '{"code": "forbidden"}';
    end if;
    perform identity.hold_person(i_c.person_id);
    perform from record.record r where r.record_id = ops.read_uuid(i_request -> 'scope' ->> 'record') for share;
    l_asked := access.find_asked(i_c, i_request);
    if l_asked ->> 'code' <> 'ok' then
        return access.refuse_asked(l_asked);
    end if;
    l_wait := access.find_wait(i_c);
    if l_wait is not null then
        return jsonb_build_object('code', 'too_many_requests', 'body', jsonb_build_object('retry_after', l_wait));
    end if;
    l_code := access.check_risk(i_c, i_request -> 'risk', access.find_risk_facts(i_c, i_request, (l_asked ->> 'owner')::uuid));
    if l_code <> 'ok' then
        return jsonb_build_object('code', l_code, 'facts', jsonb_build_object('owner', l_asked -> 'owner'));
    end if;
    return case i_request -> 'risk' ->> 'grade'
        when 'low' then access.grant_at_once(i_c, i_request, l_asked)
        else access.open_request(i_c, i_c, i_request, l_asked) end;
end;
$$;
comment on function access.ask_permission(audit.call, jsonb) is 'Asks for a permission.';
revoke all on function access.ask_permission(audit.call, jsonb) from public;
