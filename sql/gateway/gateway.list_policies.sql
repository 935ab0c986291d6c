-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_policies: the documents in force (GS-1.4).
-- Result:  {policy, items: [{name, version, policy, activated_at, review_by,
--          overdue, digest}], next}, all on one page; the first `policy` is
--          the set in force, that of an item the set that brought it.

create function gateway.list_policies(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'policy.list');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('policy', l_c.policy, 'next', null, 'items', (
        select jsonb_agg(access.describe_policy(d) order by d.name)
          from access.policy_document d
         where d.policy = l_c.policy)));
end;
$$;
comment on function gateway.list_policies(jsonb, jsonb) is 'The policies in force.';
revoke all on function gateway.list_policies(jsonb, jsonb) from public;
grant execute on function gateway.list_policies(jsonb, jsonb) to cs_gateway;
