-- SPDX-License-Identifier: Apache-2.0
-- gateway.revoke_grant: takes a grant back, at once and for ever (GS-3.3): its
-- holder, who manages the accounts of its holder's institution, or who decides
-- about grants for its owner.  One person suffices: it only takes away.  Under a
-- break-glass whoever is of either institution.
-- Input:   {grant}.  Result: nothing; refusals: not_found, also where it is
--          none of the caller's, conflict where it is not in force.
-- Tables:  as access.end_grants.

create function gateway.revoke_grant(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := audit.begin_call(i_call, null, 'grant.revoke');
    l_g      access.grant;
    l_glass  uuid;
    l_reason text;
    l_facts  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_glass := access.hold_break_glass(l_c);
    select g.* into l_g from access.grant g where g.grant_id = ops.read_uuid(i_request->>'grant') for no key update;
    l_reason := case
        when l_g.account_id = l_c.account_id then 'holder'
        when l_glass is not null and l_c.institution_id in (l_g.institution_id, l_g.owner_id) then 'break_glass'
        when l_g.institution_id = l_c.institution_id and access.has_permission(l_c.account_id, 'account.manage') then 'institution'
        when l_g.owner_id = l_c.institution_id and access.has_permission(l_c.account_id, 'permission.grant.owner') then 'owner' end;
    if l_reason is null then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_facts := jsonb_build_object('owner', l_g.owner_id, 'grant', l_g.grant_id);
    if l_g.state <> 'granted' then
        return audit.end_call(l_c, 'conflict', jsonb_build_object('detail', 'it is ' || l_g.state), l_facts);
    end if;
    perform access.end_grants(l_c, array[l_g.grant_id], 'revoked', l_reason);
    return audit.end_call(l_c, 'ok', null, l_facts
        || access.use_break_glass(l_c, case l_reason when 'break_glass' then l_glass end, 'grant', l_g.grant_id));
end;
$$;
comment on function gateway.revoke_grant(jsonb, jsonb) is 'Takes a grant back.';
revoke all on function gateway.revoke_grant(jsonb, jsonb) from public;
grant execute on function gateway.revoke_grant(jsonb, jsonb) to cs_gateway;
