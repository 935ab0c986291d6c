// SPDX-License-Identifier: Apache-2.0
// One-time codes: each step once, counted by themselves, bound to the one operation (JR-5.1, RFC 6238, RFC 9470).
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { join } from './lib/flows.js';
import { codeOf, currentStep, readUri } from './lib/otp.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const digest = (text) => crypto.createHash('sha256').update(text).digest('base64url');
const stepUp = (somebody, otp, operation = 'review.decide', about = digest('it')) =>
  somebody.client.post('/v1/sessions/current/step-up', { otp, operation, digest: about });
const signIn = (somebody, otp, password = somebody.password) =>
  somebody.client.post('/v1/sessions', { account: somebody.account, password, ...(otp && { otp }) }, { token: null });

// A colleague of BANKB with a seed in force.
async function enrolled() {
  const somebody = await join('BANKB');
  if (!somebody.otp_secret) await somebody.enrol_otp();
  return somebody;
}
// Six digits that are no code of theirs around now.
function wrong(somebody) {
  const right = new Set([-2, -1, 0, 1, 2, 3].map((off) => codeOf(somebody.otp_secret, currentStep() + off)));
  return ['000000', '111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !right.has(code));
}
const failures = (somebody) => Number(superuser(
  `select count(*) from identity.attempt t join identity.account a using (account_id) where a.name = '${somebody.account}' and t.kind = 'otp' and t.state = 'failed'`));

test('a_seed_is_shown_once_and_comes_into_force_by_its_first_code__JR_5_1', async () => {
  const somebody = await enrolled();
  const sealed = superuser(`select encode(o.sealed, 'hex') from identity.one_time_code o join identity.account a using (account_id) where a.name = '${somebody.account}'`);
  assert.match(sealed, /^01/, 'the database keeps it sealed');
  const answer = expect(await stepUp(somebody, await somebody.code()), 201);
  assert.equal(answer.step_up.digest, digest('it'));
});

test('a_code_is_good_once_and_its_replay_is_no_guess__JR_5_1', async () => {
  const somebody = await enrolled();
  const code = await somebody.code();
  expect(await stepUp(somebody, code), 201);
  refused(await stepUp(somebody, wrong(somebody)), 401, 'invalid_otp');
  for (let i = 0; i < 6; i += 1) {
    const problem = refused(await stepUp(somebody, code), 401, 'otp_used');
    assert.match(problem.detail, /wait for the next/);
    assert.equal(problem.attempts_left, undefined);
  }
  refused(await signIn(somebody, code), 401, 'otp_used');
  assert.equal(failures(somebody), 1);
  assert.equal(refused(await stepUp(somebody, wrong(somebody)), 401, 'invalid_otp').attempts_left, 3, 'a replay forgives nothing either');
});

test('of_50_that_race_with_one_code_one_steps_up__JR_5_1', async () => {
  const somebody = await enrolled();
  const code = await somebody.code();
  const answers = await Promise.all(Array.from({ length: 50 }, () => stepUp(somebody, code)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  const codes = new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code));
  for (const code of codes) assert.ok(['otp_used', 'attempts_pending'].includes(code), code);
});

test('fifth_wrong_code_locks_and_passwords_count_apart__JR_5_1', async () => {
  const somebody = await enrolled();
  refused(await signIn(somebody, null, 'wrong-Password-1'), 401, 'invalid_credentials');
  for (const left of [4, 3, 2, 1]) {
    assert.equal(refused(await stepUp(somebody, wrong(somebody)), 401, 'invalid_otp').attempts_left, left);
  }
  assert.equal(refused(await signIn(somebody, null, 'wrong-Password-1'), 401, 'invalid_credentials').attempts_left, 1);
  refused(await stepUp(somebody, wrong(somebody)), 423, 'account_locked');
  refused(await somebody.get('/v1/me'), 403, 'account_not_active');
  refused(await signIn(somebody, await somebody.code()), 423, 'account_locked');
});

test('a_right_password_with_a_wrong_code_signs_nobody_in__JR_5_1', async () => {
  const somebody = await enrolled();
  refused(await signIn(somebody, wrong(somebody)), 401, 'invalid_otp');
  assert.equal(failures(somebody), 1);
  expect(await signIn(somebody, await somebody.code()), 201);
});

test('with_a_wrong_password_the_code_is_neither_looked_at_nor_used__JR_5_1', async () => {
  const somebody = await enrolled();
  const code = await somebody.code();
  refused(await signIn(somebody, code, 'wrong-Password-1'), 401, 'invalid_credentials');
  refused(await signIn(somebody, wrong(somebody), 'wrong-Password-1'), 401, 'invalid_credentials');
  assert.equal(failures(somebody), 0);
  expect(await signIn(somebody, code), 201);
});

test('codes_of_other_seeds_forms_and_times_are_refused__JR_5_1', async () => {
  const [somebody, other] = [await enrolled(), await enrolled()];
  refused(await stepUp(somebody, codeOf(somebody.otp_secret, currentStep() - 3)), 401, 'invalid_otp');
  refused(await stepUp(somebody, codeOf(somebody.otp_secret, currentStep() + 3)), 401, 'invalid_otp');
  refused(await stepUp(somebody, codeOf(other.otp_secret, currentStep())), 401, 'invalid_otp');
  const raw = (body) => somebody.client.post('/v1/sessions/current/step-up', undefined, { raw: Buffer.from(JSON.stringify(body)), unchecked: true });
  const rest = { operation: 'review.decide', digest: digest('it') };
  refused(await raw({ otp: '12345a', ...rest }), 401, 'invalid_otp');
  refused(await raw({ otp: '1234567', ...rest }), 400, 'wrong_type');
  refused(await raw({ otp: 123456, ...rest }), 400, 'wrong_type');
  refused(await raw(rest), 400, 'missing_member');
  expect(await stepUp(somebody, await somebody.code()), 201);
});

test('a_step_up_names_a_call_that_there_is__RFC_9470', async () => {
  const somebody = await enrolled();
  const code = await somebody.code();
  assert.equal(refused(await stepUp(somebody, code, 'no.such'), 422, 'invalid_value').pointer, '/operation');
  assert.equal(refused(await stepUp(somebody, code, 'session.begun'), 422, 'invalid_value').pointer, '/operation');
  expect(await stepUp(somebody, code), 201);
});

test('a_session_alone_does_not_replace_the_seed__JR_5_1', async () => {
  const somebody = await enrolled();
  const problem = await somebody.client.post('/v1/otp');
  const asked = refused(problem, 401, 'step_up_required');
  assert.match(problem.headers['www-authenticate'], /error="insufficient_user_authentication"/);
  assert.deepEqual([asked.operation, asked.digest], ['otp.begin', digest('')]);
  expect(await stepUp(somebody, await somebody.code(), 'review.decide', asked.digest), 201);
  refused(await somebody.client.post('/v1/otp'), 401, 'step_up_required');
  expect(await stepUp(somebody, await somebody.code(), asked.operation, asked.digest), 201);
  const { uri } = expect(await somebody.client.post('/v1/otp'), 200);
  refused(await somebody.client.post('/v1/otp'), 401, 'step_up_required');
  const former = somebody.otp_secret;
  somebody.otp_secret = readUri(uri).secret;
  refused(await somebody.client.post('/v1/otp/confirmation', { otp: codeOf(former, currentStep()) }), 401, 'invalid_otp');
  expect(await somebody.client.post('/v1/otp/confirmation', { otp: await somebody.code() }), 200);
  refused(await somebody.client.post('/v1/otp/confirmation', { otp: '123456' }), 409, 'no_one_time_code');
  refused(await stepUp(somebody, codeOf(former, currentStep() + 1)), 401, 'invalid_otp');
});

test('terms_are_accepted_in_the_version_that_is_in_force__GS_2_1_3', async () => {
  const somebody = await join('BANKB');
  const { version } = await somebody.read('/v1/terms');
  assert.equal(refused(await somebody.post('/v1/terms', { version: version + 1 }), 409, 'conflict').pointer, '/version');
  expect(await somebody.post('/v1/terms', { version }), 200);
  const terms = await somebody.read('/v1/terms');
  assert.ok(terms.accepted_at && terms.text.en && terms.text['zh-CN']);
});
