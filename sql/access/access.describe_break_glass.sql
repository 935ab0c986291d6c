-- SPDX-License-Identifier: Apache-2.0
-- access.describe_break_glass: a break-glass as the wire tells it: of one that is
-- asked also all that who joins it signs.

create function access.describe_break_glass(i_break_glass access.break_glass) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'id', i_break_glass.break_glass_id, 'state', i_break_glass.state, 'reason', i_break_glass.reason,
        'institution', (select i.code from identity.institution i where i.institution_id = i_break_glass.institution_id),
        'asked_by', i_break_glass.account_id, 'asked_at', ops.format_time(i_break_glass.asked_at),
        'joined_by', i_break_glass.joined_account_id, 'joined_at', ops.format_time(i_break_glass.joined_at),
        'until', ops.format_time(i_break_glass.until_at),
        'policy', i_break_glass.policy, 'payload', i_break_glass.payload::jsonb, 'digest', ops.base64url(i_break_glass.digest),
        'nonce', case i_break_glass.state when 'asked' then ops.base64url(i_break_glass.nonce) end,
        'ended_at', ops.format_time(i_break_glass.ended_at), 'ended_for', i_break_glass.ended_for,
        'acts', (select count(*) from access.break_glass_act a where a.break_glass_id = i_break_glass.break_glass_id),
        'review', i_break_glass.review_id, 'justified', i_break_glass.justified);
end;
$$;
comment on function access.describe_break_glass(access.break_glass) is 'A break-glass as the wire tells it.';
revoke all on function access.describe_break_glass(access.break_glass) from public;
