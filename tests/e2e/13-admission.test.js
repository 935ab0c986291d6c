// SPDX-License-Identifier: Apache-2.0
// An institution comes in with its first six people, on the word of three administrators; and who sees which account.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { people, person } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { enrolRequest, newcomer } from './lib/flows.js';
import { digest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const administrator = (role, index = 0) => person({ institution: 'OPERATOR', role }, index);
const thumbprint = ({ certificatePem }) => digest(new crypto.X509Certificate(certificatePem).raw);
const duties = [['author', 'credit'], ['account.officer', 'operations'], ['account.reviewer', 'operations'], ['account.reviewer', 'operations'],
  ['account.reviewer', 'operations'], ['auditor', 'audit']];

function candidate() {
  const code = `T${crypto.randomBytes(4).toString('hex').toUpperCase()}`;
  const six = duties.map(([role, department]) => newcomer(code, { roles: [role], department }));
  const request = {
    code, name: `Bank ${code}`, kind: 'member', jurisdiction: 'CN', regulated_by: 'REGULATOR', departments: ['credit', 'operations', 'audit'],
    people: six.map((one, i) => ({ name: one.account, person: { name: `Person ${i}`, number: `${code}-${i}` }, department: one.department, rank: one.rank,
      roles: one.roles, thumbprint: thumbprint(one) })),
    letter_digest: digest(`letter of ${code}`) };
  return { code, six, request };
}
const enrol = (one, client = one.client) => client.post('/v1/devices', enrolRequest(one, undefined), { token: null });

test('an_institution_is_admitted_by_three_administrators_and_its_six_need_no_code__GS_2_1_1', async () => {
  const { code, six, request } = candidate();
  const asks = await administrator('admin.system');
  const { institution, review } = expect(await asks.post('/v1/institutions', request), 202);
  refused(await enrol(six[0]), 403, 'invalid_enrolment');
  refused(await asks.decide(review.id), 403, 'own_request');
  expect(await (await administrator('admin.system', 1)).decide(review.id), 200);
  refused(await enrol(six[0]), 403, 'invalid_enrolment');
  assert.equal(expect(await (await administrator('admin.security')).decide(review.id), 200).review.state, 'approved');
  const listed = (await asks.read('/v1/institutions?limit=500')).items.find(({ id }) => id === institution.id);
  assert.deepEqual([listed.code, listed.state, listed.regulated_by], [code, 'active', 'REGULATOR']);
  for (const one of six) {
    expect(await enrol(one), 201);
    await one.signIn();
    assert.equal((await one.read('/v1/me')).institution, code);
  }
});

test('a_pinned_account_is_begun_by_its_pinned_certificate_alone_and_once__GS_2_1_3', async () => {
  const { code, six, request } = candidate();
  const { review } = expect(await (await administrator('admin.system')).post('/v1/institutions', request), 202);
  for (const who of [await administrator('admin.system', 1), await administrator('admin.security')]) expect(await who.decide(review.id), 200);
  const [one, two] = six;
  refused(await enrol(one, newcomer(code).client), 403, 'invalid_enrolment');
  refused(await enrol(one, two.client), 403, 'invalid_enrolment');
  expect(await enrol(one), 201);
  const again = await enrol(one);
  assert.ok(['invalid_enrolment', 'device_taken'].includes(again.body.code), again.body.code);
});

test('nobody_else_proposes_an_institution_and_a_rejected_one_does_not_come_in__GS_2_1_1', async () => {
  const { six, request } = candidate();
  for (const criteria of [{ institution: 'BANKA', role: 'account.officer' }, { institution: 'OPERATOR', role: 'admin.audit' }]) {
    refused(await (await person(criteria)).post('/v1/institutions', request), 403, 'forbidden');
  }
  const { review } = expect(await (await administrator('admin.system')).post('/v1/institutions', request), 202);
  expect(await (await administrator('admin.system', 1)).decide(review.id, { verdict: 'reject', comment: 'No letter.' }), 200);
  refused(await enrol(six[0]), 403, 'invalid_enrolment');
});

test('an_account_is_seen_by_its_own_institution_alone__GS_3_1_1', async () => {
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const [listed] = people({ institution: 'BANKA', role: 'author' });
  const account = (await officer.read('/v1/accounts?limit=500')).items.find(({ name }) => name === listed.account);
  assert.deepEqual([account.state, account.roles], ['active', listed.roles]);
  assert.deepEqual(await officer.read(`/v1/accounts/${account.id}`), account);
  refused(await (await person({ institution: 'BANKB', role: 'account.officer' })).get(`/v1/accounts/${account.id}`), 404, 'not_found');
  const colleague = await (await person({ institution: 'BANKA', role: 'author' }, 1)).get(`/v1/accounts/${account.id}`);
  assert.ok(['forbidden', 'not_found'].includes(colleague.body.code), colleague.body.code);
});

test('a_duty_that_excludes_another_is_not_given_to_one_person__GS_3_1_1', async () => {
  const { request } = candidate();
  request.people[1].roles = ['account.officer', 'account.reviewer'];
  const answer = await (await administrator('admin.system')).post('/v1/institutions', request);
  assert.equal(answer.status, 422, answer.bytes.toString());
});
