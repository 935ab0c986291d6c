// SPDX-License-Identifier: Apache-2.0
// Passwords: changed by their person only, never to a weak or former one; hashed anew when the rules move (GS-2.1.2).
import test from 'node:test';
import assert from 'node:assert/strict';
import { connect, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { activate, enrolRequest, join, newcomer } from './lib/flows.js';
import { credentialOf, hashAs, renewPepper } from './lib/credentials.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const change = (somebody, current, next) => somebody.client.call('PUT', '/v1/password', { body: { current, new: next } });
const strong = (n) => `Teal+harbour%${n}`;
const signIn = (somebody, password) => somebody.client.post('/v1/sessions', { account: somebody.account, password }, { token: null });

test('a_new_password_takes_the_place_of_the_present_one__GS_2_1_2', async () => {
  const somebody = await join('BANKB');
  const former = somebody.password;
  expect(await change(somebody, former, strong(61)), 200);
  await somebody.read('/v1/me');
  refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: former }, { token: null }), 401, 'invalid_credentials');
  await somebody.signIn(strong(61));
});

test('weak_and_former_passwords_are_refused_where_they_stand__GS_2_1_2', async () => {
  const somebody = await join('BANKB');
  const present = somebody.password;
  const family = somebody.account.split('.').at(-1);
  for (const weak of ['Sh0rt-1', 'all-lower-case-words', 'Password!19', 'Woaini-5201314', `My-${family}-77x%`, 'Bankb+4711+xy', present, `${present}1`]) {
    const problem = refused(await change(somebody, present, weak), 422, 'weak_password');
    assert.equal(problem.pointer, '/new', weak);
    assert.ok(!JSON.stringify(problem).includes(weak), 'it is not repeated');
  }
  const middle = strong(62);
  expect(await change(somebody, present, middle), 200);
  assert.match(refused(await change(somebody, middle, present), 422, 'weak_password').detail, /before/);
});

test('what_others_know_of_a_person_is_in_no_password__JR_5_1', async () => {
  const somebody = newcomer('BANKB', { phone: '+86 138-0013-9527', birth_date: '1985-02-28', password: 'Grey-139527-wades' });
  const { code } = await activate(somebody);
  assert.match(refused(await somebody.client.post('/v1/devices', enrolRequest(somebody, code)), 422, 'weak_password').detail, /others know/);
  somebody.password = 'Grey-Heron-41-wades';
  expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code)), 201);
  await (await somebody.signIn()).settle();
  for (const weak of ['Teal+harbour%1985', 'Teal+0228%harbour', 'Teal+harbour%850228', 'Teal+1390013%9527139527']) {
    assert.match(refused(await change(somebody, somebody.password, weak), 422, 'weak_password').detail, /others know/, weak);
  }
  expect(await change(somebody, somebody.password, strong(66)), 200);
  assert.ok(!JSON.stringify(await somebody.read('/v1/me')).includes('9527'), 'nobody is shown it');
});

test('what_is_wrong_with_it_is_told_to_those_who_know_the_present_one__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  for (const [left, next] of [[2, 'weak'], [1, strong(63)]]) {
    assert.equal(refused(await change(somebody, 'wrong-Password-1', next), 401, 'invalid_credentials').attempts_left, left);
  }
  refused(await change(somebody, 'wrong-Password-1', strong(63)), 423, 'account_locked');
  refused(await somebody.get('/v1/me'), 403, 'account_not_active');
});

test('a_password_of_other_parameters_is_hashed_anew_at_sign_in__GS_2_1_2', async () => {
  const somebody = await join('BANKB');
  const policy = credentialOf(somebody);
  await somebody.signIn();
  assert.deepEqual(credentialOf(somebody), policy, 'not without a reason');
  hashAs(somebody, { mib: 8, iterations: 1 });
  const dated = credentialOf(somebody);
  refused(await signIn(somebody, 'wrong-Password-1'), 401, 'invalid_credentials');
  assert.deepEqual(credentialOf(somebody), dated, 'nor for a wrong one');
  await somebody.signIn();
  const { salt, output_digest: kept, ...rest } = credentialOf(somebody);
  assert.deepEqual([rest.memory_kib, rest.iterations, rest.set_at], [policy.memory_kib, policy.iterations, policy.set_at], 'it has not grown younger');
  assert.ok(salt !== dated.salt && kept !== dated.output_digest);
  await somebody.signIn();
  refused(await signIn(somebody, 'wrong-Password-1'), 401, 'invalid_credentials');
});

test('a_new_version_of_the_pepper_takes_over_at_the_next_sign_in__GS_2_1_2', async () => {
  const somebody = await join('BANKB');
  const [former, before] = [somebody.password, credentialOf(somebody)];
  const version = await renewPepper();
  refused(await signIn(somebody, 'wrong-Password-1'), 401, 'invalid_credentials');
  assert.deepEqual(credentialOf(somebody), before);
  await somebody.signIn();
  assert.equal(credentialOf(somebody).pepper, version);
  await somebody.signIn();
  expect(await change(somebody, former, strong(65)), 200);
  assert.match(refused(await change(somebody, strong(65), former), 422, 'weak_password').detail, /before/, 'history is compared under the pepper of its time');
});

test('what_must_be_changed_is_changed_first__GS_2_1_2', async () => {
  const somebody = await join('BANKB');
  superuser(`update identity.credential set set_at = now() - interval '91 days' where account_id = (select account_id from identity.account where name = '${somebody.account}')`);
  assert.deepEqual(refused(await somebody.get('/v1/reviews'), 403, 'owed_first').must, ['change_password']);
  await somebody.read('/v1/me');
  assert.ok((await somebody.signIn()).session.must.includes('change_password'));
  const { must } = expect(await change(somebody, somebody.password, strong(64)), 200);
  assert.ok(!must.includes('change_password'));
  await somebody.read('/v1/reviews');
});

test('a_phrase_is_shown_to_a_bound_device_only__JR_11_3_1', async () => {
  const [somebody, other] = [await join('BANKB'), await join('BANKB')];
  const phrase = (client, account = somebody.account) => client.get(`/v1/phrase?account=${account}`, { token: null });
  assert.equal(expect(await phrase(somebody.client), 200).phrase, null);
  assert.equal((await somebody.read('/v1/me')).phrase, null);
  expect(await somebody.client.call('PUT', '/v1/phrase', { body: { phrase: '蓝色的海 and a teapot' } }), 204);
  assert.equal(expect(await phrase(somebody.client), 200).phrase, '蓝色的海 and a teapot');
  assert.equal((await somebody.read('/v1/me')).phrase, '蓝色的海 and a teapot', 'and to who is signed in');
  assert.equal((await other.read('/v1/me')).phrase, null);
  refused(await phrase(other.client), 403, 'device_not_bound');
  refused(await phrase(somebody.client, 'banka.no.body'), 403, 'device_not_bound');
  refused(await phrase(connect()), 403, 'device_not_bound');
  assert.ok(!superuser("select string_agg(encode(sealed, 'escape'), '') from identity.phrase").includes('teapot'));
});
