// SPDX-License-Identifier: Apache-2.0
// Must hold 1: whoever asks or decides is struck between any two statements, for each kind of review: its backend, the whole
// database, the worker that waits for it. Then the old state is whole, or the new one; the same key tells which.
import test, { after, afterEach, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import readline from 'node:readline';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { platform, superuser } from '../e2e/lib/platform.js';
import { expect } from '../e2e/lib/client.js';
import { added, assertQuiet, snapshot } from '../e2e/lib/harness.js';
import { countWords, decideUntilLast, kinds, raise, readReview, speaker } from '../e2e/lib/kinds.js';
import { activate, dropStepUp, inForce } from '../e2e/lib/policies.js';
import { pick, random, seed } from '../e2e/lib/random.js';
import { assertJudged, unloggedEffects, verifyLog } from './judge.js';
import { signal, workers } from './processes.js';

const most = Number(process.env.CS_STRIKES ?? 8); // of a call's steps, evenly from one at random; all of them where it has no more
const fewer = Math.ceil(most / 3); // of what asks, which changes less
const stepped = 'record.destroy'; // the one kind that spends a step-up here
let logs, shipped, since;
before(async () => {
  [logs, shipped, since] = [snapshot(), inForce(), superuser('select ops.uuid_v7()')];
  await dropStepUp([stepped]);
  superuser(fs.readFileSync(new URL('strikes.sql', import.meta.url), 'utf8'));
});
after(async () => {
  session?.close();
  // Table by table: whoever works on several of them is not met halfway.
  superuser(`do $$ declare t record; begin for t in select tgname, tgrelid::regclass as of from pg_trigger where tgname like 'zz_strike%' loop
    execute format('drop trigger %I on %s', t.tgname, t.of); commit; end loop; end $$`);
  superuser('set client_min_messages = warning; drop schema strike cascade');
  activate(shipped);
  await sleep(5000);
  assertJudged({ decisions_and_entries_differ: unloggedEffects(since).decisions_and_entries_differ });
  verifyLog(since);
  assertQuiet(added(logs), /exited on signal 9|was killed|signal process|PANIC/);
});

// --- strikes

// One session of the database's superuser, which asks many small things; it is gone when the database was.
function openSession() {
  const psql = spawn('psql', ['-X', '-A', '-t', '-q', '-d', platform.database], { stdio: ['pipe', 'pipe', 'ignore'] });
  psql.stdin.on('error', () => {});
  const lines = readline.createInterface(psql.stdout)[Symbol.asyncIterator]();
  return {
    async ask(sql) {
      psql.stdin.write(`${sql};\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the database is away');
      return value;
    },
    close: () => psql.kill() };
}
let session;
afterEach(() => superuser('delete from strike.plan')); // whatever failed

// How the next decision is struck; how things stand, and how far the last one came.
async function plan(from, nth, how) {
  const [reached, state] = (await session.ask(`select * from strike.plan_next('${from}', ${nth}, ${how ? `'${how}'` : 'null'})`)).split('|');
  return { reached: Number(reached), state };
}

async function until(what, holds) {
  for (const began = performance.now(); !await holds();) {
    assert.ok(performance.now() - began < 30000, what);
    await sleep(20);
  }
}

// A call under one key, sent again and again; no status is what nobody answered.
function repeated(somebody, method, target, body) {
  const key = crypto.randomUUID();
  return async () => {
    try {
      return await somebody.client.call(method, target, { body, key });
    } catch (error) {
      if (error.code === 'ERR_ASSERTION') throw error;
      return { status: null };
    }
  };
}

// The database's end, and all backends'; each worker finds it again for itself.
async function strikeDatabase(call, from, nth, somebody) {
  await plan(from, nth, 'kill');
  assert.equal((await call()).status, 503, `step ${nth}`);
  await until('the database is back', async () => {
    session.close();
    session = openSession();
    return session.ask('select pg_is_in_recovery()').catch(() => false);
  });
  await plan(from, 0);
  for (let inRow = 0; inRow < 8;) {
    const client = Object.assign(somebody.connect({ sockets: 1 }), { token: somebody.client.token });
    inRow = (await client.get('/v1/me')).status === 200 ? inRow + 1 : 0;
    client.close();
    if (inRow === 0) await sleep(50);
  }
}

// The worker's end comes while the backend is about to commit; whether it then does is its own affair.
async function strikeWorkers(call, from) {
  await plan(from, 0, 'wait');
  const answer = call();
  const waits = async () => await session.ask("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") !== '0';
  await until('the decision waits', waits);
  signal(workers(), 'SIGKILL');
  assert.equal((await answer).status, null);
  await until('it is over', async () => !await waits());
  await plan(from, 0);
}

// Struck before the commit and after each statement: nothing has happened. Then the worker is, and it is done in the end: the
// answer, and in how many steps.
async function strikeThrough(call, somebody, { database = false, strikes = most } = {}) {
  const from = superuser('select ops.uuid_v7()');
  session ??= openSession();
  const { state: old } = await plan(from, 0, 'terminate');
  let steps;
  for (let nth = 0, next; steps === undefined || nth < steps; nth = next) {
    assert.equal((await call()).status, 503, `step ${nth}`);
    next = steps === undefined ? 1 : nth + Math.ceil(steps / strikes);
    const { reached, state } = await plan(from, next, 'terminate');
    assert.equal(state, old, `step ${nth}`);
    if (steps === undefined && reached > strikes) await plan(from, next = 1 + Math.floor(random() * Math.ceil(reached / strikes)), 'terminate');
    steps ??= reached;
  }
  if (database) {
    const nth = pick(Array.from({ length: steps }, (_, i) => i));
    await strikeDatabase(call, from, nth, somebody);
    assert.equal((await plan(from, 0)).state, old, `step ${nth}`);
  }
  await strikeWorkers(call, from);
  const answer = await settled(call);
  assert.notEqual((await plan(from, 0)).state, old, 'what is looked at shows what was done');
  return { steps, answer };
}

// What is known once everything is as it should be: the one answer, or that it was shown already.
async function settled(call) {
  let answer;
  await until('the key tells', async () => { answer = await call(); return answer.status !== null && answer.status !== 503; });
  assert.deepEqual((await call()).body?.review ?? (await call()).status, answer.body?.review ?? answer.status, 'and tells the same again');
  return answer;
}

async function word(asked, stage, group, verdict = 'approve') {
  const somebody = await speaker(asked, stage, group);
  const review = await somebody.read(`/v1/reviews/${asked.id}`);
  if (review.kind === stepped) expect(await somebody.stepUp('review.decide', review.digest), 201);
  return [repeated(somebody, 'POST', `/v1/reviews/${asked.id}/decisions`, await somebody.decision(review, { verdict })), somebody];
}

const entries = (asked, action) => Number(superuser(`select count(*) from audit.entry where review_id = '${asked.id}' and action = '${action}'`));
const effects = (asked, action) => Number(superuser(`select count(*) from audit.entry c join audit.entry e on e.entry_id = c.cause
  where e.action = 'review.decide' and e.object = '${asked.id}' and c.action = '${action}'`));

// --- asking

for (const [kind, { ask, secret }] of Object.entries(kinds).filter(([, { ask }]) => ask)) {
  test(`asking_for_${kind.replace('.', '_')}_is_whole_wherever_it_is_struck__GS_2_2_2`, async (t) => {
    const asked = await ask();
    const from = superuser('select ops.uuid_v7()');
    const { steps, answer } = await strikeThrough(repeated(asked.by, asked.method, asked.target, asked.body), asked.by, { strikes: fewer });
    t.diagnostic(`${steps} steps, seed ${seed}`);
    if (secret) assert.equal(answer.body.code, 'already_shown');
    else expect(answer, 202);
    const [id, ...more] = superuser(`select review_id from review.review where review_id >= '${from}' and kind = '${kind}'`).split('\n');
    assert.deepEqual([more, entries({ id }, 'review.opened')], [[], 1]);
    expect(await asked.by.client.delete(`/v1/reviews/${id}`), 204);
  });
}

// --- the last word, whose transaction does what was asked for

for (const [i, [kind, { effect, secret }]] of Object.entries(kinds).entries()) {
  test(`the_last_word_on_${kind.replace('.', '_')}_is_whole_wherever_it_is_struck__GS_2_2_2`, async (t) => {
    const asked = await raise(kind);
    const last = await decideUntilLast(asked);
    const words = countWords(last);
    for (let group = 0; group < words - 1; group += 1) expect(await (await word(asked, last, group))[0](), 200);
    const [call, somebody] = await word(asked, last, words - 1);
    const { steps, answer } = await strikeThrough(call, somebody, { database: i % 3 === 0 });
    t.diagnostic(`${steps} steps, seed ${seed}`);
    if (secret) assert.equal(answer.body.code, 'already_shown');
    else assert.equal(expect(answer, 200).review.state, 'approved');
    assert.equal((await readReview(asked)).state, 'approved');
    assert.deepEqual([effects(asked, effect), entries(asked, 'review.approved'), effects(asked, 'decision.taken')], [1, 1, asked.acted.size]);
  });
}

// --- every other move of a review

test('each_earlier_word_a_return_a_new_round_and_a_withdrawal_are_whole_wherever_they_are_struck__GS_2_2_2', async (t) => {
  const asked = await raise('record.publish');
  const target = `/v1/reviews/${asked.id}`;
  const steps = [];
  const struck = async (call, somebody, status) => {
    const done = await strikeThrough(call, somebody);
    steps.push(done.steps);
    return expect(done.answer, status);
  };
  const [first, one] = await word(asked, 'department');
  assert.equal((await struck(first, one, 200)).review.stages[1].state, 'open');
  const [back, other] = await word(asked, 'responsible', 0, 'return');
  assert.equal((await struck(back, other, 200)).review.state, 'returned');
  await struck(repeated(asked.by, 'POST', `${target}/resubmission`, { payload: {} }), asked.by, 202);
  assert.equal((await readReview(asked)).round, 2);
  await struck(repeated(asked.by, 'DELETE', target), asked.by, 204);
  assert.deepEqual([(await readReview(asked)).state, entries(asked, 'review.withdrawn'), entries(asked, 'review.opened')], ['withdrawn', 1, 2]);
  t.diagnostic(`steps: ${steps}`);
});
