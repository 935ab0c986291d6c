// SPDX-License-Identifier: Apache-2.0
// Must hold 2: whatever races, three verifications of a password can fail, never a fourth.
import test from 'node:test';
import assert from 'node:assert/strict';
import { metrics, superuser } from './lib/platform.js';
import { refused } from './lib/client.js';
import { join } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

function hashesByWorker(read) {
  return Object.fromEntries(Object.entries(read).filter(([name]) => name.startsWith('countersign_password_hashes_total')));
}
const total = (counts) => Object.values(counts).reduce((sum, n) => sum + n, 0);

test('of_200_parallel_wrong_passwords_three_are_hashed_and_the_account_is_locked__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const before = total(hashesByWorker(await metrics()));
  const clients = Array.from({ length: 200 }, () => somebody.connect({ sockets: 1 }));
  // the connections stand first, so that the passwords really race over the workers
  await Promise.all(clients.map((client) => client.get('/.well-known/jwks.json')));
  const answers = await Promise.all(clients.map((client, i) => client.post('/v1/sessions', { account: somebody.account, password: `wrong-Password-${i}` })));
  clients.forEach((client) => client.close());
  assert.equal(total(hashesByWorker(await metrics())) - before, 3, 'exactly three hashes');
  const codes = [...new Set(answers.map(({ body }) => body.code))];
  assert.deepEqual(codes.filter((code) => !['invalid_credentials', 'account_locked', 'attempts_pending', 'queue_full'].includes(code)), []);
  refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 423, 'account_locked');
  assert.equal(superuser(`select state from identity.account where name = '${somebody.account}'`), 'locked');
});
