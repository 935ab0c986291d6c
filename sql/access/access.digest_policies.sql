-- SPDX-License-Identifier: Apache-2.0
-- access.digest_policies: the digests of a set's documents, each in its one
-- form (RFC 8785): what the entry of its activation binds.
-- Result:  {name: digest}.

create function access.digest_policies(i_policy integer) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_object_agg(d.name, ops.base64url(sha256(convert_to(d.document, 'UTF8'))))
      from access.policy_document d
     where d.policy = i_policy;
$$;
comment on function access.digest_policies(integer) is 'The digests of a set''s documents.';
revoke all on function access.digest_policies(integer) from public;
