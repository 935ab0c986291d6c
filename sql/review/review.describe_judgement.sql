-- SPDX-License-Identifier: Apache-2.0
-- review.describe_judgement: what the reviewers of a break-glass are asked: who
-- it was, why, how long, what the second person signed over, and with which words
-- and key, and all that was done under it, by its entries.

create function review.describe_judgement(i_break_glass access.break_glass) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'break_glass', i_break_glass.break_glass_id, 'reason', i_break_glass.reason,
        'institution', (select i.code from identity.institution i where i.institution_id = i_break_glass.institution_id),
        'asked_by', i_break_glass.account_id, 'asked_at', ops.format_time(i_break_glass.asked_at),
        'joined_by', i_break_glass.joined_account_id, 'joined_at', ops.format_time(i_break_glass.joined_at),
        'word', jsonb_build_object(
            'payload', i_break_glass.payload::jsonb, 'policy', i_break_glass.policy, 'nonce', ops.base64url(i_break_glass.nonce),
            'key', i_break_glass.signer) || review.describe_word(i_break_glass.countersignature, i_break_glass.assertion),
        'ended_at', ops.format_time(i_break_glass.ended_at), 'ended_for', i_break_glass.ended_for,
        'acts', (select coalesce(jsonb_agg(jsonb_build_object(
                                'entry', a.entry_id, 'account', a.account_id, 'action', a.action, 'object_type', a.object_type,
                                'object', a.object_id, 'reason', a.reason, 'at', ops.format_time(a.acted_at)) order by a.acted_at, a.entry_id), '[]')
                   from access.break_glass_act a
                  where a.break_glass_id = i_break_glass.break_glass_id));
end;
$$;
comment on function review.describe_judgement(access.break_glass) is 'What the reviewers of a break-glass are asked.';
revoke all on function review.describe_judgement(access.break_glass) from public;
