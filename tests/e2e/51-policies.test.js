// SPDX-License-Identifier: Apache-2.0
// Policies (GS-1.4): read by everybody, changed by the operator and two members, in force on every node at once.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { operations, person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { watchLogs } from './lib/harness.js';
import { startNode } from './lib/node.js';
import { canonicalize, digest } from './lib/signing.js';

watchLogs();
let second;
before(async () => { second = await startNode(); });
after(async () => { await second?.stop(); });

const inForce = () => Number(superuser('select access.current_policy()'));
const names = ['anomalies', 'levels', 'log', 'passwords', 'permissions', 'reviews', 'sessions', 'terms', 'types'];

// --- reading

test('everybody_reads_each_version_as_it_was_activated__GS_1_4', async () => {
  const somebody = await person({ institution: 'BANKB', role: 'author' });
  const { policy, items } = await somebody.read('/v1/policies');
  assert.equal(policy, inForce());
  assert.deepEqual(items.map(({ name }) => name).filter((name) => names.includes(name)), names);
  for (const { name, version, digest: said, overdue } of items) {
    const one = await somebody.read(`/v1/policies/${name}/${version}`);
    assert.equal(digest(canonicalize(one.document)), said, name);
    assert.deepEqual([one.document.name, one.document.version, overdue], [name, version, false]);
  }
});

test('what_is_no_version_of_a_policy_is_not_found', async () => {
  const somebody = await person({ institution: 'BANKB', role: 'author' });
  for (const [name, version] of [['levels', 4711], ['nothing', 1], ['Levels', 1], ['levels', '01'], ['levels', 0], ['levels', '1x'], ['levels', 9999999999], ['levels%20', 1]]) {
    refused(await somebody.get(`/v1/policies/${name}/${version}`, { unchecked: true }), 404, 'not_found');
  }
  refused(await somebody.client.get('/v1/policies', { token: null, unchecked: true }), 401, 'invalid_token');
});

// --- announcement: what the database's superuser activates is in force on both nodes within a second

const ready = async (client) => (await client.get('/readyz')).body.policy;

// Activated as it is, once more; how long until each node decides by it.
async function activateAgain(nodes) {
  const number = Number(superuser(`select access.activate_policies((select jsonb_object_agg(name, document::jsonb)
    from access.policy_document where policy = access.current_policy()))`));
  const since = Date.now();
  for (const node of nodes) while (await ready(node) !== number && Date.now() - since < 5000) await sleep(10);
  return Date.now() - since;
}

const listeners = () => Number(superuser("select count(*) from pg_stat_activity where query = 'select gateway.listen()::text'"));

test('a_new_set_is_announced_to_every_node_within_a_second__GS_1_4', async () => {
  const workers = listeners();
  assert.ok(workers >= 2, `${workers} connections listen`);
  for (let i = 0; i < 3; i += 1) {
    const took = await activateAgain([operations(), second.operations]);
    assert.ok(took < 1000, `${took} ms`);
  }
});

test('a_node_whose_announcements_are_cut_off_finds_the_new_set_by_itself__GS_1_4', async () => {
  const workers = listeners();
  superuser("select pg_terminate_backend(pid) from pg_stat_activity where query = 'select gateway.listen()::text'");
  const took = await activateAgain([operations(), second.operations]);
  assert.ok(took < 1500, `${took} ms`);
  for (const since = Date.now(); listeners() < workers && Date.now() - since < 5000;) await sleep(50);
  assert.equal(listeners(), workers, 'they listen again');
});
