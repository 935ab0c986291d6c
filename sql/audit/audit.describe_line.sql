-- SPDX-License-Identifier: Apache-2.0
-- audit.describe_line: a leaf's line in a log file (docs/PROTOCOL.entry.md).
-- Inputs:  the leaf; its entry and personal part, or rows of nulls.

create function audit.describe_line(i_leaf audit.leaf, i_entry audit.entry, i_personal audit.personal) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
               'leaf_index', i_leaf.leaf_index, 'entry_id', i_leaf.entry_id, 'leaf', ops.base64url(i_leaf.leaf_data))
        || case when i_entry.entry_id is null then jsonb_build_object('missing', true)
                else jsonb_build_object('core', audit.make_core(i_entry, i_leaf.n, i_leaf.origin),
                                        'salt', ops.base64url(i_leaf.salt)) end
        || case when i_personal.entry_id is null then '{}'
                else jsonb_build_object('personal', i_personal.personal,
                                        'personal_salt', ops.base64url(i_personal.salt)) end;
comment on function audit.describe_line(audit.leaf, audit.entry, audit.personal) is 'A leaf''s line in a log file.';
revoke all on function audit.describe_line(audit.leaf, audit.entry, audit.personal) from public;
