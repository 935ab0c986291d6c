-- SPDX-License-Identifier: Apache-2.0
-- review.check_joining: did the caller sign that just this break-glass starts.
-- Result:  device_class, where those who will judge it could not decide from a
--          device like the caller's; else as review.check_countersignature.

create function review.check_joining(i_c audit.call, i_break_glass access.break_glass, i_request jsonb) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d record := review.draft_joining(i_break_glass);
begin
    if not review.is_class_enough('breakglass.review', i_break_glass.policy, i_c.device_class) then
        return 'device_class';
    end if;
    return review.check_countersignature(i_c, l_d.drafted, l_d.stage, i_request - 'comment' || '{"verdict": "approve"}');
end;
$$;
comment on function review.check_joining(audit.call, access.break_glass, jsonb) is 'Whether the caller signed that a break-glass starts.';
revoke all on function review.check_joining(audit.call, access.break_glass, jsonb) from public;
