-- SPDX-License-Identifier: Apache-2.0
-- access.describe_scope: what a grant is about, as it was asked for.

create function access.describe_scope(i_grant access.grant) returns jsonb
    language sql immutable
    set search_path = pg_catalog, pg_temp
    return jsonb_strip_nulls(jsonb_build_object(
        'record', i_grant.record_id, 'type', i_grant.type, 'category', i_grant.category));
comment on function access.describe_scope(access.grant) is 'What a grant is about: a record, a type or a category.';
revoke all on function access.describe_scope(access.grant) from public;
