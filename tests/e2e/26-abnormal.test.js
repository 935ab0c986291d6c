// SPDX-License-Identifier: Apache-2.0
// Must hold 6: what is unusual about a sign-in is told to people, and costs its source, not the account.
import test from 'node:test';
import assert from 'node:assert/strict';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { join, newcomer } from './lib/flows.js';
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
