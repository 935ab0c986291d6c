// SPDX-License-Identifier: Apache-2.0
// Must hold: limits, lockout and revocation are the platform's, not a node's; a node whose clock is off, or whose database
// is away, serves nothing.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { connect, metrics, operations, person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { join, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';
import { startNode } from './lib/node.js';
import { race, spread, x5t } from './lib/terminals.js';

watchLogs();
// One colleague for all that harms nobody: whoever activates an account gives a one-time code for it.
let second, colleague;
before(async () => {
  second = await startNode();
  colleague = await join('BANKB');
});
after(async () => { await second?.stop(); });

const signIn = (client, account, password, options) => client.post('/v1/sessions', { account, password }, { token: null, ...options });
const hashes = async () => [await metrics(), await second.metrics()].flatMap(Object.entries)
  .filter(([name]) => name.startsWith('countersign_password_hashes_total')).reduce((sum, [, n]) => sum + n, 0);
const policy = (column) => Number(superuser(`select ${column} from access.session_policy where policy = access.current_policy()`));

// --- sessions

test('of_100_sign_ins_at_once_over_two_nodes_the_policys_number_is_live__GS_2_2_1', async () => {
  const somebody = await colleague.signIn();
  const { live, answers, statuses } = await race(somebody, { terminals: 10, each: 10, node: second });
  for (const answer of answers.filter(({ status }) => status !== 201)) refused(answer, 409, 'terminal_limit');
  assert.equal(live, policy('terminals'));
  assert.equal(statuses.filter((status) => status === 200).length, policy('terminals'), `${statuses}`);
});

// --- lockout

const spellings = (name) => [
  name.toUpperCase(), ` ${name}`, `${name} `, `${name}.`, `${name}..`, `.${name}`, `${name}\t`, `${name}\u0000`, `${name}\u200b`, `\ufeff${name}`,
  name.replace('.', '\uff0e'), name.replace('.', '\u3002'), name.replace('a', '\u0430'), name.replace('a', '\uff41'), name.replace('a', 'a\u0301'),
  name.normalize('NFKD').replace('b', '\u{1d41b}'), `${name}@`, `${name}/`, name.replace('.', '%2e'), name[0].toUpperCase() + name.slice(1)];

// What became of the tries at the password that did not sign in, and how many failed.
const tried = (somebody) => superuser(`select string_agg(distinct t.state, ',') || ' ' || count(*) filter (where t.state = 'failed')
  from identity.attempt t join identity.account a using (account_id) where a.name = '${somebody.account}' and t.kind = 'password' and t.state <> 'succeeded'`);

test('parallel_guesses_over_nodes_and_spellings_are_verified_three_times__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const before = await hashes();
  const clients = await spread(somebody, 80, second);
  const names = [somebody.account, ...spellings(somebody.account)];
  const answers = await Promise.all(clients.map(async (client, i) => {
    const name = i % 3 ? somebody.account : names[i % names.length];
    return { name, answer: await signIn(client, name, `wrong-Password-${i}`, { unchecked: name !== somebody.account }) };
  }));
  assert.equal(await hashes() - before, 3, 'exactly three hashes');
  for (const { name, answer } of answers) {
    const wanted = name === somebody.account ? ['invalid_credentials', 'account_locked', 'attempts_pending'] : ['invalid_value', 'malformed', 'wrong_type', 'device_not_bound'];
    assert.ok([...wanted, 'queue_full'].includes(answer.body.code), `${JSON.stringify(name)}: ${answer.status} ${answer.body.code}`);
  }
  for (const client of clients.slice(0, 4)) refused(await signIn(client, somebody.account, somebody.password), 423, 'account_locked');
  assert.equal(await hashes() - before, 3, 'a locked account costs no hash, on no node');
  assert.equal(tried(somebody), 'failed 3');
  clients.forEach((client) => client.close());
});

// A password is guessed by signing in or, with a stolen token, by changing it: the tries are the same three.
test('guesses_by_sign_in_and_by_password_change_over_nodes_are_three_together__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const clients = await spread(somebody, 40, second);
  const guess = (client, i) => (i % 4 < 2
    ? client.call('PUT', '/v1/password', { body: { current: `wrong-Password-${i}`, new: 'Blue-Egret-62-glides' }, token: somebody.client.token })
    : signIn(client, somebody.account, `wrong-Password-${i}`));
  const answers = await Promise.all(clients.map(guess));
  const allowed = ['invalid_credentials', 'account_locked', 'account_not_active', 'attempts_pending', 'queue_full'];
  for (const { status, body } of answers) assert.ok(allowed.includes(body.code), `${status} ${body.code}`);
  assert.equal(tried(somebody), 'failed 3');
  for (const client of clients.slice(0, 4)) refused(await signIn(client, somebody.account, somebody.password), 423, 'account_locked');
  assert.equal(tried(somebody), 'failed 3');
  clients.forEach((client) => client.close());
});

// Whatever the order, a success forgets the failures that ended before it and none that ended after.
test('a_success_racing_two_failures_leaves_what_some_order_allows__GS_2_2_1', async () => {
  const somebody = await colleague.signIn();
  const clients = await spread(somebody, 3, second);
  const seen = new Set();
  for (let round = 0; round < 15; round += 1) {
    const passwords = ['wrong-Password-1', 'wrong-Password-2'];
    passwords.splice(round % 3, 0, somebody.password);
    const answers = await Promise.all(clients.map((client, i) => signIn(client, somebody.account, passwords[i])));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1, 'the right password signs in');
    const left = answers.filter(({ status }) => status !== 201).map((answer) => refused(answer, 401, 'invalid_credentials').attempts_left).sort();
    const order = superuser(`select string_agg(left(state, 1), '' order by ended_at) from (select t.state, t.ended_at from identity.attempt t
      join identity.account a using (account_id) where a.name = '${somebody.account}' order by t.ended_at desc limit 3) newest`);
    assert.deepEqual(left, { sff: [1, 2], fsf: [2, 2], ffs: [1, 2] }[order], order);
    seen.add(order);
    expect(await signIn(clients[round % 3], somebody.account, somebody.password), 201);
  }
  assert.ok(seen.size > 1, `the orders seen: ${[...seen]}`);
  clients.forEach((client) => client.close());
});

// A code is good for one thing, whichever way and by whichever node it comes.
test('a_code_raced_over_nodes_and_paths_opens_one_thing__JR_5_1', async () => {
  const somebody = await join('BANKB');
  if (!somebody.otp_secret) await somebody.enrol_otp();
  const clients = await spread(somebody, 40, second);
  const [otp, about] = [await somebody.code(), 'A'.repeat(43)];
  const answers = await Promise.all(clients.map((client, i) => (i % 4 < 2
    ? client.post('/v1/sessions/current/step-up', { otp, operation: 'review.decide', digest: about }, { token: somebody.client.token })
    : client.post('/v1/sessions', { account: somebody.account, password: somebody.password, otp }, { token: null }))));
  const codes = answers.map(({ status, body }) => (status === 201 ? 'opened' : body.code));
  assert.equal(codes.filter((code) => code === 'opened').length, 1, `${codes}`);
  for (const code of codes) assert.ok(['opened', 'otp_used', 'invalid_token', 'attempts_pending', 'queue_full'].includes(code), code);
  clients.forEach((client) => client.close());
});

// --- revocation: on one node, seen on the other by its next release

async function reading(somebody, record) {
  const there = Object.assign(somebody.connect({ baseUrl: second.baseUrl }), { token: somebody.client.token });
  const read = () => there.get(`/v1/records/${record}/content`);
  for (let i = 0; i < 8; i += 1) expect(await read(), 200); // both workers know the token by now
  return read;
}

let record;
const published = async () => { record ??= await publishRecord(await person({ institution: 'BANKA', role: 'author' }), { level: 'public' }); return record; };

test('a_session_that_ended_on_one_node_releases_nothing_on_the_other__GS_2_1_3', async () => {
  const [somebody, record] = [await colleague.signIn(), await published()];
  const read = await reading(somebody, record);
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  for (let i = 0; i < 8; i += 1) refused(await read(), 401, 'invalid_token');
});

test('a_device_removed_on_one_node_opens_nothing_on_the_other__GS_2_1_3', async () => {
  const [somebody, record] = [await join('BANKB'), await published()];
  const read = await reading(somebody, record);
  const device = expect(await somebody.get('/v1/devices'), 200).items.find(({ thumbprint }) => thumbprint === x5t(somebody));
  expect(await somebody.client.delete(`/v1/devices/${device.id}?last=true`), 204);
  for (let i = 0; i < 8; i += 1) refused(await read(), 401, 'invalid_token');
  refused(await signIn(somebody.connect({ baseUrl: second.baseUrl }), somebody.account, somebody.password), 403, 'device_not_bound');
});

test('a_terminal_signed_in_anew_on_one_node_ends_its_session_on_the_other__GS_2_2_1', async () => {
  const [somebody, record] = [await colleague.signIn(), await published()];
  const read = await reading(somebody, record);
  await somebody.signIn();
  for (let i = 0; i < 8; i += 1) refused(await read(), 401, 'invalid_token');
});

test('an_account_suspended_on_one_node_is_nobody_on_the_other__GS_2_1_1', async () => {
  const [somebody, record] = [await join('BANKB'), await published()];
  const read = await reading(somebody, record);
  expect(await (await person({ institution: 'BANKB', role: 'account.officer' })).post(`/v1/accounts/${somebody.id}/suspension`, { reason: 'A phone was lost.' }), 200);
  for (let i = 0; i < 8; i += 1) refused(await read(), 401, 'invalid_token');
  refused(await signIn(somebody.connect({ baseUrl: second.baseUrl }), somebody.account, somebody.password), 403, 'account_not_active');
});

// --- nodes that must not serve

for (const offset of ['+1h', '-1h']) {
  test(`a_node_whose_clock_is_off_by_${offset}_is_not_ready_and_opens_nothing__GS_2_2_2`, async () => {
    const somebody = await person({ institution: 'BANKA', role: 'author' });
    const wrong = await startNode({ name: 'node-3', offset });
    try {
      const { body } = await wrong.operations.get('/readyz');
      assert.deepEqual([body.ready, body.reasons], [false, ['clock']]);
      assert.ok(Math.abs(Math.abs(body.clock_skew_ms) - 3600e3) < 2000, `${body.clock_skew_ms}`);
      const client = Object.assign(somebody.connect({ baseUrl: wrong.baseUrl }), { token: somebody.client.token });
      const attempts = () => superuser('select count(*) from identity.attempt');
      const before = attempts();
      for (let i = 0; i < 4; i += 1) {
        refused(await client.get('/v1/me'), 503, 'clock');
        refused(await signIn(client, somebody.account, somebody.password), 503, 'clock');
        refused(await client.delete('/v1/sessions/current'), 503, 'clock');
      }
      assert.equal(attempts(), before, 'no password was tried');
      await somebody.read('/v1/me'); // its session is as it was
      client.close();
    } finally {
      await wrong.stop();
    }
    expect(await operations().get('/readyz'), 200);
  });
}

test('public_keys_are_there_while_the_database_is_away_and_nothing_else_is__GS_2_2_2', async () => {
  const somebody = await person({ institution: 'BANKA', role: 'author' });
  const lonely = await startNode({ name: 'node-4', database: 'host=/nonexistent dbname=countersign user=cs_gateway',
    expected: 'database_unreachable,policies_missing' });
  try {
    const [client, stranger] = [Object.assign(somebody.connect({ baseUrl: lonely.baseUrl }), { token: somebody.client.token }), connect({ baseUrl: lonely.baseUrl })];
    const keys = expect(await stranger.get('/.well-known/jwks.json'), 200);
    assert.deepEqual(keys, expect(await connect().get('/.well-known/jwks.json'), 200));
    refused(await client.get('/v1/me'), 503, 'unavailable');
    refused(await stranger.get('/.well-known/jwks.json?x=1', { unchecked: true }), 503, 'unavailable'); // a refusal would owe its entry
    refused(await stranger.get('/v1/nothing', { unchecked: true }), 503, 'unavailable');
    [client, stranger].forEach((open) => open.close());
  } finally {
    await lonely.stop();
  }
});
