-- SPDX-License-Identifier: Apache-2.0
-- Transport keys belong to one account for ever, and a DPoP proof is good for one call (GS-2.1.3, RFC 9449).
\ir lib/platform.sql
select plan(21);

-- One key, one account, for ever.
create function bind(i_name text, i_thumbprint text, i_kid text, i_state text default 'bound') returns void language sql as $$
    insert into identity.device (account_id, class, transport, thumbprint, signer, kid, signing_key, state, bound_at)
    values (tap.account(i_name), 'software', 'browser', i_thumbprint, case when i_kid is not null then 'key' end, i_kid, '\x00', i_state, now());
$$;
create function digest(i_text text) returns text language sql as $$ select ops.base64url(sha256(convert_to(i_text, 'UTF8'))) $$;
select lives_ok($$select bind('b.reader', digest('jkt'), digest('jkt'))$$, 'a browser''s key is transport and signing key in one');
select is((select account_id from identity.device_key where thumbprint = digest('jkt')), account('b.reader'), 'and is noted');
update identity.device set state = 'revoked', revoked_at = now() where thumbprint = digest('jkt');
select throws_ok($$select bind('a.author', digest('jkt'), digest('other'))$$, '23505', null, 'it is no other device''s');
select throws_ok($$select bind('a.author', digest('new'), digest('jkt'))$$, null, null, 'nor another account''s signing key');
select throws_ok($$select bind('a.author', digest('new'), (certificate('b.reader'))->>'thumbprint')$$, '23503', null, 'as what was a transport key before');
select throws_ok($$select bind('a.author', (certificate('b.reader'))->>'kid', digest('new'))$$, '23503', null, 'nor one''s transport key that signs for another');
select throws_ok($$update identity.device set kid = (certificate('b.reader'))->>'thumbprint' where account_id = account('a.author')$$,
                 '23503', null, 'and no device changes to it');
select ok(not identity.claim_device_key(account('a.author'), digest('jkt')), 'who claims it is told');
select ok(identity.claim_device_key(account('b.reader'), digest('jkt')), 'but its own account');
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
select * from finish();
rollback;
