-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_grant: one grant in whatever state, and how it was graded: its
-- holder's, or for auditors of the holder's or the owner's institution, who
-- see points, reasons and facts.
-- Input:   {grant}.  Result: the grant; refusal: not_found.

create function gateway.read_grant(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c   audit.call := audit.begin_call(i_call, null, 'grant.read');
    l_g   access.grant;
    l_own boolean;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select g.* into l_g from access.grant g where g.grant_id = ops.read_uuid(i_request->>'grant');
    -- What would have been forwarded to them, and was not, they were not to know of.
    l_own := l_g.account_id = l_c.account_id and (l_g.granted_at is not null or exists (
        select from review.review r where r.review_id = l_g.review_id and r.account_id = l_c.account_id));
    if l_g.grant_id is null or not (l_own or coalesce(l_c.institution_id in (l_g.institution_id, l_g.owner_id), false)
                                  and access.has_permission(l_c.account_id, 'entry.read')) then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok',
        access.describe_grant(l_g) || jsonb_build_object('state', l_g.state, 'risk', access.describe_risk(l_g.grant_id, case when l_own then 'names' else 'whole' end)),
        jsonb_build_object('owner', l_g.owner_id, 'grant', l_g.grant_id));
end;
$$;
comment on function gateway.read_grant(jsonb, jsonb) is 'One grant, in whatever state.';
revoke all on function gateway.read_grant(jsonb, jsonb) from public;
grant execute on function gateway.read_grant(jsonb, jsonb) to cs_gateway;
