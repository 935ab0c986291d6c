-- SPDX-License-Identifier: Apache-2.0
-- audit.make_core: an entry's core, the 28 members that a leaf seals.
-- Inputs:  i_n, i_origin, as its leaf has them; null before it is sealed.

create function audit.make_core(i_entry audit.entry, i_n bigint, i_origin text) returns jsonb
    language sql stable
    return jsonb_build_object(
        'id', i_entry.entry_id, 'at', ops.format_time(i_entry.written_at), 'n', i_n, 'origin', i_origin,
        'cause', i_entry.cause, 'action', i_entry.action, 'outcome', i_entry.outcome, 'account', i_entry.account_id,
        'institution', i_entry.institution_id, 'owner', i_entry.owner_id, 'device', i_entry.device_id,
        'device_class', i_entry.device_class, 'session', i_entry.session_id, 'node', i_entry.node,
        'operation', i_entry.operation, 'object_type', i_entry.object_type, 'object', i_entry.object,
        'revision', i_entry.revision, 'delivery', i_entry.delivery_id, 'grant', i_entry.grant_id,
        'purpose', i_entry.purpose, 'review', i_entry.review_id, 'policy', i_entry.policy,
        'reason_code', i_entry.reason_code, 'clause', i_entry.clause, 'digest', i_entry.digest,
        'personal_digest', i_entry.personal_digest, 'trace_id', i_entry.trace_id);
comment on function audit.make_core(audit.entry, bigint, text) is 'The core of an entry: what its leaf seals.';
revoke all on function audit.make_core(audit.entry, bigint, text) from public;
