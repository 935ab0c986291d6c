// SPDX-License-Identifier: Apache-2.0
// Must hold 6: what is unusual about a sign-in is told to people, and costs its source, not the account.
import test from 'node:test';
import assert from 'node:assert/strict';
import { person } from './lib/platform.js';
import { refused } from './lib/client.js';
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
