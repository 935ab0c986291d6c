// SPDX-License-Identifier: Apache-2.0
// Must hold 1: workers, backends, the postmaster and the sealer are killed at random moments under load. Nothing that was
// acknowledged is lost or doubled, nothing happens without its entry, and the service comes back by itself.
import test from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { superuser } from '../e2e/lib/platform.js';
import { added, assertQuiet, snapshot } from '../e2e/lib/harness.js';
import { between, seed } from '../e2e/lib/random.js';
import { kill } from './processes.js';
import { Journal } from './journal.js';
import { cast, run } from './load.js';
import { assertJudged, judge, verifyLog } from './judge.js';

const kills = Number(process.env.CS_KILLS ?? 12);
// From served again to the next kill of a kind. Its keeper waits longer for what has not lived for two seconds.
const pause = { worker: [100, 800], backend: [100, 1000], postmaster: [1000, 2200], sealer: [2000, 3500] };
const deadline = 15000;

// Until a request is well answered that left after the kill.
async function servedAgain(journal) {
  const killed = performance.now();
  while (journal.served <= killed) {
    assert.ok(performance.now() - killed < 60000, 'the service came back by itself within 60 s');
    await sleep(10);
  }
  return Math.round(performance.now() - killed);
}

async function killMany(journal, kind, count) {
  const away = [];
  for (let done = 0; done < count; done += 1) {
    await sleep(between(...pause[kind]));
    await kill(kind);
    away.push(await servedAgain(journal));
  }
  return `${kind}: ${count} kills, served again after ${median(away)} ms (median), ${Math.max(...away)} ms (longest)`;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

test('kills_at_random_moments_lose_nothing_double_nothing_and_hide_nothing__GS_2_2_2', async (t) => {
  t.diagnostic(`seed ${seed} (CS_SEED=${seed} chooses the same moments)`);
  const [logs, journal] = [snapshot(), new Journal()];
  const lanes = await cast();
  const since = superuser('select ops.uuid_v7()');
  const stop = run(journal, lanes);
  try {
    const sealer = killMany(journal, 'sealer', kills);
    for (const kind of ['worker', 'backend', 'postmaster']) t.diagnostic(await killMany(journal, kind, kills));
    t.diagnostic(await sealer);
    await sleep(1000);
  } finally {
    await stop();
  }
  const asked = await journal.settle();
  t.diagnostic(`asked again with the same key: ${asked}`);
  t.diagnostic(JSON.stringify(journal.summary()));
  const verdict = judge(journal, since);
  t.diagnostic(JSON.stringify(verdict));
  assertJudged(verdict);
  const bad = journal.lines.filter(({ status }) => status >= 500 && status !== 503);
  assert.deepEqual(bad.map(({ kind, status, code }) => [kind, status, code]), [], 'every failure is a 503');
  assert.ok(journal.summary().longest_ms < deadline, 'every answer came within the deadline');
  assert.ok(journal.unknown().length === 0, 'each repeated key told what had become of it');
  await sleep(5000);
  verifyLog(since);
  assertQuiet(added(logs), /exited on signal 9|was killed|signal process|PANIC/);
});
