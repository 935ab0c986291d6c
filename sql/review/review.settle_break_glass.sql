-- SPDX-License-Identifier: Apache-2.0
-- review.settle_break_glass: a break-glass was reviewed, one way or the other,
-- and another may be asked for.  What its reviewers found unjustified is an
-- alert: what follows for the two is not decided here.
-- Result:  ok.  Tables: access.break_glass; writes break_glass.reviewed, raises
--          the alert break_glass_unjustified.

create function review.settle_break_glass(i_c audit.call, i_review review.review, i_justified boolean) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b access.break_glass;
begin
    update access.break_glass b
       set state = 'reviewed', justified = i_justified
     where b.break_glass_id = i_review.object_id and b.review_id = i_review.review_id
    returning * into strict l_b;
    perform access.announce_break_glass(i_c, l_b);
    if not i_justified then
        perform ops.raise_alert(i_c, 'break_glass_unjustified', 'critical', jsonb_build_object(
            'account', l_b.account_id, 'institution', l_b.institution_id, 'break_glass', l_b.break_glass_id, 'review', i_review.review_id));
    end if;
    return 'ok';
end;
$$;
comment on function review.settle_break_glass(audit.call, review.review, boolean) is 'A break-glass was reviewed.';
revoke all on function review.settle_break_glass(audit.call, review.review, boolean) from public;
