-- SPDX-License-Identifier: Apache-2.0
-- The way back: what k of n offline keys signed is done, once, and nothing else.
\ir lib/platform.sql
select plan(44);

create function der(i_name text) returns text language sql as $$
    select encode(pg_read_binary_file(format('%s/people/%s.der', current_setting('test.place'), i_name)), 'hex');
$$;
create function asked(i_request jsonb) returns jsonb language plpgsql as $$
declare
    l_answer jsonb;
begin
    set local role cs_operator;
    l_answer := operator.begin_recovery(i_request);
    reset role;
    return l_answer;
end $$;
create function words(i_challenge jsonb, variadic i_names text[]) returns jsonb language sql as $$
    select coalesce(jsonb_agg(tap.sign(n, 'recovery+jws', i_challenge)), '[]') from unnest(i_names) n;
$$;
create function applied(i_challenge jsonb, i_signatures jsonb) returns text language plpgsql as $$
declare
    l_call   jsonb := tap.call('nobody', 'platform.recover', jsonb_build_object('object_type', 'recovery', 'object', i_challenge->>'recovery')) || '{"handle": null}';
    l_answer jsonb;
begin
    set local role cs_operator;
    l_answer := operator.apply_recovery(l_call, jsonb_build_object('recovery', i_challenge->'recovery', 'signatures', i_signatures));
    reset role;
    return l_answer->>'code';
end $$;
create function state(i_name text) returns text language sql as $$ select state from identity.account where name = i_name $$;
create view latest as select * from audit.entry where action = 'platform.recover' order by entry_id desc limit 1;

-- What there is nothing to recover about.
select is(asked(request)->>'code', 'invalid_value', 'no challenge for ' || left(request::text, 70))
  from (values
    ('{"operation": "account.reinstate", "account": "a.author"}'::jsonb), ('{"operation": "account.reinstate", "account": "nobody.at.all"}'),
    ('{"operation": "policy.activate"}'), ('{"operation": "policy.activate", "policy": 2}'), ('{"operation": "record.publish", "account": "a.author"}'),
    ('{"operation": "device.bind", "account": "a.author"}'), ('{"account": "a.author"}'),
    (jsonb_build_object('operation', 'device.bind', 'account', 'a.author', 'certificate', der('b.reader')))) t (request);

select is(asked(request)->>'pointer', pointer, 'and it is told what is amiss with ' || left(request::text, 70))
  from (values
    ('{"operation": "account.reinstate", "account": "a.author"}'::jsonb, '/account'), ('{"operation": "account.reinstate", "account": "nobody.at.all"}', '/account'),
    ('{"operation": "policy.activate"}', '/policy'), ('{"operation": "device.bind", "account": "a.author"}', '/certificate')) t (request, pointer);

update identity.account set state = 'locked' where name in ('oper.system1', 'oper.system2');
select asked('{"operation": "account.reinstate", "account": "oper.system1"}') as asked \gset
select :'asked'::jsonb->'challenge' as challenge \gset
select is(:'asked'::jsonb->>'needed', '2', 'two keys are needed');
select is((select array_agg(k order by k) from jsonb_object_keys(:'challenge'::jsonb) k),
          array['account', 'aud', 'base', 'expires_at', 'keys', 'name', 'nonce', 'operation', 'recovery', 'v'], 'a challenge says all that will be done');

-- Refusals.
select is(applied(:'challenge', words(:'challenge', 'safe.one', 'safe.two')), 'invalid_value', 'no node of this name has ever served');
select ok(not exists (select from audit.entry where action = 'platform.recover'), 'so that nothing stands in the log under its name');
insert into ops.node values ('test', now());
select is(applied(:'challenge', '[]'), 'bad_signature', 'nobody signed');
select is(applied(:'challenge', words(:'challenge', 'safe.one')), 'bad_signature', 'one of two is too few');
select is(applied(:'challenge', words(:'challenge', 'safe.one', 'safe.one')), 'bad_signature', 'who signs twice is one');
select is(applied(:'challenge', words(:'challenge', 'safe.one', 'oper.security1')), 'bad_signature', 'an administrator''s key is none');
select is(applied(:'challenge', (select jsonb_agg(s) from (
              select sign('safe.one', 'countersignature+jws', :'challenge') union all select sign('safe.two', 'recovery+jws', :'challenge')) t (s))),
          'bad_signature', 'a signature of another use is none');
-- Signed beforehand: an entry's id may lie 5 s off its statement at most.
create table altered as select change, words(:'challenge'::jsonb || change, 'safe.one', 'safe.two') as signed
  from (values ('{"aud": "another.platform"}'::jsonb), ('{"nonce": "AAAAAAAAAAAAAAAAAAAAAA"}'), ('{"v": 2}'), ('{"base": 7}'), ('{"more": 1}'),
               ('{"operation": "policy.activate"}'), ('{"expires_at": "2099-01-01T00:00:00.000000Z"}'),
               (jsonb_build_object('account', account('a.author')))) t (change);
select is(applied(:'challenge', signed), 'bad_signature', 'altered: ' || change::text) from altered;
select is(state('oper.system1'), 'locked', 'and nothing has happened');
select is((select count(*) from audit.entry where action = 'platform.recover' and outcome = 'refused'), 13::bigint, 'but that it was tried is on record');
select ok(exists (select from ops.alert where code = 'recovery_refused' and grade = 'critical' and count > 1 and entry_id is not null), 'and alerted');

-- What two signed is done, once.
select words(:'challenge', 'safe.one', 'safe.three') as words \gset
select is(applied(:'challenge', :'words'), 'ok', 'two of three recover');
select is(state('oper.system1'), 'active', 'the account is active');
select ok((select cleared_at is not null from identity.account where name = 'oper.system1'), 'and its failures do not count');
select is(state('oper.system2'), 'locked', 'another one is not');
select is((select string_agg(e.action, ' ' order by e.entry_id) from audit.entry e join latest l on e.cause = l.entry_id), 'account.recovered alert.raised', 'both in the log');
select is(applied(:'challenge', :'words'), 'conflict', 'once');
select asked('{"operation": "account.reinstate", "account": "oper.system2"}')->'challenge' as challenge \gset
update identity.account set version = version + 1 where name = 'oper.system2';
select is(applied(:'challenge', words(:'challenge', 'safe.one', 'safe.two')), 'facts_moved', 'what moved since is not recovered');
select asked('{"operation": "account.reinstate", "account": "oper.system2"}')->'challenge' as challenge \gset
update identity.recovery set expires_at = now() - interval '1 second' where recovery_id = (:'challenge'::jsonb->>'recovery')::uuid;
select is(applied(:'challenge', words(:'challenge', 'safe.one', 'safe.two')), 'conflict', 'nor after its time');

-- A device.
update identity.account set name = 'banka.newcomer' where name = 'a.reviewer1';
select asked(jsonb_build_object('operation', 'device.bind', 'account', 'banka.newcomer', 'certificate', der('banka.newcomer')))->'challenge' as challenge \gset
select is(applied(:'challenge', words(:'challenge', 'safe.two', 'safe.three')), 'ok', 'a device is bound by recovery');
select is((select count(*) from identity.device where account_id = account('banka.newcomer') and state = 'bound'), 2::bigint, 'beside the one that was');

-- The former policy.
set constraints all deferred;
select access.activate_policies((select jsonb_object_agg(p.key, p.value || '{"version": 2}') from jsonb_each(policies()) p)) \g /dev/null
select asked('{"operation": "policy.activate"}')->'challenge' as challenge \gset
select is(applied(:'challenge', words(:'challenge', 'safe.two', 'safe.three')), 'ok', 'the former policies are activated');
select is(access.current_policy(), 3, 'as a new set');
select finish();
rollback;
