-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_policies: the set of policies in force, for a node that starts
-- or has fallen behind.
-- Result:  {platform, policy, documents: {name: document}}, null before the
--          platform is initialised.  Policies are no secret; no entry.

create function gateway.read_policies() returns jsonb
    language sql stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'platform', p.name, 'policy', access.current_policy(),
               'documents', (select jsonb_object_agg(d.name, d.document::jsonb)
                               from access.policy_document d
                              where d.policy = access.current_policy()))
      from identity.platform p;
$$;
comment on function gateway.read_policies() is 'The set of policies in force.';
revoke all on function gateway.read_policies() from public;
grant execute on function gateway.read_policies() to cs_gateway;
