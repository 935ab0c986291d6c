-- SPDX-License-Identifier: Apache-2.0
-- Two persons end and withdraw at once, also where one person's power stops, for some minutes, and are judged (GS-2.2.2).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(191);

create function stepped(i_name text, i_digest bytea default sha256('')) returns void language sql as $$
    insert into identity.step_up (session_id, operation, digest, expires_at)
    values (tap.session(i_name), 'break_glass.start', ops.base64url(i_digest), now() + interval '5 minutes');
$$;
-- What is looked at when it commits is looked at with each.
create function start(i_name text, i_request jsonb) returns gateway.answer language plpgsql as $$
declare
    l_answer gateway.answer := tap.door('start_break_glass', tap.call(i_name, 'break_glass.start'), i_request);
begin
    set constraints all immediate;
    set constraints all deferred;
    return l_answer;
end $$;
create function asks(i_name text) returns text language plpgsql as $$
begin
    perform tap.stepped(i_name);
    return (tap.start(i_name, '{"reason": "a leak"}')).code;
end $$;
create function joins(i_name text, i_glass uuid, i_change jsonb default '{}', i_header jsonb default '{}', i_by text default null) returns text language plpgsql as $$
begin
    perform tap.stepped(i_name, b.digest) from access.break_glass b where b.break_glass_id = i_glass;
    return (tap.start(i_name, tap.joining(i_name, i_glass, i_change, i_header, i_by))).code;
end $$;
create function glass() returns uuid language sql as $$
    select break_glass_id from access.break_glass order by break_glass_id desc limit 1;
$$;
create function state() returns text language sql as $$
    select b.state || coalesce(' ' || b.ended_for, '') || coalesce(' ' || b.justified, '') from access.break_glass b where b.break_glass_id = tap.glass();
$$;
create function does(i_name text, i_function text, i_action text, i_type text, i_object uuid, i_more jsonb default '{}') returns text language sql as $$
    select (tap.door(i_function, tap.call(i_name, i_action, jsonb_build_object('object_type', i_type, 'object', i_object)),
                     jsonb_build_object(i_type, i_object, 'reason', 'a leak') || i_more)).code;
$$;
create function suspends(i_name text, i_whom text) returns text language sql as $$
    select tap.does(i_name, 'suspend_account', 'account.suspend', 'account', tap.account(i_whom));
$$;
create function finishes(i_name text) returns text language sql as $$
    select tap.does(i_name, 'end_break_glass', 'break_glass.end', 'break_glass', tap.glass());
$$;
create function tick() returns text language plpgsql as $$
declare
    l_done text := (tap.door('tick', tap.call('nobody', 'clock.tick') - 'handle', '{}')).body ->> 'done';
begin
    set constraints all immediate;
    set constraints all deferred;
    return l_done;
end $$;
create function review() returns uuid language sql as $$ select b.review_id from access.break_glass b where b.break_glass_id = tap.glass() $$;
create function decides(i_name text, i_verdict text) returns text language plpgsql as $$
declare
    l_code text := tap.decide(i_name, tap.review(), i_verdict);
begin
    set constraints all immediate;
    set constraints all deferred;
    return l_code;
end $$;
create function device(i_name text) returns uuid language sql as $$ select device_id from identity.device where account_id = tap.account(i_name) $$;
create function told(i_name text) returns text language sql as $$
    select coalesce(string_agg(n.code, ' ' order by n.notification_id), '') from ops.notification n where n.account_id = tap.account(i_name) and n.code like 'break_glass%';
$$;

select publish('{"level": "confidential"}') as low, publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as high,
       ((draft('a.author')).body->'record'->>'id')::uuid as draft \gset
select granted('b.reader', :'low') as given, granted('a.colleague', :'low') as held \gset
set constraints all immediate;
set constraints all deferred;

-- --- one asks

select is(asks(name), 'forbidden', name || ' does not start one') from unnest(array['a.author', 'a.auditor', 'a.compliance1', 'b.auditor', 'r.auditor', 'oper.audit1']) name;
select is((start('a.officer', request)).code, 'invalid_value', 'nor anybody by ' || request::text)
  from unnest(array['{}'::jsonb, '{"reason": "a leak", "break_glass": "01a20000-0000-7000-8000-000000000000"}']) request;
select is((start('a.officer', '{"reason": "a leak"}'))::text, row('step_up_required', jsonb_build_object('operation', 'break_glass.start', 'digest', ops.base64url(sha256(''))))::gateway.answer::text,
          'without a step-up over this very call (JR-5.1)');
insert into identity.step_up (session_id, operation, digest, expires_at) values (session('a.officer'), 'break_glass.start', ops.base64url(sha256('x')), now() + interval '1 minute');
select is((start('a.officer', '{"reason": "a leak"}')).code, 'step_up_required', 'nor with one over another');
select is((select count(*) from access.break_glass), 0::bigint, 'what was refused is not there');
select is(asks('a.officer'), 'ok', 'an officer asks');
select is(state(), 'asked', 'it waits for the second person');
select is((select count(*) from identity.step_up where spent_at is null and digest = ops.base64url(sha256('')) and session_id = session('a.officer')), 0::bigint, 'the step-up is spent by it');
select is(asks('a.reviewer1'), 'conflict', 'there is one at a time');
select is(asks('oper.system1'), 'ok', 'in an institution; another has its own');
select is(told('a.reviewer1') || ',' || told('a.auditor') || ',' || told('a.author'), 'break_glass.asked,break_glass.asked,', 'who could start or review one is told');
select is(told('oper.audit1') like '%break_glass.asked%', true, 'the operator''s reviewers, too');
select is((select string_agg(a.grade, ' ') from ops.alert a where a.code like 'break_glass%' and a.institution_id = institution('BANKA')), 'warning', 'an alert says so');
select is(suspends('a.officer', 'a.reviewer2'), 'last_holder', 'what is asked lets nobody do anything');
select is(does('a.officer', 'revoke_session', 'session.revoke', 'session', session('a.author')), 'not_found', 'nor end what is others''');

-- --- another person joins

update access.break_glass set until_at = now() - interval '1 second' where institution_id = institution('OPER');
select is(tick() || ' ' || state(), '1 lapsed time', 'where nobody joins in time it lapses');
select is(joins('oper.system2', glass()), 'conflict', 'and is not joined any more');
create or replace function glass() returns uuid language sql as $$ select break_glass_id from access.break_glass where institution_id = tap.institution('BANKA') order by break_glass_id desc limit 1 $$;
select is(joins('a.officer', glass()), 'own_request', 'nobody is two persons');
update identity.account set person_id = (select person_id from identity.account where name = 'a.officer') where name = 'a.reviewer2';
delete from identity.account_role where account_id = account('a.reviewer2');
insert into identity.account_role values (account('a.reviewer2'), 'account.officer');
select is(joins('a.reviewer2', glass()), 'own_request', 'nor by another account');
update identity.account set person_id = (select person_id from identity.person where number = 'a.reviewer2') where name = 'a.reviewer2';
delete from identity.account_role where account_id = account('a.reviewer2');
insert into identity.account_role values (account('a.reviewer2'), 'account.reviewer');
select is(joins('a.auditor', glass()), 'forbidden', 'nor who may not');
select is(joins('oper.system1', glass()), 'not_found', 'nor who is of another institution');
select is(joins('a.reviewer1', ops.uuid_v7()), 'not_found', 'nor what there is not');
update identity.account set state = 'locked' where name = 'a.officer';
select is(joins('a.reviewer1', glass()), 'conflict', 'nor while who asked can do nothing');
update identity.account set state = 'active' where name = 'a.officer';
delete from identity.step_up;
select is((start('a.reviewer1', joining('a.reviewer1', glass())))::text, (select row('step_up_required', jsonb_build_object('operation', 'break_glass.start', 'digest', ops.base64url(b.digest)))::gateway.answer::text
            from access.break_glass b where b.break_glass_id = glass()), 'nor without a step-up over what is asked for');
select is((select b.payload::jsonb from access.break_glass b where b.break_glass_id = glass()),
          (select jsonb_build_object('break_glass', b.break_glass_id, 'institution', 'BANKA', 'reason', 'a leak', 'asked_by', account('a.officer'), 'asked_at', ops.format_time(b.asked_at), 'minutes', 15)
             from access.break_glass b where b.break_glass_id = glass()), 'what is asked for is pinned, and all that is shown');

-- What they sign is just this (JR-5.2).
select is(joins('a.reviewer1', glass(), change, header, by), code, what)
  from (values ('{"digest": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}'::jsonb, '{}'::jsonb, null::text, 'wrong_digest', 'another digest'),
               ('{"nonce": "AAAAAAAAAAAAAAAAAAAAAA"}', '{}', null, 'bad_countersignature', 'another nonce'),
               ('{"review": "01a20000-0000-7000-8000-000000000000"}', '{}', null, 'bad_countersignature', 'another break-glass'),
               ('{"kind": "account.reinstate"}', '{}', null, 'bad_countersignature', 'another kind'),
               ('{"stage": "accounts"}', '{}', null, 'bad_countersignature', 'another stage'),
               ('{"round": 2}', '{}', null, 'bad_countersignature', 'another round'),
               ('{"base": 1}', '{}', null, 'bad_countersignature', 'another version'),
               ('{"policy": 2}', '{}', null, 'bad_countersignature', 'another policy'),
               ('{"verdict": "reject"}', '{}', null, 'bad_countersignature', 'another verdict'),
               ('{"comment_digest": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}', '{}', null, 'bad_countersignature', 'a comment'),
               ('{"aud": "elsewhere"}', '{}', null, 'bad_countersignature', 'another platform'),
               ('{"v": 2}', '{}', null, 'bad_countersignature', 'another version of the form'),
               ('{"more": 1}', '{}', null, 'bad_countersignature', 'a member more'),
               ('{"at": "2020-01-01T00:00:00Z"}', '{}', null, 'bad_countersignature', 'another time'),
               ('{}', '{"typ": "attestation+jws"}', null, 'bad_countersignature', 'another type'),
               ('{}', '{}', 'a.reviewer2', 'bad_countersignature', 'another''s key'),
               ('{}', '{}', 'a.officer', 'bad_countersignature', 'the key of who asked'),
               (jsonb_build_object('account', account('a.reviewer2')), '{}', 'a.reviewer2', 'bad_countersignature', 'another''s word')) t (change, header, by, code, what);
select is((start('a.reviewer1', request)).code, 'bad_countersignature', what)
  from (values (jsonb_build_object('break_glass', glass()), 'no signature'),
               (joining('a.reviewer1', glass()) || '{"countersignature": "x.y.z"}', 'no JWS'),
               (joining('a.reviewer1', glass()) - 'countersignature' || jsonb_build_object('signing_input', joining('a.reviewer1', glass()) -> 'countersignature', 'assertion', '{}'::jsonb),
                'a passkey''s answer where there is none'),
               (joining('a.reviewer1', glass()) || '{"assertion": {}}', 'nor is a code saved by an answer that nobody looked at')) t (request, what);
update identity.device set state = 'revoked', revoked_at = now() where account_id = account('a.reviewer1');
select isnt(joins('a.reviewer1', glass()), 'ok', 'nor by the key of a device that was removed');
update identity.device set state = 'bound', revoked_at = null where account_id = account('a.reviewer1');
update identity.device set class = 'software' where account_id = account('a.reviewer1');
select is(joins('a.reviewer1', glass()), 'device_class', 'nor from a device by which nobody could judge it');
update identity.device set class = 'certificate' where account_id = account('a.reviewer1');
select is(state(), 'asked', 'it waits still');
select joining('a.reviewer1', glass()) as word \gset
select is(joins('a.reviewer1', glass()), 'ok', 'a second person joins');
select is((select e.digest from audit.entry e where e.action = 'break_glass.started' and e.object = glass()::text),
          (select ops.base64url(sha256(convert_to(b.countersignature, 'UTF8'))) from access.break_glass b where b.break_glass_id = glass()), 'the log names what they signed');
select is((select e.digest from audit.entry e where e.action = 'break_glass.asked' and e.object = glass()::text),
          (select ops.base64url(b.digest) from access.break_glass b where b.break_glass_id = glass()), 'and what it was asked for');
select is((select b.signer ->> 'spki' from access.break_glass b where b.break_glass_id = glass()),
          (select ops.base64url(d.signing_key) from identity.device d where d.account_id = account('a.reviewer1')), 'the key is kept');
select is((select b.state || ' ' || (b.until_at - b.joined_at) from access.break_glass b where b.break_glass_id = glass()), 'active 00:15:00', 'for fifteen minutes');
select is(joins('a.reviewer2', glass()), 'conflict', 'there is no third');
select is(told('a.officer'), 'break_glass.started', 'who asked is told');
select is((select string_agg(a.grade, ' ' order by a.alert_id) from ops.alert a where a.code like 'break_glass%' and a.institution_id = institution('BANKA')), 'warning critical', 'and everybody by an alert');

-- --- what both may then

select is(suspends('a.reviewer1', 'a.reviewer1'), 'own_request', 'not over oneself');
select is(suspends('a.reviewer1', 'b.reader'), 'not_found', 'not in another institution');
select is(suspends('a.reviewer2', 'a.author'), 'forbidden', 'not who is none of the two');
select is(suspends('a.reviewer1', 'a.department1'), 'ok', 'whoever joined suspends, whom they could not by themselves');
select is(suspends('a.reviewer1', 'a.department1'), 'conflict', 'once');
select is(suspends('a.officer', 'a.reviewer2'), 'ok', 'and whom others need');
select is(does('a.officer', 'depart_account', 'account.depart', 'account', account('a.reviewer2'), '{"kind": "left"}'), 'conflict', 'but closes nobody of them before others have judged it');
select is((select e.reason_code || ' ' || (select string_agg(c.action || ' ' || c.object, ', ' order by c.action) from audit.entry c where c.cause = e.entry_id and c.action = 'break_glass.used')
             from audit.entry e where e.action = 'account.suspend' and e.outcome = 'done' and e.object = account('a.reviewer2')::text),
          'break_glass break_glass.used ' || glass(), 'the act''s entry says so, and names it by what it causes');
select is(does('a.officer', 'revoke_session', 'session.revoke', 'session', session('a.author')), 'ok', 'a session of somebody');
select is(does('a.officer', 'revoke_session', 'session.revoke', 'session', session('b.reader')), 'not_found', 'of the own institution');
select is(does('a.officer', 'end_sessions', 'session.end_all', 'account', account('a.colleague')), 'ok', 'all of somebody');
select is(does('a.officer', 'end_sessions', 'session.end_all', 'account', account('b.reader')), 'not_found', 'of the own institution, too');
select is((select count(*) from identity.live_session where account_id in (account('a.author'), account('a.colleague'))), 0::bigint, 'they are signed out');
select is(does('a.reviewer1', 'remove_device', 'device.remove', 'device', device('a.responsible1')), 'last_device', 'the last device with the word that it is meant');
select is(does('a.reviewer1', 'remove_device', 'device.remove', 'device', device('a.responsible1'), '{"last": "true"}'), 'ok', 'and then at once');
select is(does('a.reviewer1', 'remove_device', 'device.remove', 'device', device('b.reader'), '{"last": "true"}'), 'not_found', 'none of another institution');
select is(does('a.reviewer1', 'revoke_grant', 'grant.revoke', 'grant', :'given'), 'ok', 'a grant to the institution''s data');
select is(does('a.reviewer1', 'revoke_grant', 'grant.revoke', 'grant', :'held'), 'ok', 'and one that its people hold');
select is(does('a.reviewer1', 'revoke_grant', 'grant.revoke', 'grant', :'held'), 'conflict', 'once');
select is(does('a.officer', 'withdraw_record', 'record.withdraw', 'record', :'draft'), 'not_found', 'no record that is not published');
select is(does('a.auditor', 'withdraw_record', 'record.withdraw', 'record', :'low'), 'forbidden', 'nor by anybody else');
select is((door('withdraw_record', call('a.officer', 'record.withdraw'), jsonb_build_object('record', :'high'::uuid, 'reason', 'a leak'))).body,
          jsonb_build_object('record', jsonb_build_object('id', :'high'::uuid, 'state', 'withdrawn')), 'a record that one may not know of, without a word about it');
select is((door('withdraw_record', call('a.reviewer1', 'record.withdraw'), jsonb_build_object('record', :'low'::uuid, 'reason', 'a leak'))).body #>> '{record,title}', null, 'nor of one that one has no permission to read');

-- --- and what not

select is((door('read_record', call('a.officer', 'record.read'), jsonb_build_object('record', :'high'::uuid))).code, 'forbidden', 'reading: a record');
select is(code, 'not_found', 'reading: ' || what)
  from (values ((door('read_review', call('a.officer', 'review.read'), jsonb_build_object('review', (select min(review_id::text) from review.review)))).code, 'a review'),
               ((door('list_grants', call('a.reviewer1', 'grant.list'), jsonb_build_object('account', account('a.colleague')))).code, 'grants')) t (code, what);
select is((door('list_entries', call('a.officer', 'entry.list'), '{}')).code, 'forbidden', 'the log');
select is((door('list_sessions', call('a.officer', 'session.list'), jsonb_build_object('account', account('a.auditor')))).body->'items'->0->>'current', 'true', 'others'' sessions');
select is(does(name, function, action, 'account', account('a.department1'), more), 'forbidden', 'giving back: ' || action || ' by ' || name)
  from (values ('a.reviewer1', 'reinstate_account', 'account.reinstate', '{}'::jsonb), ('a.reviewer1', 'unlock_account', 'account.unlock', '{}'),
               ('a.reviewer1', 'transfer_account', 'account.transfer', '{}'), ('a.reviewer1', 'depart_account', 'account.depart', '{"kind": "left"}'),
               ('a.reviewer1', 'reset_account', 'account.reset', '{}'), ('a.reviewer1', 'create_account', 'account.create', '{}')) t (name, function, action, more);
select throws_ok($$select tap.does('a.reviewer1', 'depart_account', 'account.suspend', 'account', tap.account('a.department1'), '{"kind": "left"}')$$, 'CS002', null, 'whatever the gateway calls it');
select is(does('a.officer', 'depart_account', 'account.depart', 'account', account('a.department2'), '{"kind": "left"}'), 'last_holder', 'nor closing whom others need');
select is((door('publish_record', call('a.officer', 'record.publish'), jsonb_build_object('record', :'draft'::uuid))).code, 'forbidden', 'publishing');
select is((select string_agg(a.action || ' ' || (select n.name from identity.account n where n.account_id = a.account_id), ', ' order by a.acted_at) from access.break_glass_act a),
          'account.suspend a.reviewer1, account.suspend a.officer, session.revoke a.officer, session.end_all a.officer, device.remove a.reviewer1, grant.revoke a.reviewer1, '
          'grant.revoke a.reviewer1, record.withdraw a.officer, record.withdraw a.reviewer1', 'all that was done is kept, and nothing that was refused');

-- --- it ends, and is judged

select is(finishes('a.auditor'), 'not_found', 'nobody else ends it');
select is(finishes('oper.system1'), 'not_found', 'nor anybody elsewhere');
select is(finishes('a.reviewer1'), 'ok', 'one of the two does');
select is(state(), 'ended person', 'before its time');
select is(finishes('a.officer'), 'conflict', 'once');
select is(does('a.officer', 'revoke_session', 'session.revoke', 'session', session('a.auditor')), 'not_found', 'from then on it lets nobody do anything');
select is(suspends('a.reviewer1', 'a.department2'), 'forbidden', 'neither of them');
select is(asks('a.officer'), 'conflict', 'no other is asked for before it is reviewed');
select is(tick(), '1', 'the clock opens its review');
select is((select r.kind || ' ' || r.state || ' ' || (r.owner_id = r.institution_id) || ' ' || (r.payload::jsonb->>'ended_for') || ' ' || jsonb_array_length(r.payload::jsonb->'acts')
             from review.review r where r.review_id = review()), 'breakglass.review open true person 9', 'of its institution, with all that was done');
select is((select count(*) from jsonb_array_elements((select r.payload::jsonb->'acts' from review.review r where r.review_id = review())) a
             join audit.entry e on e.entry_id = (a->>'entry')::uuid and e.action = a->>'action' and e.reason_code = 'break_glass'), 9::bigint, 'by its entries');
select is((select string_agg(distinct a->>'reason', ', ') from jsonb_array_elements((select r.payload::jsonb->'acts' from review.review r where r.review_id = review())) a
            where a->>'action' in ('account.suspend', 'record.withdraw')), 'a leak', 'and why, where they said so');
select is(tick(), '0', 'once');
select is((door('start_break_glass', call('a.officer', 'break_glass.start'), '{"reason": "a leak"}')).body->>'review', review()::text, 'whoever asks for another is told which');
select is(decides(name, 'approve'), 'own_request', name || ' does not judge it') from unnest(array['a.officer', 'a.reviewer1']) name;
select (door('create_delegation', call('a.compliance1', 'delegation.create'), jsonb_build_object('to', 'a.reviewer1', 'permission', 'break_glass.review',
           'until', ops.format_time(now() + interval '1 day'), 'reason', 'leave'))).code as lent \gset
select is(:'lent' || ' ' || decides('a.reviewer1', 'approve'), 'ok own_request', 'nor in the name of one who could');
select is(decides('a.department2', 'approve'), 'not_found', 'nor who may not');
select is(does('a.officer', 'withdraw_review', 'review.withdraw', 'review', review()), 'forbidden', 'nobody withdraws it');
select is(decides('a.compliance1', 'return'), 'invalid_value', 'nor sends it back');
select is((door('plan_review', call('a.officer', 'review.plan'), '{"kind": "breakglass.review", "payload": {}}')).body->'refusal'->>'code', 'conflict', 'nor asks for one');
select is(decides('a.compliance1', 'approve') || ' ' || decides('a.auditor', 'approve'), 'ok ok', 'two others do');
select is(state(), 'reviewed person true', 'it was justified');
select is(told('a.officer') like '%break_glass.reviewed', true, 'the two are told');
select is((select count(*) from ops.alert where code = 'break_glass_unjustified'), 0::bigint, 'without an alert');

-- --- the next one: by time, rejected

select is(asks('a.officer'), 'ok', 'another is asked for then');
select stepped('a.reviewer1', b.digest) from access.break_glass b where b.break_glass_id = glass();
select is((start('a.reviewer1', :'word'::jsonb || change)).code, code, what)
  from (values ('{}'::jsonb, 'conflict', 'a word is good for one break-glass'), (jsonb_build_object('break_glass', glass()), 'wrong_digest', 'and for no other')) t (change, code, what);
select is(joins('a.reviewer1', glass(), jsonb_build_object('nonce', (select ops.base64url(b.nonce) from access.break_glass b where b.break_glass_id = (:'word'::jsonb ->> 'break_glass')::uuid))),
          'bad_countersignature', 'nor is the nonce of one in a word on another');
select is(joins('a.reviewer1', glass()), 'ok', 'and starts by its own');
update access.break_glass set until_at = now() - interval '1 second' where break_glass_id = glass();
select is(suspends('a.reviewer1', 'a.department2'), 'forbidden', 'past its time nobody does anything');
select is(tick() || ' ' || state(), '2 ended time', 'the clock ends it, and opens its review');
select is(tick(), '0', 'once');
select is(decides('a.compliance1', 'reject') || ' ' || decides('a.auditor', 'approve'), 'ok ok', 'whose judges differ');
select is(state(), 'reviewed time false', 'it was not justified');
select is((select a.grade || ' ' || (a.subject->>'review' = review()::text) from ops.alert a where a.code = 'break_glass_unjustified'), 'critical true', 'which is an alert');

-- --- it ends with one of the two, and the operator judges what nobody there can

select is(asks('a.officer') || ' ' || joins('a.reviewer1', glass()), 'ok ok', 'a third');
select is(suspends('a.officer', name), 'ok', name || ' is suspended') from unnest(array['a.auditor', 'a.compliance1', 'a.compliance2']) name;
select is(suspends('a.officer', 'a.reviewer1'), 'ok', 'one suspends the other');
select is(state(), 'ended suspended', 'that was the last of it');
select is(does('a.officer', 'revoke_session', 'session.revoke', 'session', session('a.department2')), 'not_found', 'one person has one person''s power again');
select is(tick(), '1', 'its review opens');
select is((select r.owner_id = institution('OPER') and r.institution_id = institution('BANKA') from review.review r where r.review_id = review()), true, 'at the operator: nobody there is left to judge');
select is(decides('oper.system1', 'approve'), 'not_found', 'whose system administrators have no say');
select review() as first \gset
update review.review set opened_at = now() - interval '9 days', due_at = now() - interval '8 days', expires_at = now() - interval '1 second' where review_id = :'first';
select is(tick() || ' ' || state(), '2 ended suspended', 'what they do not decide in time expires, which justifies nothing, and another review opens');
select is((select r.state from review.review r where r.review_id = :'first'), 'expired', 'in its place');
select is(review() <> :'first' and (select r.owner_id = institution('OPER') from review.review r where r.review_id = review()), true, 'at the operator');
select is(decides('oper.audit1', 'approve') || ' ' || decides('oper.security1', 'approve'), 'ok ok', 'whose security and audit administrators decide');
select is(state(), 'reviewed suspended true', 'and it is over');

-- --- nobody at all

create function able(i_like text, i_state text) returns void language sql as $$ update identity.account set state = i_state where name like i_like $$;
update identity.session set ended_at = null where account_id = account('a.reviewer1');
select able('a.reviewer%', 'active'), able('oper.security%', 'suspended'), able('oper.audit2', 'suspended');
select is(asks('a.officer'), 'undecidable', 'what nobody could review is not started');
select able('oper.security%', 'active');
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, permission, until_at, reason, state, granted_at)
select ops.uuid_v7(), 'function', a.account_id, a.institution_id, a.institution_id, 'break_glass.start', now() + interval '1 day', 'A stand-in.', 'granted', now()
  from identity.account a where a.name = 'a.department2';
select is(asks('a.officer') || ' ' || joins('a.department2', glass()), 'ok ok', 'what the operator could is, also by who was granted it');
select able('oper.security%', 'suspended');
select is((door('suspend_account', call('a.department2', 'account.suspend'), jsonb_build_object('account', account('a.author')))).body,
          jsonb_build_object('account', jsonb_build_object('id', account('a.author'), 'state', 'suspended')), 'who may not read accounts is told no more than that');
update access.grant set state = 'revoked', ended_at = now() where account_id = account('a.department2') and permission = 'break_glass.start';
select is(suspends('a.department2', 'a.colleague'), 'forbidden', 'who does not hold it any more does nothing by it');
select is(finishes('a.officer'), 'ok', 'it ends');
select is(tick() || ' ' || tick(), '1 0', 'without anybody to judge it an alert says so, once an hour');
select is((select grade from ops.alert where code = 'break_glass_unreviewed' and institution_id = institution('BANKA')), 'critical', 'of its institution');
select able('oper.%', 'active');
select is(tick() || ' ' || (review() is not null), '1 true', 'its review opens as soon as somebody is there');

-- --- who sees them

select is((select jsonb_array_length((door('list_break_glasses', call(name, 'break_glass.list'), '{}')).body->'items')), number, name || ' sees ' || number)
  from (values ('a.officer', 4), ('oper.audit1', 5), ('oper.security1', 1), ('r.auditor', 4), ('b.auditor', 0)) t (name, number);
select is((door('list_break_glasses', call(name, 'break_glass.list'), '{}')).code, 'forbidden', name || ' sees none') from unnest(array['a.department2', 'b.reader']) name;
select is((door('list_break_glasses', call('a.officer', 'break_glass.list'), '{"limit": 1}')).body #>> '{items,0,id}', glass()::text, 'the newest first');

-- --- the last word, whoever writes (GS-2.2.2)

create function tries(i_sql text) returns void language plpgsql as $$ begin execute i_sql; set constraints all immediate; end $$;
create function glass_of(i_one text, i_more text default '') returns text language sql as $$
    select format('insert into access.break_glass (institution_id, account_id, person_id, reason, until_at, policy, nonce, payload, digest)'
                  ' select a.institution_id, a.account_id, a.person_id, ''x'', now() + interval ''1 hour'', 1, review.make_nonce(), ''{}'', sha256(''{}'')'
                  ' from identity.account a where a.name = %L', i_one) || i_more;
$$;
select throws_ok(format('select tap.tries(%L)', statement), code, null, what)
  from (values (glass_of('a.officer'), '23505', 'two at a time'),
               ('update access.break_glass set state = ''active'' where state = ''lapsed''', 'CS018', 'what lapsed is not active'),
               ('update access.break_glass set state = ''asked'', review_id = null, justified = null, ended_at = null, ended_for = null where state = ''reviewed''', 'CS018', 'what was reviewed does not begin anew'),
               ('update access.break_glass set until_at = until_at + interval ''1 minute'' where state = ''ended''', 'CS018', 'no more time'),
               ('update access.break_glass set reason = ''y''', 'CS018', 'no other reason'),
               ('update access.break_glass set state = ''reviewed'', justified = true where state = ''ended''', 'CS018', 'no verdict but its review''s'),
               ('delete from access.break_glass', 'CS012', 'none vanishes'),
               ('update access.break_glass_act set action = ''x''', 'CS012', 'no act is another'),
               ('delete from access.break_glass_act', 'CS012', 'nor vanishes'),
               ('insert into access.break_glass_act (entry_id, break_glass_id, account_id, action, object_type, object_id) select ops.uuid_v7(), b.break_glass_id, b.account_id, ''x'', ''y'', ops.uuid_v7() from access.break_glass b where b.state = ''ended''', 'CS018', 'nothing is done when it is over')) t (statement, code, what);
update review.review set opened_at = now() - interval '9 days', due_at = now() - interval '8 days', expires_at = now() - interval '1 second' where review_id = review();
select is(asks('oper.system1'), 'ok', 'the operator''s own');
create function joined(i_name text, i_until text, i_change jsonb default '{}', i_by text default null) returns text language sql as $$
    select format('update access.break_glass b set state = ''active'', joined_account_id = a.account_id, joined_person_id = a.person_id, joined_at = now(), until_at = now() + interval %L,'
                  ' joined_device_id = d.device_id, countersignature = %L, signer = ''{}'''
                  ' from identity.account a join identity.device d on d.account_id = a.account_id where b.break_glass_id = %L and a.name = %L',
                  i_until, tap.joining(i_name, b.break_glass_id, i_change, '{}', i_by) ->> 'countersignature', b.break_glass_id, i_name)
      from access.break_glass b
     where b.state = 'asked';
$$;
select throws_ok(format('select tap.tries(%L)', statement), code, null, what)
  from (values (joined('oper.system2', '16 minutes'), '23514', 'sixteen minutes'),
               (joined('oper.system1', '5 minutes'), '23514', 'one person'),
               (joined('a.reviewer1', '5 minutes'), 'CS018', 'one of another institution'),
               (joined('oper.audit1', '5 minutes'), 'CS018', 'one who may not'),
               (joined('oper.system2', '5 minutes', '{"nonce": "AAAAAAAAAAAAAAAAAAAAAA"}'), 'CS018', 'with another word'),
               (joined('oper.system2', '5 minutes', '{}', 'oper.system1'), 'CS018', 'with another''s signature'),
               ('update access.break_glass b set state = ''active'', joined_account_id = a.account_id, joined_person_id = a.person_id, joined_at = now() from identity.account a where b.state = ''asked'' and a.name = ''oper.system2''',
                'CS018', 'without a word')) t (statement, code, what);
select lives_ok(format('select tap.tries(%L)', joined('oper.system2', '5 minutes')), 'two persons of the institution who may, for five minutes');
set constraints all deferred;
select is(does('oper.system1', 'revoke_grant', 'grant.revoke', 'grant', :'given'), 'not_found', 'who end nothing that is of other institutions');
select is(suspends('oper.system1', 'a.department2'), 'not_found', 'nobody of others');
select is(suspends('oper.system1', 'oper.security1') || ' ' || suspends('oper.system2', 'oper.security2'), 'ok ok', 'but of their own all');

select * from finish();
rollback;
