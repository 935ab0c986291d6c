-- SPDX-License-Identifier: Apache-2.0
-- What is owed first, and the step-up that a decision spends (JR-5.1, GS-2.1.2, GS-2.1.3, RFC 9470).
\ir lib/platform.sql
select plan(54);

-- The shipped policies with one change, in force.
create function under(i_policy text, i_path text, i_value jsonb) returns integer language sql as $$
    select access.activate_policies((
        select jsonb_object_agg(d.name, case d.name when i_policy then jsonb_set(d.document::jsonb, i_path::text[], i_value) else d.document::jsonb end)
          from access.policy_document d where d.policy = access.current_policy()));
$$;
create function code(i_function text, i_name text, i_action text, i_request jsonb default '{}') returns text language sql as $$
    select (tap.door(i_function, tap.call(i_name, i_action), i_request)).code;
$$;
-- As a gateway would: the step of the code that came; null where it was wrong.
create function step_up(i_name text, i_step bigint, i_operation text, i_digest text) returns text language plpgsql as $$
declare
    l_request jsonb := jsonb_build_object('operation', i_operation, 'digest', i_digest);
    l_begun   gateway.answer := tap.door('begin_step_up', tap.call(i_name, 'session.step_up'), l_request);
begin
    if l_begun.code <> 'ok' then return l_begun.code; end if;
    return (tap.door('complete_step_up', tap.call(i_name, 'session.step_up'), l_request || jsonb_build_object(
        'attempt', l_begun.body->>'attempt', 'step', i_step))).code;
end $$;
create function enrol(i_name text, i_step bigint) returns text language plpgsql as $$
begin
    perform tap.door('begin_code', tap.call(i_name, 'otp.begin'), '{"sealed": "01aa"}');
    return (tap.door('confirm_code', tap.call(i_name, 'otp.confirm'), jsonb_build_object('sealed', '01aa', 'step', i_step))).code;
end $$;
create function digest_of(i_review uuid) returns text language sql as $$
    select ops.base64url(r.digest) from review.review r where r.review_id = i_review;
$$;

-- --- the second factor

select is(step_up('a.department1', 1, 'review.decide', ops.base64url(sha256('x'))), 'no_one_time_code', 'no step-up before a code is enrolled');
select is(code('read_proposed_code', 'a.department1', 'otp.confirm'), 'no_one_time_code', 'nothing to confirm before a seed is proposed');
select is(code('begin_code', 'a.department1', 'otp.begin', '{"sealed": "01aa"}'), 'ok', 'a first seed needs no step-up');
select is(step_up('a.department1', 1, 'review.decide', ops.base64url(sha256('x'))), 'no_one_time_code', 'a proposed seed opens nothing');
select is(code('confirm_code', 'a.department1', 'otp.confirm', '{"sealed": "01bb", "step": 100}'), 'invalid_otp', 'another seed than the proposed one is not confirmed');
select is(code('confirm_code', 'a.department1', 'otp.confirm', '{"sealed": "01aa", "step": null}'), 'invalid_otp', 'nor by a wrong code');
select is(code('confirm_code', 'a.department1', 'otp.confirm', '{"sealed": "01aa", "step": 100}'), 'ok', 'its first code puts it in force');
select is(code('confirm_code', 'a.department1', 'otp.confirm', '{"sealed": "01aa", "step": 101}'), 'invalid_otp', 'once');
select is(code('begin_code', 'a.department1', 'otp.begin', '{"sealed": "01cc"}'), 'step_up_required', 'a session alone does not change it (JR-5.1)');
select is((select sealed from identity.one_time_code where account_id = account('a.department1')), '\x01aa'::bytea, 'and it did not');
update identity.one_time_code set proposed = '\x01dd', proposed_at = now() - interval '61 minutes' where account_id = account('a.department1');
select is(code('read_proposed_code', 'a.department1', 'otp.confirm'), 'no_one_time_code', 'a seed that nobody confirmed within an hour is gone');

-- --- a decision spends a step-up

select lives_ok($$ select under('reviews', '{kinds,record.publish,step_up}', '"always"') $$, 'a policy asks for a step-up');
create table asked as select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review;
create function try(i_name text) returns text language sql as $$ select tap.decide(i_name, (select review from tap.asked), 'approve') $$;

select is(try('a.department1'), 'step_up_required', 'a decision without one is refused (JR-5.1)');
select is((select count(*) from review.decision where review_id = (select review from asked)), 0::bigint, 'and nothing was decided');
select is(step_up('a.department1', 4611686018427387904, 'review.decide', ops.base64url(sha256('other'))), 'invalid_otp', 'a step far ahead is none, and spends no other');
select is(step_up('a.department1', 101, 'review.decide', ops.base64url(sha256('other'))), 'ok', 'a step-up for another digest');
select is(try('a.department1'), 'step_up_required', 'does not serve');
select is(step_up('a.department1', 102, 'account.create', digest_of((select review from asked))), 'ok', 'one for another operation');
select is(try('a.department1'), 'step_up_required', 'does not serve');
select is(step_up('a.department1', 102, 'review.decide', digest_of((select review from asked))), 'otp_used', 'a step is used once');
select is(step_up('a.department1', 99, 'review.decide', digest_of((select review from asked))), 'otp_used', 'and none before it is good any more');
select is((select string_agg(state, ' ' order by attempt_id desc) from (
              select * from identity.attempt where account_id = account('a.department1') order by attempt_id desc limit 2) t),
          'void void', 'which is no guess');
select is((select count(*) from generate_series(1, 6) n
            where step_up('a.department1', 102, 'review.decide', ops.base64url(sha256('x'))) = 'otp_used'), 6::bigint, 'however often it comes');
select is(step_up('a.department1', null, 'review.decide', ops.base64url(sha256('x'))), 'invalid_otp', 'a wrong one is a guess');
select is(step_up('a.department1', 103, 'review.decide', digest_of((select review from asked))), 'ok', 'a step-up for this one');
update identity.step_up set expires_at = now() - interval '1 second' where operation = 'review.decide';
select is(try('a.department1'), 'step_up_required', 'too late it does not serve');
select is(step_up('a.department1', 104, 'review.decide', digest_of((select review from asked))), 'ok', 'in time');
select is(try('a.department1'), 'ok', 'it does');
select is((select count(*) from audit.entry where action = 'step_up.spent' and digest = digest_of((select review from asked))), 1::bigint, 'the log says that it was spent');
select is((select count(*) from identity.step_up where spent_at is not null), 1::bigint, 'and it is');

select is(enrol('a.responsible1', 100), 'ok', 'the next reviewer enrols');
insert into identity.step_up (session_id, operation, digest, expires_at)
select session('a.department1'), 'review.decide', digest_of((select review from asked)), now() + interval '5 minutes';
select is(try('a.responsible1'), 'step_up_required', 'a step-up of somebody else''s session does not serve');
update identity.one_time_code set last_step = 0 where account_id = account('a.responsible1');
select is((select count(*) from generate_series(1, 4) n where step_up('a.responsible1', null, 'review.decide', digest_of((select review from asked))) = 'invalid_otp'), 4::bigint, 'four wrong codes');
select is(step_up('a.responsible1', null, 'review.decide', digest_of((select review from asked))), 'account_locked', 'the fifth locks (JR-5.1)');
select is((select format('%s %s %s %s', l.grade, l.count, l.subject ->> 'kind', e.outcome)
             from ops.alert l join audit.entry e using (entry_id)
            where l.code = 'account_locked' and l.account_id = account('a.responsible1')),
          'warning 1 otp done', 'people are told');
select is(try('a.responsible1'), 'account_not_active', 'and who is locked decides nothing');

select lives_ok($$ select under('reviews', '{kinds,record.publish,step_up}', '"public"') $$, 'a policy asks for it above a level');
delete from asked;
insert into asked select submit('a.author', ((draft('a.author', '{"level": "public"}')).body->'record'->>'id')::uuid);
select is(try('a.department1'), 'ok', 'up to it none is needed');
delete from asked;
insert into asked select submit('a.author', ((draft('a.author', '{"level": "confidential"}')).body->'record'->>'id')::uuid);
select is(try('a.department1'), 'step_up_required', 'above it one is');

-- --- tries that a busy node gives back

create function reserve(i_name text) returns uuid language sql as $$
    select ((tap.door('begin_step_up', tap.call(i_name, 'session.step_up'), '{"operation": "review.decide"}')).body->>'attempt')::uuid;
$$;
create function voided(variadic i_attempts uuid[]) returns integer language plpgsql as $$
declare
    l_number integer;
begin
    set local role cs_gateway;
    l_number := gateway.void_attempts(i_attempts);
    reset role;
    return l_number;
end $$;
select enrol('a.responsible2', 100) as enrolled \gset
select reserve('a.responsible2') as mine, reserve('a.department1') as other \gset
select is(voided(:'mine', :'other'), 1, 'a try that was not looked at is given back, of one account (GS-2.2.1)');
select is((select string_agg(state, ' ' order by state) from identity.attempt where attempt_id in (:'mine', :'other')), 'pending void', 'the other waits');
select is(voided(:'mine'), 0, 'once');
select is((select count(*) from identity.attempt t where t.account_id = account('a.responsible1') and t.state = 'failed'
              and voided(t.attempt_id) <> 0), 0::bigint, 'what has failed has failed');
select is(voided(variadic '{}'), 0, 'nothing is nothing');

-- --- what is owed first

select is(identity.list_owed(account('b.reader')), '{}', 'nobody owes anything under the shipped policies');
select lives_ok($$ select under('terms', '{required}', 'true') $$, 'a policy requires the terms');
select is((door('list_accounts', call('a.officer', 'account.list'), '{}')).body->'must', '["accept_terms"]', 'what is owed is named (GS-2.1.3)');
select is(code('list_accounts', 'a.officer', 'account.list'), 'owed_first', 'and nothing else is done before');
select is(code('read_me', 'a.officer', 'me.read'), 'ok', 'but for who one is');
select is(code('accept_terms', 'a.officer', 'terms.accept', '{"version": 2}'), 'conflict', 'terms that are not in force are not accepted');
select is(code('accept_terms', 'a.officer', 'terms.accept', '{"version": 1}'), 'ok', 'those that are are');
select is(code('list_accounts', 'a.officer', 'account.list'), 'ok', 'then the way is free');
select lives_ok($$ select under('sessions', '{one_time_code,tiers}', '["advanced"]') $$, 'a policy asks holders of advanced permissions for codes');
select is(array[code('list_accounts', 'a.officer', 'account.list'), identity.list_owed(account('a.author'))::text], array['owed_first', '{accept_terms}'], 'they owe one, others do not (JR-5.1)');

select * from finish();
rollback;
