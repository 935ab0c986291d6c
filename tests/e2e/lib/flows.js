// SPDX-License-Identifier: Apache-2.0
// The ways that tests walk again and again: a record published, an account activated, a grant given.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { expect } from './client.js';
import { canonicalize } from './signing.js';
import { accountReviewers } from './deciders.js';
import { Person, person, varFolder } from './platform.js';

const stageRoles = { department: 'reviewer.department', responsible: 'reviewer.responsible', compliance: 'reviewer.compliance' };

export async function recordRequest(author, overrides = {}) {
  const content = overrides.content ?? { text: `An observation of ${new Date().toISOString()}.` };
  return {
    type: 'note', category: 'risk', level: 'confidential', grade: 'important', title: 'A note of a test', audience: 'members',
    attestation: await author.attest(canonicalize(content)), content, ...overrides };
}

export async function fileRequest(author, bytes, overrides = {}) {
  return {
    type: 'file', category: 'payment', level: 'public', grade: 'general', title: 'A file of a test', audience: 'members',
    media_type: 'application/octet-stream', content_base64: Buffer.from(bytes).toString('base64'),
    attestation: await author.attest(bytes), ...overrides };
}

export async function createRecord(author, overrides) {
  return expect(await author.post('/v1/records', await recordRequest(author, overrides)), 201);
}

export async function submit(author, record, urgency = 'normal') {
  const { review } = expect(await author.post(`/v1/records/${record}/publication`, { urgency }), 202);
  return review.id;
}

// Who may decide this stage of a publication of that author: the nth of them.
export const stagePerson = (author, stage, index = 0) => person(
  { institution: author.institution, role: stageRoles[stage], ...(stage === 'department' && { department: author.department }) }, index);

export async function approveStages(author, review, stages = Object.keys(stageRoles)) {
  let answer;
  for (const stage of stages) answer = expect(await (await stagePerson(author, stage)).decide(review), 200);
  return answer.review;
}

export async function publishRecord(author, overrides) {
  const created = await createRecord(author, overrides);
  await approveStages(author, await submit(author, created.record.id));
  return created.record.id;
}

export const inDays = (days) => new Date(Date.now() + days * 86400e3).toISOString();

export const permissionRequest = (scope, overrides = {}) => ({
  kind: 'data', scope, max_level: 'confidential', operations: ['view', 'download'], purpose: 'risk', until: inDays(7),
  reason: 'A shared borrower.', urgency: 'normal', ...overrides });

// `reader` asks, one person of each institution approves; the review as it then stands.
export async function grantAccess(reader, owner, scope, overrides) {
  const { review } = expect(await reader.post('/v1/permission-requests', permissionRequest(scope, overrides)), 202);
  expect(await (await person({ institution: reader.institution, role: 'approver.requester' })).decide(review.id), 200);
  return expect(await (await person({ institution: owner, role: 'approver.owner' })).decide(review.id), 200).review;
}

// A certificate of the demonstration's CA for a person that is not listed.
export function issueCertificate(institution, account, kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-e2e-'));
  const file = (name) => path.join(folder, name);
  const pki = path.resolve(process.env.CS_PKI ?? path.join(varFolder, 'pki'));
  const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  openssl('req', '-new', ...kind, '-nodes', '-subj', `/O=${institution}/CN=${account}`,
    '-keyout', file('key.pem'), '-out', file('request.pem'));
  openssl('x509', '-req', '-in', file('request.pem'), '-CA', path.join(pki, 'ca.pem'), '-CAkey', path.join(pki, 'ca.key'),
    '-set_serial', `0x${crypto.randomBytes(8).toString('hex')}`, '-days', '30', '-out', file('certificate.pem'));
  return { certificate: file('certificate.pem'), key: file('key.pem') };
}

const letters = () => [...crypto.randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');

export const newcomerName = (institution) => `${institution.toLowerCase()}.${letters()}`;

// Somebody new of the institution: with a certificate, but no account yet.
export function newcomer(institution, overrides = {}) {
  const account = newcomerName(institution);
  return new Person({
    account, institution, department: 'credit', rank: 'staff', roles: ['author'], kind: 'person', password: 'Grey-Heron-41-wades',
    ...issueCertificate(institution, account), ...overrides });
}

export function accountRequest(somebody) {
  const { account, institution, department, rank, roles, phone, birth_date: birthDate, number = `T-${account.replaceAll('.', '-')}`.slice(0, 32) } = somebody;
  return {
    name: account, kind: 'person', person: { name: 'A person of a test', number, ...(phone && { phone }), ...(birthDate && { birth_date: birthDate }) }, institution, department, rank, roles,
    ...(somebody.certificatePem && { certificate: somebody.certificatePem.toString() }) };
}

// Creates the account and has two others activate it: both halves of the enrolment code.
export async function activate(somebody) {
  const officer = await person({ institution: somebody.institution, role: 'account.officer' });
  const created = expect(await officer.post('/v1/accounts', accountRequest(somebody)), 202);
  somebody.id = created.account.id;
  let last;
  for (const { account } of (await accountReviewers(somebody.institution)).slice(0, 2)) {
    last = expect(await (await person({ account })).decide(created.review.id), 200);
  }
  return { review: created.review.id, code: `${created.code_half}.${last.code_half}` };
}

export const enrolRequest = (somebody, code, overrides = {}) => ({
  account: somebody.account, enrolment_code: code, label: 'A workstation', password: somebody.password, ...overrides });

// A delegation in the giver's name, with a one-time code.
export const delegationRequest = (to, more = {}) => ({ to, permission: 'record.publish.department', until: inDays(5), reason: 'On leave.', ...more });
export async function delegate(from, to, more) {
  const body = delegationRequest(to.account, more);
  return expect(await from.stepped(() => from.post('/v1/delegations', body)), 201);
}

// The whole way of a new colleague: created, activated, enrolled, signed in, and nothing owed any more.
export async function join(institution, overrides) {
  const somebody = newcomer(institution, overrides);
  const { code } = await activate(somebody);
  expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code)), 201);
  return (await somebody.signIn()).settle();
}
