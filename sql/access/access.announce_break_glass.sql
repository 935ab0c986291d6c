-- SPDX-License-Identifier: Apache-2.0
-- access.announce_break_glass: where a break-glass stands now: on record, and to
-- whom it matters.
-- Tables:  writes break_glass.<state>, of one that is active break_glass.started;
--          the first's digest is of what is asked for, the second's of what
--          was signed over it.

create function access.announce_break_glass(i_c audit.call, i_break_glass access.break_glass) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_word text := 'break_glass.' || case i_break_glass.state when 'active' then 'started' else i_break_glass.state end;
begin
    perform audit.write_consequence(i_c, l_word, 'break_glass', i_break_glass.break_glass_id::text, jsonb_build_object(
        'account', case i_break_glass.state when 'active' then i_break_glass.joined_account_id else i_break_glass.account_id end,
        'institution', i_break_glass.institution_id, 'owner', i_break_glass.institution_id,
        'review', i_break_glass.review_id, 'reason_code', i_break_glass.ended_for,
        'digest', case i_break_glass.state when 'asked' then ops.base64url(i_break_glass.digest)
                                           when 'active' then ops.base64url(sha256(convert_to(i_break_glass.countersignature, 'UTF8'))) end));
    perform ops.notify(i_c, array(select access.list_watching(i_break_glass.institution_id)) || i_break_glass.account_id || i_break_glass.joined_account_id, l_word,
        jsonb_strip_nulls(access.describe_break_glass(i_break_glass) - array['reason', 'acts', 'policy', 'payload', 'digest', 'nonce']));
end;
$$;
comment on function access.announce_break_glass(audit.call, access.break_glass) is 'Puts on record where a break-glass stands, and tells.';
revoke all on function access.announce_break_glass(audit.call, access.break_glass) from public;
