-- SPDX-License-Identifier: Apache-2.0
-- What surrounds each call: one entry, once, by whoever it is (GS-2.2.2, GS-4.3b).
\ir lib/platform.sql
select plan(44);

create function me(i_call jsonb) returns text language sql as $$ select (tap.door('list_record_types', i_call, '{}')).code $$;
create view latest as select * from audit.entry order by entry_id desc limit 1;

select is(me(call('b.reader', 'record_type.list')), 'ok', 'somebody signed in is served');
select is((select (outcome, account_id = account('b.reader'), institution_id = institution('BANKB'), session_id = session('b.reader'),
                   device_id is not null, device_class, node, policy, reason_code, clause)::text from latest),
          '(done,t,t,t,t,certificate,test,1,,GS-4.3c)', 'and the entry says who, from where and under which policy');
select is((select personal || encode(salt, 'hex') from audit.personal join latest using (entry_id)), '{}' || repeat('00', 32),
          'the personal part lies beside it, byte for byte');
select is(me(call('b.reader', 'record_type.list', '{"session": "01900000-0000-7000-8000-000000000000"}')), 'invalid_token',
          'a handle and another session do not fit');
select is(me(call('b.reader', 'record_type.list') || '{"handle": "00"}'), 'invalid_token', 'nor a handle that is none');
select is(me(call('b.reader', 'record_type.list') || jsonb_build_object('handle', encode(sha256(handle('b.reader')), 'hex'))), 'invalid_token',
          'nor what the database itself keeps of it');
select is(me(call('b.reader', 'record_type.list') || '{"handle": null}'), 'invalid_token', 'nor none');
select is((select outcome || coalesce(account_id::text, ' stranger') from latest), 'refused stranger', 'which is in the log');

-- That the session was used is noted last: a lock on it would come before all others.
update identity.session set last_used_at = last_used_at - idle / 2 where account_id = account('b.reader');
select last_used_at as aged from identity.session where account_id = account('b.reader') \gset
select is((select l.code || ' ' || (s.last_used_at = :'aged')::text
             from audit.begin_call(call('b.reader', 'record_type.list'), null, 'record_type.list') b, lateral (select coalesce(b.code, 'open') as code) l, identity.session s
            where s.account_id = account('b.reader')), 'open true', 'a call that has begun holds no session');
select is(me(call('b.reader', 'record_type.list')), 'ok', 'and one that has ended');
select ok((select last_used_at > :'aged' from identity.session where account_id = account('b.reader')), 'has used it');

-- The clock decides in which month an entry lies.
select is(me(call('b.reader', 'record_type.list', jsonb_build_object('id', ops.first_uuid(now() - interval '1 hour')))), 'clock', 'an old id is refused');
select is(me(call('b.reader', 'record_type.list', jsonb_build_object('id',
          overlay(ops.uuid_v7()::text placing left(ops.first_uuid(clock_timestamp() + interval '7 seconds')::text, 13) from 1 for 13)))), 'clock', 'one 7 s ahead too');
select is(me(call('b.reader', 'record_type.list', jsonb_build_object('id',
          overlay(ops.uuid_v7()::text placing left(ops.first_uuid(now() - interval '100 years')::text, 13) from 1 for 13)))), 'clock', 'and one of another century');
select is(me(call('b.reader', 'record_type.list', jsonb_build_object('id', gen_random_uuid()))), 'clock', 'and what is no UUIDv7');

-- Idempotency.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
create function keyed(i_record uuid, i_more jsonb) returns gateway.answer language sql as $$
    select tap.door('publish_record', tap.call('a.author', 'record.publish', jsonb_build_object('key', 'k1', 'object_type', 'record', 'object', i_record) || i_more), jsonb_build_object('record', i_record));
$$;
select (keyed(:'record', '{}')).body as first \gset
select is((keyed(:'record', '{}')).body, :'first'::jsonb, 'the same key and body give the same answer');
select is((select outcome || ' ' || reason_code from latest), 'done repeated', 'and an entry that says so');
select is((select count(*) from review.review where object_id = :'record'), 1::bigint, 'it happened once');
select is((keyed(:'record', '{"digest": "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "action": "record.publish"}')).code, 'ok', 'the same digest is the same body');
select is((keyed(:'record', jsonb_build_object('digest', ops.base64url(sha256('other'))))).code, 'idempotency_mismatch', 'another body under the key is refused');
select is((keyed(ops.uuid_v7(), '{}')).code, 'idempotency_mismatch', 'and the same body for another object');
select is((draft('a.author', '{}', '{"key": "k1"}')).code, 'ok', 'another route''s call under the key is another call');
select is((select object from ops.idempotency where action = 'record.create'), null, 'and what a call creates is new with each try');
select is((door('publish_record', call('b.reader', 'record.publish', '{"key": "k1"}'), jsonb_build_object('record', :'record'))).code, 'not_found',
          'a key is its account''s');
select is((door('destroy_record', call('a.author', 'record.destroy', jsonb_build_object('key', 'k1', 'object_type', 'record', 'object', :'record')), jsonb_build_object('record', :'record'))).code,
          'conflict', 'and its route''s');
select is((select count(*) from ops.idempotency where key = 'k1' and action = 'record.publish'), 1::bigint, 'a refusal keeps no key');
update ops.idempotency set created_at = now() - interval '25 hours';
select is((keyed(:'record', '{}')).code, 'conflict', 'a key lasts 24 hours');
update ops.idempotency set secret = true, answer = null, created_at = now();
insert into ops.idempotency (account_id, action, key, entry_id, digest, object, secret)
values (account('a.author'), 'record.publish', 'k2', ops.uuid_v7(), ops.base64url(sha256('')), :'record', true);
select is((keyed(:'record', '{"key": "k2"}')).code, 'already_shown', 'a secret is shown once');

-- What the gateway itself refuses, and what fails.
create function notes(i_function text, i_name text, i_code text) returns text language sql as $$
    select (tap.door(i_function, tap.call(i_name, 'call.refused') || case when i_name = 'nobody' then '{"handle": null}' else '{}'::jsonb end,
                     jsonb_build_object('code', i_code))).code;
$$;
select is(notes('record_refusal', 'b.reader', 'too_large'), 'ok', 'a refusal of the gateway is noted');
select is((select (outcome, reason_code, account_id = account('b.reader'))::text from latest), '(refused,too_large,t)', 'with whom it met and why');
select is(notes('record_failure', 'b.reader', 'internal'), 'ok', 'so is a failure');
select is((select outcome || ' ' || reason_code from latest), 'failed internal', 'as one');

-- Strangers cannot fill the log (JR-11.3.2).
update ops.stranger_minute set entries = 600;
insert into ops.stranger_minute values (date_trunc('minute', now()), 600), (date_trunc('minute', now() + interval '1 minute'), 600)
    on conflict do nothing;
select count(*) as before from audit.entry \gset
select is(notes('record_refusal', 'nobody', 'not_found'), 'ok', 'beyond their share strangers are answered all the same');
select is((select count(*) from audit.entry), :before::bigint, 'but not written down');
select is(me(call('b.reader', 'record_type.list') || '{"handle": null}'), 'invalid_token', 'also on a route');
select is((select count(*) from audit.entry), :before::bigint, 'nor there');
select is(notes('record_refusal', 'b.reader', 'not_found'), 'ok', 'who is known');
select is((select count(*) from audit.entry), :before::bigint + 1, 'is');

select is((select (p->>'writable', p->>'policy')::text from (select gateway.probe('node1')) t (p)), '(true,1)', 'a node learns that it can work');
select is((select count(*) from ops.node where node = 'node1'), 1::bigint, 'and has been seen');

-- Nothing rests on what the gateway calls a call (GS-2.2.2).
create function misnamed(i_function regprocedure) returns text language plpgsql as $$
declare
    l_call jsonb := tap.call('a.author', case when i_function::text like 'gateway.read_terms(%' then 'me.read' else 'terms.read' end);
begin
    set local role cs_gateway;
    execute format('select * from %s($1, $2%s)', i_function::regproc, case when i_function::text like '%bytea)' then ', $3' else '' end)
      using l_call, '{"code": "forbidden"}'::jsonb, '\x'::bytea;
    reset role;
    return 'it is called';
exception when others then
    return sqlstate;
end $$;

select is((select array_agg(f.oid::regproc::text order by f.oid::regproc::text) from pg_proc f where f.pronamespace = 'gateway'::regnamespace and f.oid::regprocedure::text ~ '\(jsonb,jsonb(,bytea)?\)$'
             and misnamed(f.oid) <> 'CS002'), array['gateway.record_failure', 'gateway.record_refusal'], 'no function is called under another''s action, but what says that nothing was done');
select throws_ok($$select tap.door('read_me', tap.call('a.author', 'me.read') #- '{entry,action}', '{}')$$, 'CS002', null, 'nor under none');
select throws_ok(format($$select tap.door('record_refusal', tap.call('a.author', 'record.release'), %L)$$, request), 'CS002', null, 'nothing is entered as done that was not: ' || request)
  from unnest(array['{"code": "ok"}', '{}']) request;

select * from finish();
rollback;
