-- SPDX-License-Identifier: Apache-2.0
-- Row security: the second wall behind the predicates of the door's functions
-- (FC-2).  A function that forgot its own sees no row of another institution,
-- only what both share: records that are meant for it, grants, agreements and
-- reviews that it has a part in.  Policies are everybody's to read, and no
-- function's of the door to write: it has not the privilege (access/tables.sql).
-- The subject is the institution that audit.begin_call found out; a call of
-- nobody has none.  Tables belong to cs_owner, whom this does not bind: its
-- triggers see all.  What has to look across belongs to cs_lookup or cs_clock
-- (owners.sql).

-- A policy is planned with every statement on its table, and so is what it asks
-- itself: the caller's facts are found once, what is rare is asked of a function.
create policy institution on record.record to cs_door
    using (institution_id = (select audit.current_institution())
           or state not in ('draft', 'in_review')
              and (for_members and (select i.kind = 'member' from identity.institution i
                                     where i.institution_id = audit.current_institution())
                   or record.is_shown(record_id, (select audit.current_institution()))));
comment on policy institution on record.record is 'One''s own, what was published to one, and what one of one''s people holds a grant for.';
create policy institution on record.revision to cs_door
    using (record.is_shown(record_id, (select audit.current_institution())));
comment on policy institution on record.revision is 'Of records that one sees.';
create policy institution on record.reclassification to cs_door
    using (record.is_owned(record_id, (select audit.current_institution())));
comment on policy institution on record.reclassification is 'Of one''s own records.';
create policy institution on record.audience to cs_door
    using (institution_id = (select audit.current_institution()) or record.is_shown(record_id, (select audit.current_institution())))
    with check (record.is_owned(record_id, (select audit.current_institution())));
comment on policy institution on record.audience is 'Of records that one sees; nobody lets themselves in, nor others into what is not theirs.';

create policy institution on access.agreement to cs_door
    using (exists (select from review.review r where r.review_id = agreement.review_id)
           or access.is_bound(agreement_id, (select audit.current_institution())));
comment on policy institution on access.agreement is 'Those that one proposed or is a party of, and of a regulator those of the institutions in its charge.';
create policy institution on access.agreement_party to cs_door
    using (exists (select from access.agreement a where a.agreement_id = agreement_party.agreement_id))
    with check (exists (select
                          from access.agreement a
                          join review.review r on r.review_id = a.review_id
                         where a.agreement_id = agreement_party.agreement_id and a.state = 'proposed'
                           and r.institution_id = (select audit.current_institution())));
comment on policy institution on access.agreement_party is 'Of agreements that one sees; parties are named by whoever proposes one.';
create policy institution on access.grant to cs_door
    using ((select audit.current_institution()) in (institution_id, owner_id)
           or exists (select from review.review r where r.review_id = "grant".review_id));
comment on policy institution on access.grant is 'Those of one''s people, those to one''s data, and those of reviews that one sees.';
create policy institution on access.delegation to cs_door
    using (institution_id = (select audit.current_institution()));
comment on policy institution on access.delegation is 'Those between one''s people.';
create policy institution on access.break_glass to cs_door
    using (institution_id = any ((select audit.current_readable())::uuid[])
           or exists (select from identity.platform p where p.institution_id = (select audit.current_institution())));
comment on policy institution on access.break_glass is 'Those of one''s own, and of a regulator those of the institutions in its charge; the operator''s people may have to review any.';
create policy institution on access.break_glass_act to cs_door
    using (exists (select from access.break_glass b where b.break_glass_id = break_glass_act.break_glass_id));
comment on policy institution on access.break_glass_act is 'Under break-glasses that one sees.';
create policy institution on access.risk to cs_door
    using (exists (select from access.grant g where g.grant_id = risk.grant_id));
comment on policy institution on access.risk is 'Of grants that one sees.';

create policy institution on review.review to cs_door
    using (institution_id = any ((select audit.current_readable())::uuid[])
           or owner_id = any ((select audit.current_readable())::uuid[])
           or review.is_asked(review_id, (select audit.current_institution())));
comment on policy institution on review.review is 'Those that one''s people raised or are asked to decide, those about what is one''s own, and of a regulator those of the institutions in its charge.';
create policy institution on review.round to cs_door
    using (exists (select from review.review r where r.review_id = round.review_id));
comment on policy institution on review.round is 'Of reviews that one sees.';
create policy institution on review.stage to cs_door
    using (exists (select from review.review r where r.review_id = stage.review_id));
comment on policy institution on review.stage is 'Of reviews that one sees.';
create policy institution on review.need to cs_door
    using (exists (select from review.review r where r.review_id = need.review_id));
comment on policy institution on review.need is 'Of reviews that one sees.';
create policy institution on review.decision to cs_door
    using (exists (select from review.review r where r.review_id = decision.review_id));
comment on policy institution on review.decision is 'Of reviews that one sees.';
create policy institution on review.statement to cs_door
    using (exists (select from review.review r where r.review_id = statement.review_id));
comment on policy institution on review.statement is 'Of reviews that one sees.';

create policy institution on identity.account to cs_door
    using (institution_id = (select audit.current_institution())
           or institution_kind = 'partner' and (
               identity.is_of(liaison_id, (select audit.current_institution()))
               or exists (select from identity.platform p where p.institution_id = (select audit.current_institution()))));
comment on policy institution on identity.account is 'Those of one''s people, and of partners that one answers for; the operator''s people see all partners''.';
create policy institution on identity.device to cs_door
    using (exists (select from identity.account a
                    where a.account_id = device.account_id and a.institution_id = (select audit.current_institution())));
comment on policy institution on identity.device is 'Those of one''s people.';
create policy institution on identity.session to cs_door
    using (exists (select from identity.account a
                    where a.account_id = session.account_id and a.institution_id = (select audit.current_institution())));
comment on policy institution on identity.session is 'Those of one''s people.';

do $$
declare
    l_table regclass;
begin
    foreach l_table in array array[
        'identity.account_role', 'identity.service', 'identity.credential', 'identity.former_password', 'identity.one_time_code', 'identity.phrase',
        'identity.terms_acceptance', 'identity.device_key', 'identity.enrolment', 'ops.idempotency', 'ops.sign_in']::regclass[]
    loop
        execute format('create policy institution on %s to cs_door using (exists (select from identity.account a where a.account_id = %1$s.account_id))', l_table);
        execute format('comment on policy institution on %s is ''Of accounts that one sees.''', l_table);
    end loop;
end $$;

create policy institution on identity.step_up to cs_door
    using (exists (select from identity.session s where s.session_id = step_up.session_id));
comment on policy institution on identity.step_up is 'Of sessions that one sees.';

create policy institution on ops.alert to cs_door
    using (institution_id = (select audit.current_institution())
           or exists (select from identity.platform p where p.institution_id = (select audit.current_institution())));
comment on policy institution on ops.alert is 'Those about one''s own; the operator''s people see all.';
create policy institution on ops.notification to cs_door
    using (exists (select from identity.account a
                    where a.account_id = notification.account_id and a.institution_id = (select audit.current_institution())));
comment on policy institution on ops.notification is 'Those to one''s people.';

-- An entry is about whatever a call did, also to others; who reads it is another question.
create policy institution on audit.entry for select to cs_door
    using (institution_id = any ((select audit.current_readable())::uuid[])
           or owner_id = any ((select audit.current_readable())::uuid[])
           or institution_id is null
              and exists (select from identity.platform p where p.institution_id = (select audit.current_institution())));
comment on policy institution on audit.entry is 'Those of one''s people or about what is one''s own, and of a regulator those of the institutions in its charge; the operator''s people see those of nobody.';
create policy writer on audit.entry for insert to cs_door with check (true);
comment on policy writer on audit.entry is 'Whoever acts writes what they did, and what it brought about.';
create policy institution on audit.personal for select to cs_door
    using (audit.is_shown(entry_id, (select audit.current_institution()), true));
comment on policy institution on audit.personal is 'Of one''s own people, and of those in one''s charge.';
create policy writer on audit.personal for insert to cs_door with check (true);
comment on policy writer on audit.personal is 'With the entry.';
create policy institution on audit.leaf to cs_door
    using (audit.is_shown(entry_id, (select audit.current_institution()), false));
comment on policy institution on audit.leaf is 'Of entries that one sees: its salt is for their readers alone.';

do $$
declare
    l_table regclass;
begin
    for l_table in select distinct p.polrelid::regclass from pg_policy p where p.polname = 'institution' loop
        execute format('alter table %s enable row level security', l_table);
        execute format('create policy lookup on %s to cs_lookup using (true)', l_table);
        execute format('comment on policy lookup on %s is ''Who looks across institutions, and looks at each by itself.''', l_table);
        execute format('create policy clock on %s to cs_clock using (true)', l_table);
        execute format('comment on policy clock on %s is ''The clock''''s work is about all.''', l_table);
    end loop;
end $$;
