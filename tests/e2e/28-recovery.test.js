// SPDX-License-Identifier: Apache-2.0
// When nobody is left to decide: two of the three offline keys, and nothing less, bring an account back.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cli, person, platform, superuser, varFolder } from './lib/platform.js';
import { expect } from './lib/client.js';
import { join } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-recover-'));
const database = platform.database.replace(/user=\S+/, 'user=cs_operator');
const file = (name, content) => { fs.writeFileSync(path.join(folder, name), content); return path.join(folder, name); };

function recover(...words) {
  const { status, stdout, stderr } = spawnSync(cli, ['recover', ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

function well(answer) {
  assert.equal(answer.status, 0, answer.stderr);
  return answer.stdout;
}

const challenge = (...words) => file('challenge.json', well(recover('challenge', '--database', database, ...words)));
const sign = (asked, key) => well(recover('sign', '--key', path.join(varFolder, `demo/recovery/${key}.key`), '--yes', asked));
const applyOn = (node, asked, ...signatures) => recover('apply', asked, '--signatures', file('signatures', signatures.join('')),
  '--keys', path.join(varFolder, 'keys/gateway'), '--node', node, '--database', database);
const apply = (asked, ...signatures) => applyOn('node-1', asked, ...signatures);

test('two_of_three_offline_keys_unlock_an_account__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  const { account } = somebody;
  for (let i = 0; i < 3; i++) await somebody.client.post('/v1/sessions', { account, password: 'wrong-Password-1' }, { token: null });
  assert.equal(superuser(`select state from identity.account where name = '${account}'`), 'locked');
  const asked = challenge('--account', account);
  assert.match(applyOn('node-9', asked, sign(asked, 1), sign(asked, 3)).stderr, /\/node: there is no such node; there are: .*\bnode-1\b/);
  assert.match(apply(asked, sign(asked, 1)).stderr, /too few different recovery keys/, 'one signature is too few');
  assert.notEqual(apply(asked, sign(asked, 1), sign(asked, 1)).status, 0, 'the same key twice is one');
  assert.equal(superuser(`select state from identity.account where name = '${account}'`), 'locked');
  well(apply(asked, sign(asked, 1), sign(asked, 3)));
  await somebody.signIn();
  assert.match(apply(asked, sign(asked, 1), sign(asked, 3)).stderr, /was applied before/, 'once only');
});

test('each_try_is_an_entry_of_that_node_and_an_alert__GS_2_2_2', async () => {
  const auditor = await person({ role: 'admin.audit' });
  const { items } = await auditor.read('/v1/audit/entries?action=platform.recover&limit=10');
  assert.deepEqual([...new Set(items.map((entry) => `${entry.node} ${entry.outcome}`))].sort(), ['node-1 done', 'node-1 refused']);
  for (const code of ['recovery_applied', 'recovery_refused']) {
    const alerts = await auditor.read(`/v1/alerts?code=${code}`);
    assert.ok(alerts.items.length > 0 && alerts.items[0].grade === 'critical', code);
  }
  for (let i = 0; i < 60; i++) {
    const left = superuser(`select count(*) from audit.entry e left join audit.leaf l using (entry_id) where e.action = 'platform.recover' and l.origin is distinct from 'gateway'`);
    if (left === '0') return;
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
  assert.fail('the sealer found the MAC of a recovery wrong');
});

test('a_key_that_is_not_pinned_signs_nothing_and_nobody_signs_unasked', async () => {
  const somebody = await join('BANKA');
  superuser(`update identity.account set state = 'locked' where name = '${somebody.account}'`);
  const asked = challenge('--account', somebody.account);
  const foreign = file('foreign.key', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const mine = path.join(varFolder, 'demo/recovery/1.key');
  assert.match(recover('sign', '--key', foreign, '--yes', asked).stderr, /is none of the 3 recovery keys/);
  const { status, stdout, stderr } = recover('sign', '--key', mine, asked);
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /no terminal to ask at: give --yes/);
  well(apply(asked, sign(asked, 1), sign(asked, 2)));
});

test('what_is_no_challenge_is_not_signed_and_nothing_is_recovered_of_whom_nothing_ails', async () => {
  assert.notEqual(recover('sign', '--key', path.join(varFolder, 'demo/recovery/1.key'), '--yes', file('x.json', '{"recovery": 1}')).status, 0);
  const somebody = await join('BANKB');
  assert.match(recover('challenge', '--database', database, '--account', somebody.account).stderr, /\/account: .*the account is active/);
  assert.match(recover('challenge', '--database', database, '--account', 'bankb.nobody').stderr, /\/account: there is no account/);
  assert.notEqual(recover('challenge', '--database', database, '--former-policy').status, 0, 'there is no former policy');
  expect(await somebody.get('/v1/me'), 200);
});
