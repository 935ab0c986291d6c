// SPDX-License-Identifier: Apache-2.0
// A new colleague needs both halves of the code and the certificate that the reviewers saw.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { people, person } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountReviewers } from './lib/deciders.js';
import { accountRequest, activate, enrolRequest, newcomer } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const enrol = (client, body, options) => client.post('/v1/devices', body, { token: null, ...options });
const half = () => crypto.randomBytes(16).toString('base64url');

test('both_halves_and_the_pinned_certificate_enrol_once__GS_2_1_1', async () => {
  const somebody = newcomer('BANKA');
  const { code } = await activate(somebody);
  const { device, must } = expect(await enrol(somebody.client, enrolRequest(somebody, code)), 201);
  assert.ok(!must.includes('confirmation'), 'its thumbprint was confirmed by those who activated it');
  assert.equal(device.thumbprint, crypto.createHash('sha256').update(new crypto.X509Certificate(somebody.certificatePem).raw).digest('base64url'));
  const again = await enrol(somebody.client, enrolRequest(somebody, code));
  assert.ok(again.status === 403 || again.status === 409, `twice: ${again.status}`);
  await somebody.signIn();
});

test('wrong_missing_or_swapped_halves_are_refused__GS_2_1_1', async () => {
  const somebody = newcomer('BANKA');
  const { code } = await activate(somebody);
  const [first, second] = code.split('.');
  const wrong = [`${half()}.${second}`, `${first}.${half()}`, `${second}.${first}`, `${first}.${first}`, `${half()}.${half()}`];
  for (const enrolment_code of wrong) refused(await enrol(somebody.client, enrolRequest(somebody, enrolment_code)), 403, 'invalid_enrolment');
  refused(await enrol(somebody.client, enrolRequest(somebody, undefined)), 403, 'invalid_enrolment');
  expect(await enrol(somebody.client, enrolRequest(somebody, code)), 201);
});

test('another_certificate_is_refused_even_with_the_whole_code__GS_2_1_3', async () => {
  const somebody = newcomer('BANKA');
  const { code } = await activate(somebody);
  const [colleague] = people({ institution: 'BANKA', role: 'author' });
  for (const client of [newcomer('BANKA').client, newcomer('BANKB').client, colleague.client]) {
    const answer = await enrol(client, enrolRequest(somebody, code));
    assert.ok(['invalid_enrolment', 'device_taken'].includes(answer.body.code), answer.body.code);
  }
});

test('nobody_enrols_before_two_others_have_activated__GS_2_1_1', async () => {
  const somebody = newcomer('BANKA');
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const { review, code_half: first } = expect(await officer.post('/v1/accounts', accountRequest(somebody)), 202);
  refused(await enrol(somebody.client, enrolRequest(somebody, `${first}.${half()}`)), 403, 'invalid_enrolment');
  const reviewer = await person({ account: (await accountReviewers('BANKA'))[0].account });
  const decided = expect(await reviewer.decide(review.id), 200);
  assert.equal(decided.code_half, undefined, 'the first approval brings no half');
  assert.equal(decided.review.state, 'open');
  refused(await enrol(somebody.client, enrolRequest(somebody, `${first}.${half()}`)), 403, 'invalid_enrolment');
});

test('a_half_is_shown_once__GS_2_1_1', async () => {
  const somebody = newcomer('BANKA');
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const key = crypto.randomUUID();
  const body = accountRequest(somebody);
  expect(await officer.post('/v1/accounts', body, { key }), 202);
  refused(await officer.post('/v1/accounts', body, { key }), 409, 'already_shown');
});

test('weak_passwords_are_refused__GS_2_1_2', async () => {
  const somebody = newcomer('BANKA');
  const { code } = await activate(somebody);
  for (const password of ['Ab1!', 'aaaaaaaaaaaa', '123456789012', `X1!${somebody.account}`]) {
    refused(await enrol(somebody.client, enrolRequest(somebody, code, { password })), 422, 'weak_password');
  }
  expect(await enrol(somebody.client, enrolRequest(somebody, code)), 201);
});
