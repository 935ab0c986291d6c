-- SPDX-License-Identifier: Apache-2.0
-- access.grant_at_once: the engine grants what is of low risk (GS-3.2), and is
-- named as who did: the entry's reason is `engine`, its digest that of the
-- facts it was graded by.
-- Result:  {code: ok, body: {grant, risk}, facts}.
-- Tables:  see access.keep_grant; writes grant.granted.

create function access.grant_at_once(i_c audit.call, i_request jsonb, i_asked jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_g access.grant := access.keep_grant(i_c, i_c, i_request, i_asked, null);
begin
    perform audit.write_consequence(i_c, 'grant.granted', 'grant', l_g.grant_id::text, jsonb_build_object(
        'owner', l_g.owner_id, 'grant', l_g.grant_id, 'purpose', l_g.purpose, 'reason_code', 'engine',
        'digest', (select ops.base64url(sha256(convert_to(k.inputs, 'UTF8'))) from access.risk k where k.grant_id = l_g.grant_id)));
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('grant', access.describe_grant(l_g), 'risk', access.describe_risk(l_g.grant_id, 'names')),
        'facts', jsonb_build_object('owner', l_g.owner_id, 'grant', l_g.grant_id));
end;
$$;
comment on function access.grant_at_once(audit.call, jsonb, jsonb) is 'The engine grants what is of low risk.';
revoke all on function access.grant_at_once(audit.call, jsonb, jsonb) from public;
