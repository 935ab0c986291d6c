-- SPDX-License-Identifier: Apache-2.0
-- access.describe_policy: a version of a policy, without what it says.
-- `policy` is the number of the set that brought it.

create function access.describe_policy(i_document access.policy_document) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'name', i_document.name, 'version', i_document.version, 'policy', s.policy,
               'activated_at', ops.format_time(s.activated_at), 'review_by', i_document.review_by,
               'overdue', access.is_overdue(i_document.review_by),
               'digest', ops.base64url(sha256(convert_to(i_document.document, 'UTF8'))))
      from access.policy_set s
     where s.policy = (select min(d.policy) from access.policy_document d
                        where d.name = i_document.name and d.version = i_document.version);
$$;
comment on function access.describe_policy(access.policy_document) is 'A version of a policy, without what it says.';
revoke all on function access.describe_policy(access.policy_document) from public;
