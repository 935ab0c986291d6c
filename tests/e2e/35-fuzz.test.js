// SPDX-License-Identifier: Apache-2.0
// Must hold: whatever a message of a stranger holds, the answer is 4xx in the form that its call promises, and no worker
// ever dies of it. CS_SEED=… sends the same messages again.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { metrics, people, person, varFolder } from './lib/platform.js';
import { join, newcomer } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';
import { mutate } from './lib/mutations.js';
import { seed } from './lib/random.js';

watchLogs();
const count = Number(process.env.CS_FUZZED ?? 1200);

function workers() {
  const master = fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8').trim();
  return fs.readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim();
}

const failures = async () => Object.entries(await metrics()).filter(([name]) => name.startsWith('countersign_failures_total')).reduce((sum, [, n]) => sum + n, 0);

// Each message is sent as `type` to `target`; `judge` says what is wrong with an answer, or nothing. Every lane calls from a
// network of its own, so that few of them are kept waiting, and nobody else is.
let network = 40;
async function fuzz(t, somebody, target, type, text, judge) {
  t.diagnostic(`seed ${seed}`);
  const [alive, failed, tally] = [workers(), await failures(), {}];
  const messages = Array.from({ length: count }, () => mutate(text));
  let next = 0;
  const lane = async () => {
    const client = somebody.connect({ sockets: 1, localAddress: `127.0.${network++}.1` });
    for (let raw; (raw = messages[next++]);) {
      const answer = await client.call('POST', target, { raw, headers: { 'content-type': type }, token: null });
      const wrong = judge(answer);
      assert.ok(!wrong, `${wrong}: ${answer.status} ${answer.bytes.toString('utf8', 0, 400)}\nfor ${JSON.stringify(raw.toString('latin1').slice(0, 600))}`);
      tally[`${answer.status} ${answer.body.code ?? answer.body.error}`] = (tally[`${answer.status} ${answer.body.code ?? answer.body.error}`] ?? 0) + 1;
    }
    client.close();
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  t.diagnostic(JSON.stringify(tally));
  assert.equal(workers(), alive, 'every worker lives');
  assert.equal(await failures(), failed, 'nothing failed by our fault');
}

// The client holds every answer against the contract's problem details; here only its status is left to judge.
const isProblem = ({ status }) => (status >= 400 && status < 500 ? undefined : 'not a refusal');

// RFC 6749, section 5.2.
const isOauthError = ({ status, type, body }) => (status >= 400 && status < 500 && type === 'application/json' && typeof body.error === 'string' && !body.code
  ? undefined : 'no error of RFC 6749');

test('a_fuzzed_sign_in_is_refused_in_order_and_harms_no_worker__JR_11_3_2', async (t) => {
  const somebody = await join('BANKB');
  await fuzz(t, somebody, '/v1/sessions', 'application/json', JSON.stringify({ account: somebody.account, password: 'wrong-Password-1', otp: '123456' }), isProblem);
});

test('a_fuzzed_sign_in_from_an_unbound_device_is_refused_in_order_and_locks_nobody__JR_11_3_2', async (t) => {
  const [[somebody], stranger] = [people({ institution: 'BANKB', role: 'author' }), newcomer('BANKB')];
  await fuzz(t, stranger, '/v1/sessions', 'application/json', JSON.stringify({ account: somebody.account, password: somebody.password }), isProblem);
  await somebody.signIn();
});

test('a_fuzzed_enrolment_is_refused_in_order_and_harms_no_worker__GS_2_1_2', async (t) => {
  const stranger = newcomer('BANKB');
  const half = 'a'.repeat(22);
  await fuzz(t, stranger, '/v1/devices', 'application/json', JSON.stringify({
    account: stranger.account, enrolment_code: `${half}.${half}`, label: 'A workstation', password: stranger.password }), isProblem);
  await (await person({ institution: 'BANKA', role: 'author' })).read('/v1/me');
});

test('a_fuzzed_token_request_is_refused_in_the_words_of_its_standard__RFC_6749', async (t) => {
  const [somebody] = people({ institution: 'BANKB', role: 'author' });
  await fuzz(t, somebody, '/oauth2/token', 'application/x-www-form-urlencoded', `grant_type=client_credentials&client_id=${somebody.account}&scope=`, isOauthError);
  await somebody.signIn();
});
