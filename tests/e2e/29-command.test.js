// SPDX-License-Identifier: Apache-2.0
// countersign(1) as a person uses it: what it refuses to send, what it asks for, and what it says when it does not work.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { accountsFile, cli, person, platform } from './lib/platform.js';
import { expect } from './lib/client.js';
import { accountRequest, accountReviewers, issueCertificate, newcomer } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const listed = (file) => path.resolve(path.dirname(accountsFile), file);
const officer = () => person({ institution: 'BANKB', role: 'account.officer' });
const [ok, refused, usage] = [0, 1, 2];

// Runs a verb with the profile of somebody who is signed in already.
function run(who, words, changes = {}) {
  const profile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cs-cli-')), 'profile.json');
  fs.writeFileSync(profile, JSON.stringify({
    base_url: platform.base_url, ca: listed(platform.ca), account: who.account, certificate: listed(who.certificate), key: listed(who.key),
    token: who.client.token, ...changes }));
  const { status, stdout, stderr } = spawnSync(cli, ['--profile', profile, ...words], { input: '', encoding: 'utf8', timeout: 60e3 });
  return { status, text: stdout + stderr, json: words.includes('--json') ? JSON.parse(stdout) : undefined };
}

function expectRun(answer, status) {
  assert.equal(answer.status, status, answer.text);
  return answer;
}

test('doctor_says_what_is_wrong_and_nothing_where_all_is_well', async () => {
  const who = await officer();
  const findings = expectRun(run(who, ['doctor', '--json']), ok).json;
  assert.deepEqual(findings.map(({ check, well }) => [check, well]),
    ['profile', 'certificate', 'key', 'platform', 'clock', 'session'].map((check) => [check, true]));
  const other = issueCertificate('BANKB', who.account);
  assert.match(expectRun(run(who, ['doctor'], { key: other.key }), refused).text, /BAD +key +it is not the key of this certificate/);
  assert.match(expectRun(run(who, ['doctor'], { base_url: 'https://127.0.0.1:9' }), refused).text, /BAD +platform +.*could not reach the platform/);
  assert.match(expectRun(run(who, ['doctor'], { certificate: other.key }), refused).text, /BAD +certificate /);
});

test('a_decision_of_weight_wants_a_code_for_the_digest_that_was_shown__JR_5_1', async () => {
  const { review } = expect(await (await officer()).post('/v1/accounts', accountRequest(newcomer('BANKB'))), 202);
  const who = await person({ account: accountReviewers('BANKB')[0].account });
  const decide = ['review', 'decide', review.id, '--approve', '--comment', 'checked'];
  assert.match(expectRun(run(who, decide), usage).text, /this needs a one-time code: --otp CODE/);
  assert.match(expectRun(run(who, [...decide, '--otp', 'abcdef']), refused).text, /refused: /);
  assert.equal((await who.read(`/v1/reviews/${review.id}`)).stages[0].decisions.length, 0);
  assert.match(expectRun(run(who, [...decide, '--otp', await who.code()]), ok).text, /signed and decided: approve/);
  assert.equal((await who.read(`/v1/reviews/${review.id}`)).stages[0].decisions.length, 1);
});

test('what_an_account_can_be_made_of_is_listed__GS_3_1_1', async () => {
  const who = await officer();
  for (const [words, name] of [[['role', 'list'], 'account.officer'], [['permission', 'list'], 'account.create'], [['department', 'list'], 'credit'],
    [['institution', 'list'], 'BANKB'], [['account', 'list'], who.account]]) {
    const answer = expectRun(run(who, [...words, '--limit', '500']), ok);
    assert.ok(answer.text.includes(name), `${words.join(' ')}: ${answer.text.slice(0, 400)}`);
  }
});

test('who_may_not_is_told_so_and_wrong_words_leave_nothing_behind__GS_3_1_1', async () => {
  const who = await officer();
  assert.match(expectRun(run(who, ['alert', 'list']), refused).text, /refused: forbidden/);
  assert.match(expectRun(run(who, ['account', 'suspend', '01a20000-0000-7000-8000-000000000000']), refused).text, /refused: not_found/);
  expectRun(run(who, ['account', 'suspend']), usage);
  expectRun(run(who, ['account', 'end-date', 'one']), usage);
  expectRun(run(who, ['sessions']), usage);
});
