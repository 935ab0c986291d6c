// SPDX-License-Identifier: Apache-2.0
// Institutions of a test's own, admitted on the word of three administrators, with their six people signed in.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { people, person } from './platform.js';
import { expect } from './client.js';
import { enrolRequest, newcomer } from './flows.js';
import { digest } from './signing.js';

const administrators = (role) => Promise.all(people({ institution: 'OPERATOR', role }).map(({ account }) => person({ account })));
const thumbprint = ({ certificatePem }) => digest(new crypto.X509Certificate(certificatePem).raw);
const duties = [['account.officer', 'operations'], ['account.officer', 'operations'], ['account.reviewer', 'operations'],
  ['account.reviewer', 'operations'], ['account.reviewer', 'operations'], ['author', 'credit']];

export function candidate(overrides = {}, roles = duties) {
  const code = `T${crypto.randomBytes(4).toString('hex').toUpperCase()}`;
  const six = roles.map(([role, department]) => newcomer(code, { roles: [role], department }));
  const request = {
    code, name: `Bank ${code}`, kind: 'member', jurisdiction: 'CN', departments: ['credit', 'operations'],
    people: six.map((one, i) => ({ name: one.account, person: { name: `Person ${i}`, number: `${code}-${i}` }, department: one.department, rank: one.rank,
      roles: one.roles, thumbprint: thumbprint(one) })),
    letter_digest: digest(`letter of ${code}`), ...overrides };
  return { code, six, request };
}

// Two administrators' word; the requester is the first system administrator, unless it is said who.
export async function approveAdmission(review, requester) {
  const { account } = requester ?? await person({ institution: 'OPERATOR', role: 'admin.system' });
  const [system, [security]] = [await administrators('admin.system'), await administrators('admin.security')];
  expect(await system.find((one) => one.account !== account).decide(review.id), 200);
  return expect(await security.decide(review.id), 200).review;
}

export async function admit(overrides, roles) {
  const { code, six, request } = candidate(overrides, roles);
  const requester = (await administrators('admin.system')).at(-1);
  const { institution, review } = expect(await requester.post('/v1/institutions', request), 202);
  assert.equal((await approveAdmission(review, requester)).state, 'approved');
  for (const one of six) {
    expect(await one.client.post('/v1/devices', enrolRequest(one, undefined), { token: null }), 201);
    await (await one.signIn()).settle();
  }
  return { code, id: institution.id, six };
}
