// SPDX-License-Identifier: Apache-2.0
// A node that has no thread for a password in time: nobody pays for that with a try, nor is anything given back that began.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { join } from './lib/flows.js';
import { startNode } from './lib/node.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
let node;
before(async () => {
  node = await startNode({ name: 'busy', workers: 1, changes: [
    ['thread_pool countersign threads=2;', 'thread_pool countersign threads=1;'],
    ['countersign_threads countersign;', 'countersign_threads countersign; countersign_request_timeout 1s;']] });
});
after(() => node?.stop());

const signIn = (client, somebody, otp) => client.post('/v1/sessions', { account: somebody.account, password: somebody.password, ...(otp && { otp }) }, { token: null });
const since = () => superuser('select ops.uuid_v7()');
const tries = (somebody, from) => superuser(`select coalesce(string_agg(kind || ' ' || state, ', ' order by kind, attempt_id), '')
  from identity.attempt where account_id = '${somebody.id}' and attempt_id > '${from}'`);
const become = async (somebody, from, wanted) => {
  for (let i = 0; i < 100 && tries(somebody, from) !== wanted; i += 1) await sleep(50);
  assert.equal(tries(somebody, from), wanted);
};

// Somebody whose hash keeps the node's one thread for longer than any request may take.
async function busy() {
  const other = await join('BANKB');
  superuser(`update identity.credential set iterations = 16, memory_kib = 524288 where account_id = '${other.id}'`);
  const from = since();
  const client = other.connect({ baseUrl: node.baseUrl });
  const answered = signIn(client, other);
  await become(other, from, 'password pending');
  return { other, from, answered };
}

test('a_sign_in_that_no_thread_came_to_costs_no_try_and_one_that_began_does__GS_2_2_1', async () => {
  const somebody = await join('BANKA', { roles: ['reviewer.department'] });
  const client = somebody.connect({ baseUrl: node.baseUrl });
  client.token = somebody.client.token;
  const [code, from, thread] = [await somebody.code(), since(), await busy()];
  const answers = await Promise.all([
    signIn(client, somebody, code), signIn(client, somebody),
    client.call('PUT', '/v1/password', { body: { current: somebody.password, new: 'Quiet-Otter-52-dives' } })]);
  for (const answer of answers) refused(answer, 503, 'deadline');
  await become(somebody, from, 'otp void, password void, password void, password void');
  refused(await thread.answered, 503, 'deadline');
  assert.equal(tries(thread.other, thread.from), 'password pending', 'what a thread looked at is not given back');
  const wrong = await somebody.client.post('/v1/sessions', { account: somebody.account, password: 'wrong-Password-1' }, { token: null });
  assert.equal(refused(wrong, 401, 'invalid_credentials').attempts_left, 2);
  expect(await signIn(somebody.client, somebody, code), 201);
  client.close();
});

test('a_full_queue_reserves_no_try__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const small = await startNode({ name: 'small', workers: 1, changes: [
    ['thread_pool countersign threads=2;', 'thread_pool countersign threads=1;'],
    ['countersign_threads countersign;', 'countersign_threads countersign; countersign_password_queue 1;']] });
  try {
    const clients = Array.from({ length: 12 }, () => somebody.connect({ baseUrl: small.baseUrl, sockets: 1 }));
    await Promise.all(clients.map((client) => client.get('/.well-known/jwks.json')));
    const from = since();
    const answers = await Promise.all(clients.map((client) => signIn(client, somebody)));
    clients.forEach((client) => client.close());
    for (const { status, body } of answers) assert.ok(status === 201 || body.code === 'queue_full', `${status} ${body.code}`);
    const served = answers.filter(({ status }) => status === 201).length;
    assert.ok(served < answers.length, 'some found no place');
    assert.equal(tries(somebody, from), Array(served).fill('password succeeded').join(', '));
  } finally {
    await small.stop();
  }
});
