-- SPDX-License-Identifier: Apache-2.0
-- Transport keys belong to one account for ever, and a DPoP proof is good for one call (GS-2.1.3, RFC 9449).
\ir lib/platform.sql
select plan(46);

-- One key, one account, for ever.
create function bind(i_name text, i_thumbprint text, i_kid text, i_state text default 'bound') returns void language sql as $$
    insert into identity.device (account_id, class, transport, thumbprint, signer, kid, signing_key, state, bound_at)
    values (tap.account(i_name), 'software', 'browser', i_thumbprint, case when i_kid is not null then 'key' end, i_kid, '\x00', i_state, now());
$$;
create function digest(i_text text) returns text language sql as $$ select ops.base64url(sha256(convert_to(i_text, 'UTF8'))) $$;
select lives_ok($$select bind('b.reader', digest('jkt'), digest('jkt'))$$, 'a browser''s key is transport and signing key in one');
select is((select account_id from identity.device_key where thumbprint = digest('jkt')), account('b.reader'), 'and is noted');
select ok(identity.claim_device_key(account('a.author'), digest('jkt'), false), 'naming a key shuts out nobody else who names it');
select ok(identity.claim_device_key(account('b.reader'), digest('jkt'), true), 'whoever proves it has it');
select ok(not identity.claim_device_key(account('a.author'), digest('jkt'), true), 'who named it before cannot any more');
select throws_ok($$update identity.device_key set proven_at = now() where thumbprint = digest('jkt')$$, '23505', null, 'nor can a row say so');
select identity.claim_device_key(account('b.reader'), c ->> k, true) from certificate('b.reader') c, unnest(array['thumbprint', 'kid']) k \g /dev/null
update identity.device set state = 'revoked', revoked_at = now() where thumbprint = digest('jkt');
select throws_ok($$select bind('a.author', digest('jkt'), digest('other'))$$, '23505', null, 'it is no other device''s');
select throws_ok($$select bind('a.author', digest('new'), digest('jkt'))$$, null, null, 'nor another account''s signing key');
select throws_ok($$select bind('a.author', digest('new'), (certificate('b.reader'))->>'thumbprint')$$, '23505', null, 'as what was a transport key before');
select throws_ok($$select bind('a.author', (certificate('b.reader'))->>'kid', digest('new'))$$, '23505', null, 'nor one''s transport key that signs for another');
select throws_ok($$update identity.device set kid = (certificate('b.reader'))->>'thumbprint' where account_id = account('a.author')$$,
                 '23505', null, 'and no device changes to it');
select ok(not identity.claim_device_key(account('a.author'), digest('jkt'), false), 'who names it is told');
select ok(identity.claim_device_key(account('b.reader'), digest('jkt'), false), 'but its own account');
select throws_ok($$set local role cs_door; delete from identity.device_key$$, '42501', null, 'nobody forgets a key');
reset role;
select throws_ok($$insert into identity.device (account_id, class, transport, thumbprint, state) values (account('a.author'), 'software', 'header', digest('x'), 'pinned')$$,
                 '23514', null, 'there are two transports');

-- A proof is good for one call.
create function shown(i_name text, i_proof text, i_more jsonb default '{}') returns text language sql as $$
    select (tap.door('list_record_types', tap.call(i_name, 'record_type.list', i_more) || jsonb_build_object('proof', encode(sha256(convert_to(i_proof, 'UTF8')), 'hex')), '{}')).code;
$$;
select is(shown('b.reader', 'p1'), 'ok', 'a fresh proof is taken');
select is(shown('b.reader', 'p1'), 'invalid_proof', 'a second time it is not');
select is((select outcome || ' ' || reason_code || ' ' || (account_id = account('b.reader')) from audit.entry order by entry_id desc limit 1),
          'refused invalid_proof true', 'and the entry says whose call it was');
select is(shown('a.author', 'p1'), 'invalid_proof', 'whoever shows it');
select is(shown('b.reader', 'p2', jsonb_build_object('id', ops.first_uuid(now() - interval '1 hour'))), 'clock', 'a call that the node repeats');
select is(shown('b.reader', 'p2'), 'ok', 'does not spend it');
select is((door('record_refusal', call('b.reader', 'call.refused') || jsonb_build_object('proof', encode(sha256('p3'), 'hex')), '{"code": "malformed"}')).code,
          'ok', 'a refusal');
select is(shown('b.reader', 'p3'), 'invalid_proof', 'spends it');
update ops.spent_proof set spent_at = now() - interval '11 minutes';
select ops.sweep();
select is((select count(*) from ops.spent_proof), 0::bigint, 'a proof is kept for ten minutes');
select throws_ok($$select shown('b.reader', 'p4', '{}') from (select set_config('x.x', '1', true)) t; select gateway.read_me(call('b.reader', 'me.read') || '{"proof": "00"}', '{}')$$,
                 '23514', null, 'what is no digest is no proof');
-- Begun anew after a reset: a key that nobody has confirmed waits for somebody, whatever was pinned or bound before.
create function begun_anew(i_name text, i_shown jsonb) returns jsonb language plpgsql as $$
declare
    l_answer gateway.answer;
begin
    insert into identity.enrolment as e (account_id, creator_half_digest, activator_half_digest, expires_at)
    values (tap.account(i_name), sha256('one'), sha256('two'), now() + interval '1 day')
        on conflict (account_id) do update set used_at = null;
    l_answer := tap.door('complete_enrolment', tap.call('nobody', 'device.enrol') - 'handle', i_shown || jsonb_build_object(
        'account', i_name, 'enrolment_code', 'one.two', 'label', 'another', 'output', repeat('0a', 32), 'salt', repeat('0b', 16),
        'memory_kib', 65536, 'iterations', 3, 'parallelism', 1, 'pepper', 1));
    return coalesce(l_answer.body, '{}') || jsonb_build_object('code', l_answer.code);
end $$;
create function of_file(i_name text) returns jsonb language sql as $$
    select jsonb_build_object('certificate', encode(pg_read_binary_file(format('%s/people/%s.der', current_setting('test.place'), i_name)), 'hex'));
$$;
create function another_key(i_name text) returns jsonb language sql as $$ select jsonb_build_object('key', tap.certificate(i_name)->>'spki') $$;
insert into identity.account_role (account_id, role) values (account('a.colleague'), 'account.reviewer');
select is(begun_anew('a.reviewer1', of_file('a.reviewer1'))->'device'->>'state', 'bound', 'the certificate that was confirmed goes on');
create table anew as select begun_anew('a.reviewer1', another_key('banka.newcomer')) as answer;
select is((select answer->'device'->>'state' || ' ' || (answer->'must'->>0) from anew), 'unconfirmed confirmation', 'a reviewer''s new browser waits for another person');
select is((select array[r.beneficiary_id = a.person_id, r.kind = 'device.bind', r.state = 'open']
             from review.review r, anew, identity.account a where r.review_id = (answer->'device'->>'review')::uuid and a.name = 'a.reviewer1'),
          array[true, true, true], 'which is neither themselves nor one of their accounts');
select is((select count(*) from identity.live_device d where d.account_id = account('a.reviewer1') and d.transport = 'browser'), 0::bigint, 'and counts for nothing until then');
-- Another certificate of the same name: what was bound was a different one.
create function forgets(i_name text) returns void language sql as $$
    insert into identity.device_key select tap.digest(i_name || k), tap.account(i_name) from unnest(array['x5t', 'kid']) k on conflict do nothing;
    update identity.device set thumbprint = tap.digest(i_name || 'x5t'), kid = tap.digest(i_name || 'kid') where account_id = tap.account(i_name);
$$;
select forgets('a.reviewer2') \g /dev/null
select is(begun_anew('a.reviewer2', of_file('a.reviewer2'))->'device'->>'state', 'unconfirmed', 'another certificate of a reviewer neither, though one was pinned before');
select forgets('a.author') \g /dev/null
select is(begun_anew('a.author', of_file('a.author'))->'device'->>'state', 'bound', 'who may neither review nor administer needs nobody');
update identity.device set state = 'pinned', bound_at = null where account_id = account('a.officer');
select is(begun_anew('a.officer', another_key('banka.other'))->>'code', 'invalid_enrolment', 'and where a certificate is pinned, it is that one');

-- An enrolment that is refused changes nothing: what waits, waits on.
create function waiting(i_name text) returns text language sql as $$
    select string_agg(d.kid || ' ' || r.state, ',') from identity.device d join review.review r using (review_id)
     where d.account_id = tap.account(i_name) and d.state = 'unconfirmed';
$$;
create table others as select * from identity.account_role where role in ('account.reviewer', 'admin.security') and account_id <> account('a.reviewer1');
delete from identity.account_role r using others o where (r.account_id, r.role) = (o.account_id, o.role);
select is(begun_anew('a.reviewer1', another_key('safe.three'))->>'code', 'undecidable', 'where nobody could confirm another key');
select is(waiting('a.reviewer1'), (certificate('banka.newcomer'))->>'kid' || ' open', 'the one that waits is not given up');
select is((select used_at from identity.enrolment where account_id = account('a.reviewer1')), null, 'and the code stays good');
insert into identity.account_role select * from others;
update anew set answer = answer || jsonb_build_object('former', answer->'device'->'review') || begun_anew('a.reviewer1', another_key('safe.three'));
select is(waiting('a.reviewer1'), (certificate('safe.three'))->>'kid' || ' open', 'when somebody can, it waits instead');
select is((select r.state from review.review r, anew where r.review_id = (answer->>'former')::uuid), 'withdrawn', 'and nobody is asked about the other any more');

-- Whoever is not confirmed is told of in the log, whatever ended the wait.
create function revoked(i_review text) returns text language sql as $$
    select string_agg(concat_ws(' ', c.action, (select a.name from identity.account a where a.account_id = e.account_id), (e.digest = d.kid)::text, d.state), ',')
      from review.review r
      join identity.device d on d.device_id = r.object_id
      join audit.entry e on e.action = 'device.revoked' and e.object = d.device_id::text
      join audit.entry c on c.entry_id = e.cause
     where r.review_id = i_review::uuid;
$$;
select answer->'device'->>'review' as review from anew \gset
select is(decide('a.colleague', :'review', 'reject'), 'ok', 'whoever does not know a key says so');
select is(revoked(:'review'), 'review.decide a.reviewer1 true revoked', 'its device is revoked, and the log says so');
select review_id as review from identity.device where account_id = account('a.reviewer2') and state = 'unconfirmed' \gset
update review.review set opened_at = opened_at - interval '9 days', due_at = due_at - interval '9 days',
                         expires_at = expires_at - interval '9 days' where review_id = :'review';
select is((door('tick', call('nobody', 'clock.tick') - 'handle', '{}')).code, 'ok', 'where nobody says anything in time');
select is(revoked(:'review'), 'clock.tick a.reviewer2 true revoked', 'likewise');

-- What could not be bound is proposed anew: its keys are spent.
select begun_anew('a.reviewer1', another_key('banka.other'))->'device'->>'review' as review \gset
update identity.account set state = 'suspended' where name = 'a.reviewer1';
select is(decide('a.colleague', :'review', 'approve'), 'ok', 'who is suspended gets no device');
select is((select state || ' ' || reason from review.review where review_id = :'review'), 'failed facts_moved', 'by whatever word');
update identity.account set state = 'active' where name = 'a.reviewer1';
select is((select code || ' ' || (body->>'detail') from door('resubmit_review', call('a.reviewer1', 'review.resubmit', jsonb_build_object('object_type', 'review', 'object', :'review')),
                                                             jsonb_build_object('review', :'review', 'payload', '{}'::jsonb))),
          'conflict its keys are spent: propose another device', 'and is told that it is not asked for once more');

-- With a signing key of its own only who needs nobody's word on the first.
create function with_signing_key(i_name text) returns jsonb language sql as $$
    select tap.of_file(i_name) || jsonb_build_object('signing_key', tap.certificate('banka.second')->>'spki', 'signing_proof', tap.sign('banka.second', 'device-key+jws', jsonb_build_object(
        'v', 1, 'aud', 'test.platform', 'account', i_name, 'thumbprint', tap.certificate(i_name)->>'thumbprint', 'at', ops.format_time(clock_timestamp()))));
$$;
select is((begun_anew('a.department1', with_signing_key('a.department1')) - 'detail')::text, '{"code": "invalid_value", "pointer": "/signing_key"}', 'who reviews signs with what was confirmed');
select is(begun_anew('b.reader', with_signing_key('b.reader'))->'device'->>'state', 'bound', 'who does not may name another key');

select * from finish();
rollback;
