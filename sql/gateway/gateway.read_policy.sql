-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_policy: one version of a policy, as it was activated, also when
-- another has taken its place.
-- Input:   {name, version}.
-- Result:  as an item of gateway.list_policies, with its document; refusal: not_found.

create function gateway.read_policy(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'policy.read');
    l_d access.policy_document;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select d.* into l_d
      from access.policy_document d
     where d.name = i_request ->> 'name' and d.version = (i_request ->> 'version')::integer
     limit 1;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok', access.describe_policy(l_d) || jsonb_build_object('document', l_d.document::jsonb));
end;
$$;
comment on function gateway.read_policy(jsonb, jsonb) is 'One version of a policy.';
revoke all on function gateway.read_policy(jsonb, jsonb) from public;
grant execute on function gateway.read_policy(jsonb, jsonb) to cs_gateway;
