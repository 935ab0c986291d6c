-- SPDX-License-Identifier: Apache-2.0
-- review.remind_reviews: by the clock, tells who may decide that a review waits
-- for them, at each share of its time to decide that the policy names, and at
-- its end that it is overdue, when named backups count, too (GS-2.2.3).  Each
-- is told once; what the clock slept through is told as the last of it.
-- Result:  how many reviews.
-- Tables:  review.review; writes review.reminded, review.escalated; raises the
--          alert review_overdue to each institution that is awaited, of members to each
--          whose word counts.

create function review.remind_reviews(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_due    record;
    l_where  uuid;
    l_facts  jsonb;
    l_number integer := 0;
begin
    for l_due in
        select r as review, r.due_at <= statement_timestamp() as is_over, p.passed
          from review.review r
          join access.review_kind k on k.policy = r.policy and k.kind = r.kind
         cross join lateral (select count(*)::integer as passed
                               from unnest(k.remind) s (share)
                              where r.opened_at + (r.due_at - r.opened_at) * s.share::double precision <= statement_timestamp()) p
         where r.state = 'open' and r.expires_at > statement_timestamp() and r.escalated_at is null
           and (r.due_at <= statement_timestamp() or p.passed > r.reminded)
         order by r.review_id
         limit 100
           for no key update of r skip locked
    loop
        begin
            l_facts := jsonb_build_object('review', (l_due.review).review_id, 'institution', (l_due.review).institution_id,
                                          'owner', (l_due.review).owner_id);
            update review.review r
               set reminded = l_due.passed, escalated_at = case when l_due.is_over then statement_timestamp() end
             where r.review_id = (l_due.review).review_id;
            perform audit.write_consequence(i_c, case when l_due.is_over then 'review.escalated' else 'review.reminded' end,
                                            'review', (l_due.review).review_id::text, l_facts);
            perform review.notify_deciders(i_c, l_due.review, case when l_due.is_over then 'review.overdue' else 'review.reminder' end);
            for l_where in
                select distinct coalesce(n.institution_id, i.institution_id)
                  from review.need n
                  join review.stage s using (review_id, round, ordinal)
                  left join identity.institution i on n.scope = 'members' and i.state = 'active' and identity.is_settled(i)
                 where l_due.is_over and n.review_id = (l_due.review).review_id and s.state = 'open'
            loop
                perform ops.raise_alert(i_c, 'review_overdue', 'warning', jsonb_build_object(
                    'institution', l_where, 'review', (l_due.review).review_id, 'kind', (l_due.review).kind));
            end loop;
            l_number := l_number + 1;
        exception when others then -- the others' time runs, too
            l_number := l_number + ops.note_failure(i_c, 'remind_reviews', sqlstate, '{}');
        end;
    end loop;
    return l_number;
end;
$$;
comment on function review.remind_reviews(audit.call) is 'Reminds of reviews that wait, and tells which are overdue.';
revoke all on function review.remind_reviews(audit.call) from public;
