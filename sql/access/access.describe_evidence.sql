-- SPDX-License-Identifier: Apache-2.0
-- access.describe_evidence: what a review's stages are checked against offline:
-- the documents that say them, in the set of its round, and the entry that
-- binds them.
-- Input:   i_size, the checkpoint's.

create function access.describe_evidence(i_policy integer, i_size bigint) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'digests', access.digest_policies(i_policy),
        'documents', (select jsonb_object_agg(d.name, d.document::jsonb)
                        from access.policy_document d
                       where d.policy = i_policy and d.name in ('reviews', 'permissions')),
        'activated', (select audit.describe_evidence(e.entry_id, i_size)
                        from audit.entry e
                       where e.action = 'policy.activated' and e.object = i_policy::text));
end;
$$;
comment on function access.describe_evidence(integer, bigint) is 'What a review''s stages are checked against offline.';
revoke all on function access.describe_evidence(integer, bigint) from public;
