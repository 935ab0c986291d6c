-- SPDX-License-Identifier: Apache-2.0
-- access.describe_scope: what a grant of data is about, as it was asked for; of
-- a type or a category, whose.
-- Result:  null for a function.

create function access.describe_scope(i_grant access.grant) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return case i_grant.kind when 'data' then jsonb_strip_nulls(jsonb_build_object(
        'record', i_grant.record_id, 'type', i_grant.type, 'category', i_grant.category,
        'institution', case when i_grant.record_id is null then (
            select i.code from identity.institution i where i.institution_id = i_grant.owner_id) end)) end;
comment on function access.describe_scope(access.grant) is 'What a grant is about: a record, a type or a category.';
revoke all on function access.describe_scope(access.grant) from public;
