-- SPDX-License-Identifier: Apache-2.0
-- Who decides in whose name: in advance, both on record, both used up (GS-2.2.3, GS-3.1.1).
\ir lib/platform.sql
select plan(79);

create function asked(i_more jsonb) returns jsonb language sql as $$
    select jsonb_build_object('permission', 'record.publish.department', 'until', ops.format_time(now() + interval '7 days'), 'reason', 'leave') || i_more;
$$;
-- What is looked at when it commits is looked at with each.
create function delegate(i_from text, i_to text, i_more jsonb default '{}') returns gateway.answer language plpgsql as $$
declare
    l_answer gateway.answer := tap.door('create_delegation', tap.call(i_from, 'delegation.create'), tap.asked(jsonb_build_object('to', i_to) || i_more));
begin
    set constraints all immediate;
    set constraints all deferred;
    return l_answer;
end $$;
create function refused(i_from text, i_to text, i_more jsonb, i_why text, i_what text) returns text language sql as $$
    select tap.is((select a.code || coalesce(' ' || (a.body->>'pointer'), '') from tap.delegate(i_from, i_to, i_more) a), i_why, i_what);
$$;
create function given(i_from text, i_to text, i_more jsonb default '{}') returns uuid language sql as $$
    select ((tap.delegate(i_from, i_to, i_more)).body->'delegation'->>'id')::uuid;
$$;
create function finish(i_name text, i_delegation uuid) returns text language sql as $$
    select (tap.door('end_delegation', tap.call(i_name, 'delegation.end', jsonb_build_object('object_type', 'delegation', 'object', i_delegation)),
                     jsonb_build_object('delegation', i_delegation))).code;
$$;
create function opened(i_author text default 'a.author') returns uuid language sql as $$
    select tap.submit(i_author, ((tap.draft(i_author)).body->'record'->>'id')::uuid);
$$;
create function unlocking() returns uuid language plpgsql as $$
begin
    update identity.account set state = 'locked' where name = 'a.colleague';
    return (tap.door('unlock_account', tap.call('a.officer', 'account.unlock', jsonb_build_object('object_type', 'account', 'object', tap.account('a.colleague'))),
            jsonb_build_object('account', tap.account('a.colleague')))).body->'review'->>'id';
end $$;
create function told(i_name text) returns text language sql as $$
    select string_agg(n.code, ' ' order by n.notification_id) from ops.notification n where n.account_id = tap.account(i_name);
$$;
create function live() returns bigint language sql as $$ select count(*) from access.live_delegation $$;
-- Everything that was delegated ends, for the next claims.
create function settle() returns void language sql as $$
    update access.delegation set ended_at = now() where ended_at is null; delete from ops.notification;
$$;

-- What can be delegated, to whom, for how long.
select refused('a.department1', 'a.reviewer1', '{"permission": "record.publish.compliance"}', 'invalid_value /permission', 'nobody delegates what they do not hold');
select refused('a.department1', 'a.reviewer1', '{"permission": "record.read"}', 'invalid_value /permission', 'nor what decides nothing');
select refused('oper.system1', 'oper.system2', '{"permission": "institution.admit.system"}', 'invalid_value /permission', 'nor what the policy lets nobody delegate');
select refused('a.department1', 'a.nobody', '{}', 'invalid_value /to', 'to nobody');
select refused('a.department1', 'b.approver1', '{}', 'invalid_value /to', 'to nobody of another institution');
select refused('a.department1', 'a.department1', '{}', 'invalid_value /to', 'nor to oneself');
update identity.account set person_id = (select person_id from identity.account where name = 'a.department1') where name = 'a.department2';
select refused('a.department1', 'a.department2', '{}', 'invalid_value /to', 'nor to another account of the same person');
update identity.account set person_id = (select person_id from identity.person where number = 'a.department2') where name = 'a.department2';
update identity.account set state = 'suspended' where name = 'a.reviewer1';
select refused('a.department1', 'a.reviewer1', '{}', 'invalid_value /to', 'nor to who may do nothing');
update identity.account set state = 'active' where name = 'a.reviewer1';
update identity.device set state = 'revoked', revoked_at = now() where account_id = account('a.reviewer1');
select refused('a.department1', 'a.reviewer1', '{}', 'invalid_value /to', 'nor to who has no device');
update identity.device set state = 'bound', revoked_at = null where account_id = account('a.reviewer1');
select refused('a.reviewer1', 'a.officer', '{"permission": "account.review"}', 'invalid_value /to', 'nor to who holds what excludes it (GS-3.1.1)');
select refused('a.department1', 'a.reviewer1', jsonb_build_object('until', ops.format_time(now() + interval '31 days')), 'invalid_value /until', 'for no longer than the policy says');
select refused('a.department1', 'a.reviewer1', jsonb_build_object('until', ops.format_time(now() - interval '1 minute')), 'invalid_value /until', 'nor for what is over');
select refused('a.department1', 'a.reviewer1', jsonb_build_object('starts_at', ops.format_time(now() - interval '1 hour')), 'invalid_value /starts_at', 'never in arrears');
select refused('a.department1', 'a.reviewer1', jsonb_build_object('starts_at', ops.format_time(now() + interval '60 days'), 'until', ops.format_time(now() + interval '61 days')),
               'invalid_value /starts_at', 'nor for a time far away');
select refused('a.department1', 'a.reviewer1', '{"reason": ""}', 'invalid_value /reason', 'nor without a reason');
select is(live(), 0::bigint, 'what was refused is not there');

-- Both are on record, the delegate is told.
select given('a.department1', 'a.reviewer1') as delegation \gset
select is((select string_agg(e.action || ' ' || a.name, ', ' order by e.action) from audit.entry e join identity.account a using (account_id)
            where e.action like 'delegation.%' and e.outcome = 'done'), 'delegation.create a.department1, delegation.given a.reviewer1', 'both are on record');
select is(told('a.reviewer1'), 'delegation.given', 'who will decide is told');
select refused('a.department1', 'a.reviewer1', '{}', 'conflict', 'the same is not given twice');
select refused('a.reviewer1', 'a.reviewer2', '{}', 'invalid_value /permission', 'what was delegated is not delegated on');

-- A word in another's name.
select opened() as review \gset
select is(told('a.reviewer1'), 'delegation.given review.opened', 'who decides in another''s name is asked, too');
select is((select a.name from review.review r, review.stage s, review.list_deciders(r, s) d join identity.account a on a.account_id = d.for_account_id
            where r.review_id = :'review' and s.review_id = r.review_id and s.state = 'open' and d.account_id = account('a.reviewer1')), 'a.department1', 'for whom is known');
select is(decide('a.reviewer1', :'review', 'approve'), 'ok', 'and decides');
select is((select string_agg(a.name || ' for ' || f.name, ', ') from review.decision d join identity.account a using (account_id)
             join identity.account f on f.account_id = d.for_account_id where d.review_id = :'review'), 'a.reviewer1 for a.department1', 'both stand in the decision');
select is((door('read_review', call('a.author', 'review.read'), jsonb_build_object('review', :'review'))).body->'stages'->0->'decisions'->0->>'for', account('a.department1')::text, 'as it is told');
select is(decide('a.department1', :'review', 'approve'), 'already_decided', 'in whose name it was given has had their word');
select is(decide('a.reviewer1', :'review', 'approve'), 'already_decided', 'who gave it, too');
select is((door('read_review', call('a.department1', 'review.read'), jsonb_build_object('review', :'review'))).code, 'ok', 'but reads what was said');
select throws_ok(format($$insert into review.decision (review_id, person_id, round, ordinal, account_id, device_id, for_account_id, for_person_id, needs, verdict, comment, countersignature)
    select review_id, (select person_id from identity.account where name = 'a.responsible1'), 1, 1, account_id, device_id, for_account_id, for_person_id, needs, verdict, comment, countersignature
      from review.decision where review_id = %L$$, :'review'), 'CS016', null, 'nor can anybody else speak for them once more');

-- Whoever decided cannot be spoken for.
select opened() as review \gset
select decide('a.department1', :'review', 'approve') \g /dev/null
select is(decide('a.reviewer1', :'review', 'approve'), 'not_found', 'nobody speaks for who has spoken');

-- The one in whose name it is, and who speaks, are neither requester, beneficiary nor author.
insert into identity.account_role (account_id, role) values (account('a.department1'), 'author'), (account('a.colleague'), 'reviewer.department');
select opened('a.department1') as review \gset
select is(decide('a.reviewer1', :'review', 'approve'), 'not_found', 'nobody decides in the requester''s name');
select is(decide('a.colleague', :'review', 'approve'), 'ok', 'others do');
delete from identity.account_role where account_id in (account('a.department1'), account('a.colleague')) and role in ('author', 'reviewer.department') and (account_id, role) <> (account('a.department1'), 'reviewer.department');
insert into identity.account_role (account_id, role) values (account('a.colleague'), 'author') on conflict do nothing;
select given('a.department1', 'a.author') as own \gset
select opened() as review \gset
select is(decide('a.author', :'review', 'approve'), 'own_request', 'and nobody their own request, in whose name ever');
select settle() \g /dev/null

-- When it counts.
select given('a.department1', 'a.reviewer1', jsonb_build_object('starts_at', ops.format_time(now() + interval '1 day'))) as later \gset
select opened() as review \gset
select is(decide('a.reviewer1', :'review', 'approve'), 'not_found', 'before it begins it does not count');
select settle(), given('a.department1', 'a.reviewer1') as over \gset
update identity.account set state = 'locked' where name = 'a.department1';
select is(decide('a.reviewer1', :'review', 'approve'), 'not_found', 'nor while its giver may not decide');
update identity.account set state = 'active' where name = 'a.department1';
delete from identity.account_role where account_id = account('a.department1');
select is(decide('a.reviewer1', :'review', 'approve'), 'not_found', 'nor when its giver holds the permission no more');
insert into identity.account_role (account_id, role) values (account('a.department1'), 'reviewer.department');
update identity.account set state = 'suspended' where name = 'a.reviewer1';
select is(decide('a.reviewer1', :'review', 'approve'), 'account_not_active', 'nor while who speaks may do nothing');
update identity.account set state = 'active' where name = 'a.reviewer1';
select is(decide('a.reviewer1', :'review', 'approve', '{}'), 'ok', 'but else it does');

-- A named backup counts only for what is overdue (GS-2.2.3).
select settle(), given('a.department1', 'a.reviewer1', '{"overdue_only": true}') as backup \gset
select opened() as review \gset
select is(decide('a.reviewer1', :'review', 'approve'), 'not_found', 'a backup does not count in time');
select is(told('a.reviewer1'), 'delegation.given', 'nor is asked');
update review.review set opened_at = now() - interval '25 hours', due_at = now() - interval '1 hour' where review_id = :'review';
select (door('tick', call('nobody', 'clock.tick') - 'handle', '{}')).code as ticked \gset
select is(told('a.reviewer1'), 'delegation.given review.overdue', 'when it is overdue the backup is told');
select is(decide('a.reviewer1', :'review', 'approve'), 'ok', 'and counts');

-- A stage of two takes two words, in the name of two.
select settle(), given('a.reviewer1', 'a.department1', '{"permission": "account.review"}') as one, given('a.reviewer2', 'a.department1', '{"permission": "account.review"}') as other \gset
select unlocking() as review \gset
select is(decide('a.department1', :'review', 'approve'), 'ok', 'who could speak for two');
select is(decide('a.department1', :'review', 'approve'), 'already_decided', 'speaks once');
select is((select count(*) from review.decision d where d.review_id = :'review'), 1::bigint, 'and one word is not two');
select is((select state from review.review where review_id = :'review'), 'open', 'nor a decision of two (GS-2.1.1)');
select decide(f.rest, :'review', 'approve') as decided from (
    select case when d.for_account_id = account('a.reviewer1') then 'a.reviewer2' else 'a.reviewer1' end as rest from review.decision d where d.review_id = :'review') f \gset
select is(:'decided'::text, 'ok', 'the other one completes it');
select settle(), given('a.reviewer1', 'a.reviewer2', '{"permission": "account.review"}') as both \gset
select unlocking() as review \gset
select is(decide('a.reviewer2', :'review', 'approve'), 'ok', 'who holds it themselves');
select is((select for_account_id from review.decision where review_id = :'review'), null, 'speaks in their own name first');
select is(decide('a.reviewer1', :'review', 'approve'), 'ok', 'so that the other one is left');

-- A delegate makes nobody more, and nobody who is needed later is used up.
update identity.account set state = 'active' where name = 'a.colleague';
select settle(), given('a.department1', 'a.compliance1') as needed \gset
select opened() as review \gset
update identity.account set state = 'suspended' where name = 'a.compliance2';
select is(decide('a.compliance1', :'review', 'approve'), 'not_eligible', 'who is needed for a later stage does not speak for another before');
update identity.account set state = 'active' where name = 'a.compliance2';
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'who is not does');
update identity.account set state = 'suspended' where name = 'a.compliance1';
select is(decide('a.responsible1', :'review', 'approve') || ' ' || decide('a.compliance2', :'review', 'approve'), 'ok ok', 'and the others decide the rest');
update identity.account set state = 'active' where name = 'a.compliance1';

-- How it ends.
select settle(), given('a.department1', 'a.reviewer1') as ended \gset
select is(finish('a.reviewer2', :'ended') || ' ' || finish('b.auditor', :'ended') || ' ' || finish('a.auditor', :'ended'), 'not_found not_found not_found', 'nobody else ends it');
select is(finish('a.reviewer1', :'ended'), 'ok', 'who was to decide does');
select is(finish('a.reviewer1', :'ended'), 'not_found', 'once');
select is(told('a.department1'), 'delegation.ended', 'and the other is told');
select is(finish('a.department1', given('a.department1', 'a.reviewer1')), 'ok', 'who gave it, too');
select is(finish('a.officer', given('a.department1', 'a.reviewer1')), 'ok', 'and an officer');
create function change(i_function text, i_name text, i_more jsonb) returns text language sql as $$
    select (tap.door(i_function, tap.call('a.officer', 'account.' || split_part(i_function, '_', 1), jsonb_build_object('object_type', 'account', 'object', tap.account(i_name))),
                     jsonb_build_object('account', tap.account(i_name)) || i_more)).code;
$$;
insert into identity.account_role (account_id, role) values (account('a.colleague'), 'reviewer.department');
select given('a.department1', 'a.auditor') as d1, given('a.department1', 'a.reviewer2') as d2, given('a.colleague', 'a.reviewer1') as d3 \gset
select is(change('depart_account', 'a.auditor', '{"kind": "left"}'), 'ok', 'whoever leaves');
select is(live(), 2::bigint, 'decides in nobody''s name (GS-3.3)');
select is(change('suspend_account', 'a.department1', '{"reason": "r"}'), 'ok', 'whoever is suspended');
select is(live(), 1::bigint, 'has nobody decide in theirs');
select is((select string_agg(e.reason_code, ' ' order by e.entry_id) from audit.entry e where e.action = 'delegation.ended'), 'ended ended ended rights_ended suspended', 'each end is on record, with why');
set constraints all immediate;
alter table access.delegation disable trigger keep_delegation;
update access.delegation set until_at = now(), from_at = now() - interval '1 day' where delegation_id = :'d3';
alter table access.delegation enable always trigger keep_delegation;
select is((door('tick', call('nobody', 'clock.tick') - 'handle', '{}')).body->>'done', '1', 'the clock');
select is((select count(*) from access.delegation where ended_at is null), 0::bigint, 'ends what is over');

-- The last word is the database's, also for its owner.
select throws_ok($$insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
    values (tap.institution('BANKA'), tap.account('a.reviewer1'), tap.account('a.officer'), 'account.review', now(), now() + interval '1 day', false, 'x')$$,
    'CS010', null, 'no row gives what excludes what its receiver holds (GS-3.1.1)');
select throws_ok($$insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
    values (tap.institution('BANKA'), tap.account('a.reviewer1'), tap.account('b.approver1'), 'account.review', now(), now() + interval '1 day', false, 'x')$$,
    'CS017', null, 'nor to another institution');
select throws_ok($$insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
    values (tap.institution('BANKA'), tap.account('a.reviewer1'), tap.account('a.reviewer2'), 'record.publish.compliance', now(), now() + interval '1 day', false, 'x')$$,
    'CS017', null, 'nor what its giver does not hold');
set constraints all deferred;
select given('a.reviewer1', 'a.responsible1', '{"permission": "account.review"}') as last \gset
set constraints all immediate;
select throws_ok($$insert into identity.account_role (account_id, role) values (tap.account('a.responsible1'), 'account.officer')$$, 'CS010', null, 'nor does a role come to who decides in the name of what excludes it');
select throws_ok($$update access.delegation set until_at = until_at + interval '1 day' where ended_at is null$$, 'CS017', null, 'nothing of it is changed');
select throws_ok($$delete from access.delegation$$, 'CS012', null, 'and none is deleted');

-- With a proof that it is still they, where a word by it wants one.
set constraints all deferred;
select settle(), access.activate_policies(jsonb_set(jsonb_set(easy_policies(), '{reviews,version}', '100'),
                                                            '{reviews,kinds,record.reclassify,step_up}', '"secret"')) \gset
select is((delegate('a.department2', 'a.reviewer1'))::text, row('step_up_required', jsonb_build_object('operation', 'delegation.create', 'digest', ops.base64url(sha256(''))))::gateway.answer::text,
          'without a step-up over this very call nobody decides in one''s name (JR-5.1)');
insert into identity.step_up (session_id, operation, digest, expires_at)
select session(name), operation, ops.base64url(sha256(about::bytea)), now() + due
  from (values ('a.department2', 'delegation.create', 'x', interval '1 minute'), ('a.department2', 'review.decide', '', '1 minute'),
               ('a.department1', 'delegation.create', '', '1 minute'), ('a.department2', 'delegation.create', '', '0')) t (name, operation, about, due);
select is((delegate('a.department2', 'a.reviewer1')).code, 'step_up_required', 'nor with one over another, for another call, of another or of long ago');
select is(live(), 0::bigint, 'what was refused is not there');
insert into identity.step_up (session_id, operation, digest, expires_at) values (session('a.department2'), 'delegation.create', ops.base64url(sha256('')), now() + interval '1 minute');
select refused('a.department2', 'b.approver1', '{}', 'invalid_value /to', 'what cannot be delegated is refused');
select refused('a.department2', 'a.reviewer1', '{}', 'ok', 'and spends no step-up');
select refused('a.department2', 'a.reviewer2', '{}', 'step_up_required', 'what can does');
select refused('a.reviewer1', 'a.reviewer2', '{"permission": "account.review"}', 'ok', 'what wants no step-up is delegated without');

select * from finish();
rollback;
