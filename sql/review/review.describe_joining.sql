-- SPDX-License-Identifier: Apache-2.0
-- review.describe_joining: what shows offline that somebody joined a break-glass
-- by the word that its reviewers were shown: that it was asked for and started,
-- and that the device was theirs.
-- Inputs:  i_break_glass, as the log names it; i_size, the checkpoint's.
-- Result:  {asked, started, bound, revoked}, or null for none that was started.

create function review.describe_joining(i_break_glass text, i_size bigint) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object('asked', audit.describe_evidence(a.entry_id, i_size), 'started', audit.describe_evidence(s.entry_id, i_size))
               || review.describe_binding(s.device_id, s.entry_id, i_size)
          from audit.entry a
          join audit.entry s on s.action = 'break_glass.started' and s.object = a.object
         where a.action = 'break_glass.asked' and a.object = i_break_glass);
end;
$$;
comment on function review.describe_joining(text, bigint) is 'What shows offline that somebody joined a break-glass by their word.';
revoke all on function review.describe_joining(text, bigint) from public;
