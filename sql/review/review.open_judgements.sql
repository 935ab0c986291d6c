-- SPDX-License-Identifier: Apache-2.0
-- review.open_judgements: the clock's work: what was done under a break-glass
-- that has ended is reviewed, though nobody asks.  Its two persons stand where a
-- requester and a beneficiary do: they are told, and do not decide.  Where nobody
-- can review it now, the next tick looks again, and an alert says so each hour.
-- Result:  how many.
-- Tables:  access.break_glass, as review.open_review; raises the alert
--          break_glass_unreviewed.

create function review.open_judgements(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b      access.break_glass;
    l_c      audit.call := i_c;
    l_judge  uuid;
    l_opened jsonb;
    l_number integer := 0;
begin
    for l_b in
        select b.* from access.break_glass b where b.state = 'ended' and b.review_id is null order by b.break_glass_id for no key update skip locked
    loop
        l_judge := review.find_judge(l_b);
        if l_judge is not null then
            select a.account_id, a.person_id, a.department into l_c.account_id, l_c.person_id, l_c.department
              from identity.account a where a.account_id = l_b.account_id;
            l_opened := review.open_review(l_c, 'breakglass.review', review.describe_judgement(l_b), jsonb_build_object(
                'institution', l_b.institution_id, 'owner_institution', l_judge, 'beneficiary_person', l_b.joined_person_id,
                'object_type', 'break_glass', 'object', l_b.break_glass_id, 'base', 1));
            update access.break_glass b set review_id = (l_opened -> 'review' ->> 'id')::uuid where b.break_glass_id = l_b.break_glass_id;
            l_number := l_number + 1;
        elsif not exists (select from ops.alert a
                           where a.code = 'break_glass_unreviewed' and a.institution_id = l_b.institution_id
                             and a.last_at > statement_timestamp() - interval '1 hour') then
            perform ops.raise_alert(i_c, 'break_glass_unreviewed', 'critical', jsonb_build_object(
                'institution', l_b.institution_id, 'break_glass', l_b.break_glass_id));
            l_number := l_number + 1;
        end if;
    end loop;
    return l_number;
end;
$$;
comment on function review.open_judgements(audit.call) is 'Opens the reviews of break-glasses that have ended.';
revoke all on function review.open_judgements(audit.call) from public;
