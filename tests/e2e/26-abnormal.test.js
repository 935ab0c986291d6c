// SPDX-License-Identifier: Apache-2.0
// Must hold 6: what is unusual about a sign-in is told to people, and costs its source, not the account.
import test from 'node:test';
import assert from 'node:assert/strict';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { enrolRequest, join, newcomer } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

test('alerts_are_read_by_those_whose_work_it_is_and_by_nobody_else__GS_2_2_2', async () => {
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  assert.ok(Array.isArray((await auditor.read('/v1/alerts?limit=5')).items));
  const security = await person({ role: 'admin.security' });
  assert.ok(Array.isArray((await security.read('/v1/alerts?code=device_unbound')).items));
  const author = await person({ institution: 'BANKA', role: 'author' });
  refused(await author.get('/v1/alerts'), 403, 'forbidden');
  refused(await security.get('/v1/alerts?account=me', { unchecked: true }), 400, 'wrong_type');
  refused(await security.get('/v1/alerts?grade=critical', { unchecked: true }), 400, 'unknown_member');
});

test('a_try_from_an_unbound_device_is_told_to_the_institution_and_costs_the_account_nothing__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  const other = newcomer('BANKA');
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => other.client.post('/v1/sessions',
    { account: i % 2 ? somebody.account : 'banka.nobody.at.all', password: somebody.password }, { token: null })));
  for (const answer of answers) assert.equal(refused(answer, 403, 'device_not_bound').detail, answers[0].body.detail);
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  const [alert] = (await auditor.read(`/v1/alerts?code=device_unbound&account=${somebody.id}`)).items;
  assert.equal(`${alert.count} ${alert.network}`, '3 127.0.0.0');
  assert.equal(superuser(`select count(*) from identity.attempt where account_id = '${somebody.id}' and state <> 'succeeded'`), '0');
  await somebody.signIn();
});

test('a_sign_in_from_another_network_is_told_once__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  const elsewhere = somebody.connect({ localAddress: '127.0.7.9' });
  expect(await elsewhere.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 201);
  expect(await elsewhere.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 201);
  elsewhere.close();
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  const { items } = await auditor.read(`/v1/alerts?code=new_network&account=${somebody.id}`);
  assert.deepEqual(items.map((alert) => `${alert.count} ${alert.network}`), ['1 127.0.7.0']);
  assert.ok(items[0].entry, 'with an entry');
});

test('whoever_has_an_authenticator_gives_its_code_from_a_new_network__JR_5_1', async () => {
  const somebody = await join('BANKA', { roles: ['reviewer.department'] });
  const elsewhere = somebody.connect({ localAddress: '127.0.8.9' });
  const signIn = (members) => elsewhere.post('/v1/sessions', { account: somebody.account, password: somebody.password, ...members }, { token: null });
  refused(await signIn(), 401, 'otp_required');
  refused(await signIn({ otp: '000000' }), 401, 'invalid_otp');
  refused(await signIn({ otp: await somebody.code(), password: 'wrong-Password-1' }), 401, 'invalid_credentials');
  expect(await signIn({ otp: await somebody.code() }), 201);
  expect(await signIn(), 201);
  elsewhere.close();
  await somebody.signIn();
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  const { items } = await auditor.read(`/v1/alerts?code=new_network&account=${somebody.id}`);
  assert.deepEqual(items.map((alert) => alert.count), [1], 'told once, of the sign-in that succeeded');
});

test('who_guesses_at_enrolment_codes_waits_and_is_told_of_like_who_guesses_at_names__GS_2_1_3', async () => {
  const stranger = newcomer('BANKA');
  const client = stranger.connect({ localAddress: '127.0.9.9', sockets: 8 });
  const guess = () => client.post('/v1/devices', enrolRequest(stranger, `${'A'.repeat(22)}.${'A'.repeat(22)}`), { token: null });
  const answers = [];
  while (answers.length < 600 && !answers.some(({ status }) => status === 429)) answers.push(...await Promise.all(Array.from({ length: 20 }, guess)));
  const [first] = answers;
  refused(first, 403, 'invalid_enrolment');
  const waits = answers.find(({ status }) => status === 429);
  const { retry_after: wait } = refused(waits, 429, 'too_many_requests');
  assert.ok(wait >= 1 && wait <= 4, `${wait} s`);
  assert.equal(Number(waits.headers['retry-after']), wait);
  assert.ok(answers.filter(({ status }) => status === 403).length >= 200, 'as many as the policy lets go free');
  client.close();
  assert.equal(superuser("select string_agg(distinct code, ' ') from ops.alert where network = '127.0.9.0'"), 'burst enrolment_refused');
});
