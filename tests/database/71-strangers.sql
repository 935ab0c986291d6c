-- SPDX-License-Identifier: Apache-2.0
-- Strangers (JR-11.3.2) and unusual sign-ins (GS-2.2.1): summed, kept waiting, told to people; never the account's loss.
\ir lib/platform.sql
select plan(45);

create function from_network(i_call jsonb, i_address text) returns jsonb language sql as $$
    select i_call || jsonb_build_object('handle', null, 'personal', jsonb_build_object(
        'address', i_address, 'network', regexp_replace(i_address, '\d+$', '0'))::text);
$$;
create function try(i_account text, i_address text default '192.0.2.7') returns text language sql as $$
    select (tap.door('begin_sign_in', tap.from_network(tap.call('nobody', 'session.begin'), i_address),
                     jsonb_build_object('account', i_account, 'thumbprint', repeat('A', 43)))).code;
$$;
create function tick() returns text language sql as $$
    select (tap.door('tick', tap.call('nobody', 'clock.tick') || '{"handle": null}', '{}')).code;
$$;
create view strange as select * from audit.entry where action = 'session.begin' and account_id is null;
create view summed as select * from audit.entry where action = 'refusals.summed';

-- Sums.
select is(array(select distinct try(n) from unnest(array['a.author', 'a.author', 'nobody.at.all', 'a.officer']) n), array['device_not_bound'],
          'whoever there is or is not, an unbound device gets one answer');
select is((select count(*) from strange), 1::bigint, 'one entry a network, code and minute');
select is((select count from ops.refusal_sum), 4, 'the rest are summed');
select is(try('a.author', '198.51.100.7'), 'device_not_bound', 'another network');
select is((select count(*) from strange), 2::bigint, 'has an entry of its own');
select is((select count(*) from identity.attempt), 0::bigint, 'none of them is an attempt');
select is(tick(), 'ok', 'the clock ticks');
select is((select count(*) from summed), 0::bigint, 'a minute that runs is not summed');
update ops.refusal_sum set minute_at = minute_at - interval '2 minutes';
select is(tick(), 'ok', 'a minute later');
select is((select string_agg(reason_code, ' ') from summed), 'device_not_bound', 'what was refused more than once has an entry of its sum');
select is((select e.digest from summed e),
          (select ops.base64url(sha256(convert_to(countersign.canonicalize(jsonb_build_object(
              'id', s.sum_id, 'network', s.network, 'code', s.code, 'minute_at', ops.format_time(s.minute_at), 'count', s.count,
              'first_at', ops.format_time(s.first_at), 'last_at', ops.format_time(s.last_at))::text), 'UTF8')))
             from ops.refusal_sum s where s.count > 1), 'over the row that says how many, from where');
update ops.refusal_sum set minute_at = minute_at - interval '2 days';
select ops.sweep();
select is((select string_agg(count::text, ' ') from ops.refusal_sum), '4', 'which stays as long as the entry; what was refused once goes after a day');
select ok(not exists (select from summed e where e::text like '%192.0.2%'), 'and which no entry''s core names');
select is((select string_agg(e.action, ' ') from audit.entry e join summed s on s.cause = e.entry_id), 'clock.tick', 'caused by the clock');

-- Alerts.
select is((select count(*) from ops.alert where code = 'device_unbound' and account_id = account('a.author') and network = '192.0.2.0'), 1::bigint, 'the account''s institution is told');
select is((select count from ops.alert where code = 'device_unbound' and account_id = account('a.author') and network = '192.0.2.0'), 2, 'how often');
select is((select institution_id from ops.alert where code = 'device_unbound' and account_id is null), null, 'of nobody nobody but the operator');

-- Penalties grow and are capped; a bound device never waits.
update ops.source set refusals = 200 where network = '192.0.2.0';
select is(try('a.author'), 'too_many_requests', 'who tries often waits');
select is((select (penalties, round(extract(epoch from until_at - counted_at)))::text from ops.source where network = '192.0.2.0'), '(1,2)', '2 s at first');
select is(try('a.author', '198.51.100.7'), 'device_not_bound', 'another network does not');
select is((select count(*) from ops.alert where code = 'burst'), 1::bigint, 'a burst is an alert');
update ops.source set refusals = 200, until_at = null where network = '192.0.2.0';
select is(try('nobody.at.all'), 'too_many_requests', 'the next time');
select is((select round(extract(epoch from until_at - counted_at)) from ops.source where network = '192.0.2.0'), 4::numeric, 'twice as long');
update ops.source set refusals = 200, until_at = null, penalties = 40 where network = '192.0.2.0';
select is(try('a.author'), 'too_many_requests', 'and often');
select is((select round(extract(epoch from until_at - counted_at)) from ops.source where network = '192.0.2.0'), 900::numeric, 'never longer than the policy''s most');
insert into identity.credential (account_id, salt, memory_kib, iterations, parallelism, pepper, output_digest)
select account('a.author'), sha256('salt'), 19456, 2, 1, 1, sha256('') ;
select is((door('begin_sign_in', from_network(call('nobody', 'session.begin'), '192.0.2.7'), jsonb_build_object(
              'account', 'a.author', 'thumbprint', (certificate('a.author'))->>'thumbprint'))).code, 'ok', 'who has a bound device does not wait with them');

-- Who guesses at enrolment codes is a stranger like others.
create function guess(i_account text, i_address text) returns text language sql as $$
    select (tap.door('begin_enrolment', tap.from_network(tap.call('nobody', 'device.enrol'), i_address), jsonb_build_object(
                'account', i_account, 'enrolment_code', 'AAAA.BBBB', 'certificate', encode(pg_read_binary_file(format('%s/people/a.author.der', current_setting('test.place'))), 'hex')))).code;
$$;
select is(array(select distinct guess(n, '203.0.113.7') from unnest(array['a.author', 'nobody.at.all', 'a.officer']) n), array['invalid_enrolment'],
          'a wrong code, nothing to enrol and nobody: one answer');
select is((select string_agg(count::text, ' ') from ops.refusal_sum where network = '203.0.113.0' and code = 'invalid_enrolment'), '3', 'summed');
select is((select refusals from ops.source where network = '203.0.113.0'), 3, 'and counted like sign-ins');
select is((select sum(count) from ops.alert where code = 'enrolment_refused' and network = '203.0.113.0'), 3::bigint, 'told to those who watch');
update ops.source set refusals = 200 where network = '203.0.113.0';
select is(guess('a.author', '203.0.113.7'), 'too_many_requests', 'who guesses often waits');
select is(try('a.author', '203.0.113.8'), 'too_many_requests', 'with sign-ins too');
select is(guess('a.author', '203.0.113.8'), 'too_many_requests', 'and no code is looked at meanwhile');
create function asks_phrase() returns text language sql as $$
    select (tap.door('read_phrase', tap.from_network(tap.call('nobody', 'phrase.read'), '203.0.113.8'),
                     jsonb_build_object('account', 'a.author', 'thumbprint', repeat('A', 43)))).code;
$$;
select is(asks_phrase(), 'too_many_requests', 'nor a phrase');
delete from ops.source where network = '203.0.113.0';
select is(asks_phrase(), 'device_not_bound', 'which no unbound device sees');

-- What is unusual about a sign-in that succeeds.
create function signs_in(i_address text) returns text language plpgsql as $$
declare
    l_c audit.call := audit.begin_stranger_call(tap.from_network(tap.call('nobody', 'session.begin'), i_address), variadic null);
begin
    l_c.account_id := tap.account('b.reader');
    l_c.institution_id := tap.institution('BANKB');
    delete from ops.alert;
    perform ops.note_sign_in(l_c);
    return (select string_agg(code, ' ' order by code) from ops.alert where code <> 'odd_hour');
end $$;
alter table access.anomaly_policy disable trigger all;
update access.anomaly_policy set places = '[{"prefix": "192.0.2.0/24", "latitude": 39.9, "longitude": 116.4}, {"prefix": "198.51.100.0/24", "latitude": 51.5, "longitude": -0.1}]';
insert into identity.credential (account_id, salt, memory_kib, iterations, parallelism, pepper, output_digest)
select account('b.reader'), sha256('salt'), 19456, 2, 1, 1, sha256('') ;
select is(signs_in('192.0.2.7'), null, 'the first sign-in is new to nobody');
select is(signs_in('192.0.2.9'), null, 'nor a second from the same network');
select is(signs_in('203.0.113.7'), 'new_network', 'another network is');
update ops.sign_in set last_at = now() - interval '1 hour' where network = '192.0.2.0';
update ops.sign_in set last_at = now() - interval '2 hours' where network = '203.0.113.0';
select is(signs_in('198.51.100.7'), 'impossible_travel new_network', 'from Beijing to London in an hour nobody travels');
select ok((select must_change from identity.credential where account_id = account('b.reader')), 'a new password is owed then');
update ops.sign_in set last_at = now() - interval '12 hours' where network <> '192.0.2.0';
update ops.sign_in set last_at = now() - interval '24 hours' where network = '192.0.2.0';
select is(signs_in('192.0.2.7'), null, 'in half a day one may');

-- A one-time code is asked for where the policy says so, of whoever has one.
create function asks(i_address text) returns boolean language plpgsql as $$
declare
    l_c audit.call := audit.begin_stranger_call(tap.from_network(tap.call('nobody', 'session.begin'), i_address), variadic null);
begin
    l_c.account_id := tap.account('b.reader');
    return identity.needs_code(l_c);
end $$;
select ok(not asks('203.0.114.7'), 'whoever has no authenticator is asked for no code');
insert into identity.one_time_code (account_id, sealed, confirmed_at) values (account('b.reader'), '\x01aa', now());
select ok(asks('203.0.114.7'), 'whoever has one is, from a new network');
select ok(not asks('192.0.2.7'), 'and not from one that is known');
update access.anomaly_policy set one_time_code = '{}';
select ok(not asks('203.0.114.7'), 'nor where the policy names no signal');
select * from finish();
rollback;
