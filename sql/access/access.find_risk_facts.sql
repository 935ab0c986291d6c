-- SPDX-License-Identifier: Apache-2.0
-- access.find_risk_facts: what a request for a permission is graded by
-- (GS-3.2): its own level, grade, personal data, purpose, term or tier, and
-- what is known of its requester over the last 90 days.
-- Volume is the number of distinct records that would be in one hand: those of
-- this request together with those of all that the person was granted or still
-- waits for, and has read where somebody needs a grant.  So asking twenty
-- times for one record weighs what asking once for twenty does.
-- Counts that others of the person's requests move are stated as the step that
-- they reach: no more than weighs is kept, and of two requests at once neither
-- is graded anew for what makes no difference.
-- It is planned anew each time: which months of the log to look at is known
-- only then.
-- Inputs:  i_request, found good by access.find_asked; i_owner, whose data, of
--          a function one's own institution.
-- Result:  an object with a member for each factor; words that the request
--          does not have are left out.
-- Tables:  access.grant, access.risk, record.record, review.review, audit.entry.

create function access.find_risk_facts(i_c audit.call, i_request jsonb, i_owner uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set jit = off
as $$
declare
    l_since    uuid   := ops.first_uuid(statement_timestamp() - interval '90 days');
    l_until    uuid   := ops.first_uuid(statement_timestamp() + interval '1 minute'); -- the log's months to come are not looked at
    l_accounts uuid[] := array(select a.account_id from identity.account a where a.person_id = i_c.person_id);
    l_grades   text[] := array['general', 'sensitive', 'important', 'core'];
    l_classes  text[] := array['none', 'C1', 'unknown', 'C2', 'C3'];
    -- As record.is_addressed, which asked for each record of a wide scope would take longer than all else.
    l_member   boolean := exists (select from identity.institution i where i.institution_id = i_c.institution_id and i.kind = 'member');
    l_data     jsonb  := '{}';
    l_person   jsonb;
begin
    with scope as (
        select true as asked, i_owner as owner_id, ops.read_uuid(s.record) as record_id, s.type, s.category,
               i_request ->> 'max_level' as max_level
          from jsonb_to_record(i_request -> 'scope') s (record text, type text, category text)
        union all
        select false, g.owner_id, g.record_id, g.type, g.category, g.max_level
          from access.grant g
         where g.account_id = any (l_accounts)
           and (g.state <> 'rejected' and g.grant_id >= l_since or g.state = 'granted' and g.until_at > statement_timestamp())
    ), covered as (
        select s.asked, r.record_id, r.grade, r.type
          from scope s
          join record.record r on r.record_id = s.record_id
        union all
        select s.asked, r.record_id, r.grade, r.type
          from scope s
         cross join lateral (
               select r.record_id, r.grade, r.type
                 from record.record r
                 join access.level most on most.policy = i_c.policy and most.level = s.max_level
                 join access.level this on this.policy = i_c.policy and this.level = r.level and this.ordinal <= most.ordinal
                where r.institution_id = s.owner_id and r.state = 'published' and coalesce(r.type = s.type, r.category = s.category)
                  and (r.institution_id = i_c.institution_id or r.for_members and l_member
                       or exists (select from record.audience d where d.record_id = r.record_id and d.institution_id = i_c.institution_id))
               offset 0) r
         where s.record_id is null
    ), seen as (
        select r.record_id
          from (
                select distinct e.object
                  from audit.entry e
                 where e.account_id = any (l_accounts) and e.action = 'record.release' and e.outcome = 'done'
                   and e.object_type = 'record' and e.entry_id between l_since and l_until
               ) e
          join record.record r on r.record_id = ops.read_uuid(e.object)
         where r.level in (select g.level from access.grant_rule g where g.policy = i_c.policy)
    )
    select jsonb_build_object(
               'volume', access.round_down(i_c.policy, 'volume', (
                   select count(*) from (select c.record_id from covered c union select s.record_id from seen s) v)),
               'level', i_request ->> 'max_level', 'purpose', i_request ->> 'purpose',
               'grade', l_grades[(select coalesce(max(array_position(l_grades, c.grade)), 1) from covered c where c.asked)],
               'personal_data', l_classes[(
                   select coalesce(max(array_position(l_classes, access.find_personal_data(i_c.policy, c.type))), 3)
                     from covered c where c.asked)])
      into l_data
     where i_request ->> 'kind' = 'data';
    select jsonb_build_object(
               'rejections', (select count(*)
                                from review.review r
                               where r.institution_id = i_c.institution_id and r.review_id >= l_since
                                 and r.person_id = i_c.person_id and r.kind = 'permission.grant' and r.state = 'rejected'),
               'engine_grants', (select case when count(*) >= p.monthly_limit then p.monthly_limit else 0 end
                                   from access.risk_policy p
                                   left join access.risk k on k.person_id = i_c.person_id and k.grade = 'low'
                                                          and k.risk_id >= ops.first_uuid(statement_timestamp() - interval '30 days')
                                  where p.policy = i_c.policy
                                  group by p.monthly_limit))
      into l_person;
    return '{"violations": 0, "volume": 0}'::jsonb || coalesce(l_data, '{}') || l_person || jsonb_strip_nulls(jsonb_build_object(
        'cross_institution', i_owner <> i_c.institution_id,
        'term_days', ceil(extract(epoch from ops.read_time(i_request ->> 'until') - statement_timestamp()) / 86400)::integer,
        'odd_hour', access.find_odd_hour(i_c.policy),
        'tier', case when i_request ->> 'kind' = 'function' then coalesce((
            select p.tier from access.permission p where p.policy = i_c.policy and p.permission = i_request ->> 'permission'), 'management') end));
end;
$$;
revoke all on function access.find_risk_facts(audit.call, jsonb, uuid) from public;
comment on function access.find_risk_facts(audit.call, jsonb, uuid) is 'What a request for a permission is graded by.';
