-- SPDX-License-Identifier: Apache-2.0
-- review.open_judgement: what was done under a break-glass that has ended is
-- reviewed, though nobody asks.  Its two persons stand where a requester and a
-- beneficiary do: they are told, and do not decide.  Where nobody can review it
-- now, the next tick looks again, and an alert says so each hour.
-- Input:   i_break_glass, whose row the caller holds.
-- Result:  1 where there was something to say or do.
-- Tables:  access.break_glass, as review.open_review; raises the alert
--          break_glass_unreviewed.

create function review.open_judgement(i_c audit.call, i_break_glass access.break_glass) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := i_c;
    l_judge  uuid       := review.find_judge(i_break_glass);
    l_opened jsonb;
begin
    if l_judge is not null then
        select a.account_id, a.person_id, a.department into l_c.account_id, l_c.person_id, l_c.department
          from identity.account a where a.account_id = i_break_glass.account_id;
        l_opened := review.open_review(l_c, 'breakglass.review', review.describe_judgement(i_break_glass), jsonb_build_object(
            'institution', i_break_glass.institution_id, 'owner_institution', l_judge, 'beneficiary_person', i_break_glass.joined_person_id,
            'object_type', 'break_glass', 'object', i_break_glass.break_glass_id, 'base', 1));
        update access.break_glass b
           set review_id = (l_opened -> 'review' ->> 'id')::uuid
         where b.break_glass_id = i_break_glass.break_glass_id;
        return 1;
    elsif exists (select from ops.alert a
                   where a.code = 'break_glass_unreviewed' and a.institution_id = i_break_glass.institution_id
                     and a.last_at > statement_timestamp() - interval '1 hour') then
        return 0;
    end if;
    perform ops.raise_alert(i_c, 'break_glass_unreviewed', 'critical', jsonb_build_object(
        'institution', i_break_glass.institution_id, 'break_glass', i_break_glass.break_glass_id));
    return 1;
end;
$$;
comment on function review.open_judgement(audit.call, access.break_glass) is 'Opens the review of a break-glass that has ended.';
revoke all on function review.open_judgement(audit.call, access.break_glass) from public;
