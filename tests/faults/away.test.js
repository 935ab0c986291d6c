// SPDX-License-Identifier: Apache-2.0
// While the database is away, dead or frozen, every answer that needs it is 503 within the deadline; then all is as before.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { operations, people, person, superuser } from '../e2e/lib/platform.js';
import { expect } from '../e2e/lib/client.js';
import { approveStages, fileRequest, publishRecord, recordRequest, submit } from '../e2e/lib/flows.js';
import { openStream, protocols } from '../e2e/lib/streams.js';
import { backends, keeper, postmaster, signal } from './processes.js';

const deadlineMs = 12000;

// All that is asked while the database is away; with its own key, so that it can be asked again.
async function asked(author, record) {
  const body = await recordRequest(author, { title: `While away ${crypto.randomUUID()}` });
  const [signer] = people({ institution: 'REGULATOR', role: 'auditor' });
  return { title: body.title, calls: [
    () => author.get(`/v1/records/${record}/content`), () => author.get('/v1/me'), () => author.get('/v1/records?limit=1'),
    () => author.post('/v1/records', body), () => author.get('/v1/audit/checkpoint'), () => author.get(`/v1/records/${record}`),
    () => signer.client.post('/v1/sessions', { account: signer.account, password: signer.password }, { token: null })] };
}

async function allUnavailable(calls) {
  const answers = await Promise.all(calls.map(async (call) => {
    const began = performance.now();
    const answer = await call();
    return { status: answer.status, code: answer.body?.code, ms: Math.round(performance.now() - began) };
  }));
  for (const { status, code, ms } of answers) {
    assert.equal(status, 503, JSON.stringify(answers));
    assert.ok(['unavailable', 'log_unavailable', 'deadline', 'outcome_unknown', 'queue_full'].includes(code), code);
    assert.ok(ms < deadlineMs, `${ms} ms`);
  }
  return Math.max(...answers.map(({ ms }) => ms));
}

// Every worker finds the database for itself: a connection of its own each time, until twenty in a row are served.
async function servedAgain(author, record) {
  const began = performance.now();
  for (let inRow = 0; inRow < 20;) {
    const connection = Object.assign(author.connect(), { token: author.client.token });
    const { status } = await connection.get(`/v1/records/${record}/content`);
    connection.agent.destroy();
    inRow = status === 200 ? inRow + 1 : 0;
    assert.ok([200, 503].includes(status), `${status}`);
    assert.ok(performance.now() - began < 30000, 'the service came back within 30 s');
    if (inRow === 0) await sleep(50);
  }
  return Math.round(performance.now() - began);
}

// What a worker says of itself is as old as its newest look at the database.
async function saysSo() {
  const began = performance.now();
  while ((await operations().get('/readyz')).status !== 503) {
    assert.ok(performance.now() - began < deadlineMs, 'it is not ready');
    await sleep(100);
  }
}

async function whileAway(t, begin, end) {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const record = await publishRecord(author, { level: 'public' });
  const { calls, title } = await asked(author, record);
  await begin();
  try {
    for (let round = 0; round < 3; round += 1) t.diagnostic(`slowest 503 after ${await allUnavailable(calls)} ms`);
    expect(await operations().get('/healthz'), 200);
    await saysSo();
  } finally {
    await end();
  }
  t.diagnostic(`served again after ${await servedAgain(author, record)} ms`);
  return title;
}

test('a_dead_database_is_503_within_the_deadline_and_no_byte_leaves__GS_2_2_2', async (t) => {
  const guard = keeper('database');
  const title = await whileAway(t,
    async () => { signal([guard], 'SIGSTOP'); signal([postmaster()], 'SIGKILL'); await sleep(300); },
    async () => signal([guard], 'SIGCONT'));
  assert.equal(superuser(`select count(*) from record.record where title = '${title}'`), '0');
});

test('a_frozen_database_is_503_within_the_deadline_and_each_key_works_at_most_once__GS_2_2_2', async (t) => {
  let frozen;
  const title = await whileAway(t,
    async () => { frozen = [postmaster(), ...backends()]; signal(frozen, 'SIGSTOP'); },
    async () => signal(frozen, 'SIGCONT'));
  await sleep(2000);
  // frozen statements may run on when it thaws: their clients were told "unknown", and each key has one effect at most
  const made = Number(superuser(`select count(*) from record.record where title = '${title}'`));
  assert.ok(made <= 3, `${made}`);
});

// --- a release under way

const bytes = crypto.randomBytes(16 * 2 ** 20);

async function begun(reader, record, protocol) {
  const stream = await openStream(reader, `/v1/records/${record}/content?operation=download`, { protocol });
  assert.equal(stream.status, 200);
  return stream.take(2 ** 19);
}

const cutEntries = (stream) => superuser(`select reason_code, outcome, object from audit.entry where action = 'release.cut' and delivery_id = '${stream.headers['delivery-identifier']}'`);

test('what_is_cut_while_the_database_is_dead_has_its_one_entry_when_it_is_back__GS_3_3', async (t) => {
  const [author, reader] = [await person({ institution: 'BANKA', role: 'author' }), await person({ institution: 'BANKB', role: 'author' })];
  const { record } = expect(await author.post('/v1/records', await fileRequest(author, bytes)), 201);
  await approveStages(author, await submit(author, record.id));
  const streams = await Promise.all([...protocols, ...protocols].map((protocol) => begun(reader, record.id, protocol)));
  const guard = keeper('database');
  signal([guard], 'SIGSTOP');
  try {
    signal([postmaster()], 'SIGKILL');
    for (const stream of streams) {
      await stream.drain();
      assert.ok(!stream.isWhole() && stream.size < bytes.length, 'no byte leaves that nobody looked after');
    }
    await sleep(3000); // several tries come to nothing
  } finally {
    signal([guard], 'SIGCONT');
  }
  t.diagnostic(`served again after ${await servedAgain(author, record.id)} ms`);
  for (const stream of streams) {
    for (let i = 0; i < 300 && cutEntries(stream) === ''; i += 1) await sleep(100);
    assert.match(cutEntries(stream), new RegExp(`^(unavailable|deadline|outcome_unknown)\\|done\\|${record.id}$`), 'one entry, and why');
  }
});
