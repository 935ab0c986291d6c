// SPDX-License-Identifier: Apache-2.0
// Every kind of review in one table: how it is asked for, who decides it stage by stage, what comes of it. Each time it is
// asked for something new, which nobody else's test knows of.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { joining, listed, reason } from './break_glass.js';
import { expect } from './client.js';
import { confirmers } from './deciders.js';
import { accountRequest, activate, createRecord, inDays, issueCertificate, join, newcomer, permissionRequest, publishRecord } from './flows.js';
import { candidate } from './institutions.js';
import { people, person, superuser } from './platform.js';
import { next, proposer } from './policies.js';
import { digest } from './signing.js';

const of = (institution, role, more) => () => people({ institution, role, ...more });
const confirmer = () => confirmers('BANKA');
const judge = () => [...people({ institution: 'BANKA', role: 'auditor' }), ...people({ institution: 'BANKA', role: 'reviewer.compliance' })];
const [system, security] = [of('OPERATOR', 'admin.system'), of('OPERATOR', 'admin.security')];
const owners = [of('BANKA', 'approver.owner'), of('BANKB', 'approver.owner')];

// Who decides a stage of that name: one of each group.
const groups = {
  activation: [confirmer, confirmer], unlocking: [confirmer, confirmer], reset: [confirmer, confirmer], reinstatement: [confirmer, confirmer],
  extension: [confirmer, confirmer], transfer: [confirmer, confirmer], confirmation: [confirmer],
  department: [of('BANKA', 'reviewer.department', { department: 'credit' })], responsible: [of('BANKA', 'reviewer.responsible')],
  compliance: [of('BANKA', 'reviewer.compliance')], requester: [of('BANKB', 'approver.requester')], owner: [owners[0]],
  judgement: [judge, judge], system: [system], security: [security], operator: [system], members: owners, parties: owners,
};

const by = async (institution, role, index) => person({ institution, role }, index);
export const asks = (who, target, body, method = 'POST') => ({ by: who, method, target, body, acted: new Set() });

async function ofAccount(what, body, begin = () => {}) {
  const somebody = newcomer('BANKA');
  await activate(somebody);
  const officer = await by('BANKA', 'account.officer');
  await begin(somebody, officer);
  return asks(officer, `/v1/accounts/${somebody.id}/${what}`, { reason: 'A test.', ...body });
}

async function ofInstitution(what, begin = () => {}) {
  const admission = await raise('institution.admit');
  await decideStage(admission, await decideUntilLast(admission));
  const { id } = admission.answer.institution;
  begin(id);
  return asks(await by('OPERATOR', 'admin.system'), `/v1/institutions/${id}/${what}`, { reason: 'A test.' });
}

// The bank's break-glass, brought so far; who proves themselves by a code is another test's claim.
export async function breakGlass(wanted) {
  const [one, other] = [await by('BANKA', 'account.officer'), await person({ account: confirmer()[0].account })];
  const now = async () => (await listed(one)).find(({ asked_by: who, state }) => who === one.id && ['asked', 'active', 'ended'].includes(state));
  const send = async (who, body, over) => {
    superuser(`insert into identity.step_up (session_id, operation, digest, expires_at) values ('${who.session.session}', 'break_glass.start', '${over}', now() + interval '1 minute')`);
    assert.ok((await who.post('/v1/break-glass', body)).status < 300);
  };
  if (!await now()) await send(one, reason, digest(JSON.stringify(reason)));
  const { id, state, ...asked } = await now();
  if (wanted !== 'asked' && state === 'asked') await send(other, await joining(other, { id, ...asked }), asked.digest);
  if (wanted === 'ended') superuser(`update access.break_glass set state = 'ended', ended_at = now(), ended_for = 'person' where break_glass_id = '${id}' and state = 'active'`);
  return { id, one, other };
}

// Opened by the clock.
async function judgement() {
  const { id, one } = await breakGlass('ended');
  const asked = asks(one);
  for (let tries = 0; tries < 200 && !asked.id; tries += 1) {
    await sleep(100);
    asked.id = superuser(`select review_id from access.break_glass where break_glass_id = '${id}'`);
  }
  return asked;
}

const author = (institution = 'BANKA', index = 0) => by(institution, 'author', index);
const harmless = { level: 'public', grade: 'general' };
const longer = async () => ({ documents: await next('log', (log) => { log.retention_months += 1; }) });

// `ask` says who sends what; `effect` is the action of what comes of it. `once`: it cannot be asked for twice. `again`: what
// may be another when it is asked for once more, or finds it; without it, it cannot be, or those who could decide then have all decided.
// What opens by itself has `raise` instead.
export const kinds = {
  'institution.admit': { effect: 'institution.admitted', once: true,
    ask: async () => asks(await by('OPERATOR', 'admin.system'), '/v1/institutions', candidate().request) },
  'institution.suspend': { effect: 'institution.suspended', once: true, ask: () => ofInstitution('suspension') },
  'institution.reinstate': { effect: 'institution.reinstated', once: true,
    ask: () => ofInstitution('reinstatement', (id) => superuser(`update identity.institution set state = 'suspended' where institution_id = '${id}'`)) },
  'account.activate': { effect: 'account.activated', once: true, secret: true, again: { rank: 'manager' },
    ask: async () => asks(await by('BANKA', 'account.officer'), '/v1/accounts', accountRequest(newcomer('BANKA'))) },
  'account.unlock': { effect: 'account.unlocked', once: true, again: { reason: 'Once more.' },
    ask: () => ofAccount('unlock', {}, ({ id }) => superuser(`update identity.account set state = 'locked' where account_id = '${id}'`)) },
  'account.reset': { effect: 'password.voided', once: true, secret: true, again: { reason: 'Once more.' }, ask: () => ofAccount('reset') },
  'account.reinstate': { effect: 'account.reinstated', once: true, again: { reason: 'Once more.' },
    ask: () => ofAccount('reinstatement', {}, async ({ id }, officer) => expect(await officer.post(`/v1/accounts/${id}/suspension`, {}), 200)) },
  'account.extend': { effect: 'account.extended', once: true, again: { ends_at: inDays(20) },
    ask: () => ofAccount('end-date', { ends_at: inDays(10) }, async ({ id }, officer) => expect(await officer.post(`/v1/accounts/${id}/end-date`, { ends_at: inDays(5) }), 200)) },
  'account.transfer': { effect: 'account.transferred', once: true, again: { rank: 'staff' },
    ask: () => ofAccount('transfer', { department: 'payments', rank: 'manager', roles: ['author'] }) },
  'device.bind': { effect: 'device.bound', once: true,
    async ask() {
      const somebody = await join('BANKA');
      const { certificate } = issueCertificate('BANKA', somebody.account);
      return asks(somebody, '/v1/devices', { label: 'Another one', certificate: fs.readFileSync(certificate, 'utf8') });
    } },
  'agreement.sign': { effect: 'agreement.signed',
    // It ends soon, so that no request of another test could rest on it.
    ask: async () => asks(await by('BANKB', 'approver.owner'), '/v1/agreements',
      { parties: ['BANKA', 'BANKB'], purpose: 'operations', duties_digest: digest(crypto.randomUUID()), ends_at: inDays(180 / 86400) }) },
  'permission.grant': { effect: 'grant.granted', again: { operations: ['view'] },
    ask: async () => asks(await author('BANKB', 1), '/v1/permission-requests', permissionRequest({ record: await publishRecord(await author()) })) },
  'policy.activate': { effect: 'policy.activated', again: longer,
    ask: async () => asks(await proposer(), '/v1/policies', await longer()) },
  'record.publish': { effect: 'record.published', once: true, again: {},
    async ask() {
      const writer = await author();
      const { record } = await createRecord(writer, harmless);
      return asks(writer, `/v1/records/${record.id}/publication`, { urgency: 'normal' });
    } },
  'record.reclassify': { effect: 'record.reclassified', once: true, again: { reason: 'Once more.' },
    async ask() {
      const record = await publishRecord(await author());
      return asks(await author('BANKA', 1), `/v1/records/${record}/reclassification`, { level: 'secret', grade: 'important', reason: 'A test.' });
    } },
  'record.destroy': { effect: 'record.destroyed', once: true, again: {},
    ask: async () => asks(await author(), `/v1/records/${await publishRecord(await author(), harmless)}`, undefined, 'DELETE') },
  'breakglass.review': { effect: 'break_glass.reviewed', raise: judgement },
};

export const send = (asked, { client = asked.by.client, key = crypto.randomUUID() } = {}) => client.call(asked.method, asked.target, { body: asked.body, key });

export async function open(asked) {
  const answer = expect(await send(asked), 202);
  return Object.assign(asked, { answer, id: answer.review.id });
}
export const raise = async (kind) => (kinds[kind].raise ? kinds[kind].raise() : open(await kinds[kind].ask()));

// How many words the stage asks for.
export const countWords = (stage) => groups[stage].length;

// Those of the stage who can still say something, group by group.
export const speakers = ({ by: { account: requester }, acted }, stage) => groups[stage].map((find) => find().filter(({ account }) => account !== requester && !acted.has(account)));

// One word of the stage: of its nth group.
export async function speaker(asked, stage, group = 0) {
  const somebody = await person({ account: speakers(asked, stage)[group][0].account });
  asked.acted.add(somebody.account);
  return somebody;
}

// All that the stage asks for is said; the review as it then stands.
export async function decideStage(asked, stage, verdict = 'approve') {
  let review;
  for (const group of groups[stage].keys()) ({ review } = expect(await (await speaker(asked, stage, group)).decide(asked.id, { verdict }), 200));
  return review;
}

export const readReview = (asked) => asked.by.read(`/v1/reviews/${asked.id}`);

// All stages but the last are approved; the name of that one.
export async function decideUntilLast(asked) {
  const names = (await readReview(asked)).stages.map(({ name }) => name);
  for (const name of names.slice(0, -1)) await decideStage(asked, name);
  return names.at(-1);
}
