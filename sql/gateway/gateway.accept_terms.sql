-- SPDX-License-Identifier: Apache-2.0
-- gateway.accept_terms: the caller agrees to the terms of use (GS-2.1.3).
-- Input:   {version}: of the terms that were read.
-- Result:  {must}; refusal: conflict where others are in force.
-- Tables:  identity.terms_acceptance.

create function gateway.accept_terms(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'terms.accept');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if (i_request->>'version')::integer is distinct from (
        select p.version from access.terms_policy p where p.policy = l_c.policy) then
        return audit.end_call(l_c, 'conflict', '{"pointer": "/version", "detail": "other terms are in force: read them"}');
    end if;
    insert into identity.terms_acceptance (account_id, version, policy)
    values (l_c.account_id, (i_request->>'version')::integer, l_c.policy)
        on conflict do nothing;
    return audit.end_call(l_c, 'ok', jsonb_build_object('must', to_jsonb(identity.list_owed(l_c.account_id))));
end;
$$;
comment on function gateway.accept_terms(jsonb, jsonb) is 'The caller agrees to the terms of use.';
revoke all on function gateway.accept_terms(jsonb, jsonb) from public;
grant execute on function gateway.accept_terms(jsonb, jsonb) to cs_gateway;
