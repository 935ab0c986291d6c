// SPDX-License-Identifier: Apache-2.0
// Nothing is stuck: out of each state of docs/states.md that is not final, each way that the page draws is taken here.
// tests/lint/states.sh compares the rows below with the page: THING, FROM, TO.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { people, person, superuser } from './lib/platform.js';
import { found, joining, proven } from './lib/break_glass.js';
import { expect, refused } from './lib/client.js';
import { activate as admitted, createRecord, enrolRequest, join, newcomer, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';
import { asks, breakGlass, decideStage, decideUntilLast, open, raise, readReview } from './lib/kinds.js';
import { activate, changeKinds, dropStepUp, inForce } from './lib/policies.js';

watchLogs();
let shipped;
before(async () => { shipped = inForce(); await dropStepUp(); });
after(() => { activate(shipped); });

// --- where things stand

const column = (table, id) => (key) => superuser(`select state from ${table} where ${id} = '${key}'`);
const state = {
  institution: column('identity.institution', 'institution_id'), account: column('identity.account', 'account_id'), device: column('identity.device', 'device_id'),
  session: (id) => superuser(`select case when ended_at is null then 'open' else 'ended' end from identity.session where session_id = '${id}'`),
  attempt: column('identity.attempt', 'attempt_id'), review: column('review.review', 'review_id'),
  stage: ([review, round, ordinal]) => superuser(`select state from review.stage where review_id = '${review}' and round = ${round} and ordinal = ${ordinal}`),
  record: column('record.record', 'record_id'), agreement: column('access.agreement', 'agreement_id'), 'break-glass': column('access.break_glass', 'break_glass_id'), grant: column('access.grant', 'grant_id'),
};
const clauses = { institution: 'GS_2_1_1', account: 'GS_2_1_1', device: 'GS_2_1_3', session: 'GS_2_2_1', attempt: 'GS_2_2_1', review: 'GS_2_2_2',
  stage: 'GS_2_3_1', record: 'GS_2_3_1', agreement: 'GS_1_7', 'break-glass': 'GS_2_2_2', grant: 'GS_3_3' };

// --- moves of reviews

const subject = ({ id }) => superuser(`select object_id from review.review where review_id = '${id}'`);
const decideAll = async (asked) => decideStage(asked, await decideUntilLast(asked));
const firstStage = async (asked, verdict) => decideStage(asked, (await readReview(asked)).stages[0].name, verdict);
const withdraw = async ({ by, id }) => expect(await by.client.delete(`/v1/reviews/${id}`, { key: crypto.randomUUID() }), 204);
const resubmit = async ({ by, id }, payload = {}) => expect(await by.post(`/v1/reviews/${id}/resubmission`, { payload }), 202);
const overdue = ({ id }) => superuser(`update review.review set opened_at = now() - interval '9 days', due_at = now() - interval '8 days', expires_at = now() - interval '1 s' where review_id = '${id}'`);

// What was raised, and its object or itself; each way begins so.
const raised = (kind, leave) => async () => { const asked = await raise(kind); return { id: subject(asked), leave: () => leave(asked) }; };
const review = (leave, begin = () => {}) => async () => { const asked = await raise('record.publish'); await begin(asked); return { id: asked.id, leave: () => leave(asked) }; };
const stage = (ordinal, leave) => async () => { const asked = await raise('record.publish'); return { id: [asked.id, 1, ordinal], leave: () => leave(asked) }; };

// Approved by everybody, but what it is about has moved meanwhile: it has failed, and what waited for it was let go.
async function fail(asked, table, id) {
  superuser(`update ${table} set version = version + 1 where ${id} = '${subject(asked)}'`);
  assert.equal((await decideAll(asked)).state, 'failed');
}
const failed = (kind, table, id) => async () => { const asked = await raise(kind); await fail(asked, table, id); return { id: subject(asked), leave: () => resubmit(asked) }; };

// --- moves of accounts, devices, records

const officer = () => person({ institution: 'BANKA', role: 'account.officer' });
const change = async ({ id }, what, body = {}) => expect(await (await officer()).post(`/v1/accounts/${id}/${what}`, body), 200);
const tryPassword = (somebody, password, more = {}) => somebody.client.post('/v1/sessions', { account: somebody.account, password, ...more }, { token: null });
const account = (leave, begin = () => {}) => async () => { const somebody = newcomer('BANKA'); await admitted(somebody); await begin(somebody); return { id: somebody.id, leave: () => leave(somebody) }; };
const put = (name) => ({ id }) => superuser(`update identity.account set state = '${name}' where account_id = '${id}'`);

const deviceOf = ({ id }) => superuser(`select device_id from identity.device where account_id = '${id}' order by pinned_at desc limit 1`);
const device = (overrides, leave, begin = () => {}) => async () => {
  const somebody = newcomer('BANKA', overrides);
  if (overrides.roles) somebody.certificatePem = undefined; // what is not pinned with the account is confirmed by another person
  const { code } = await admitted(somebody);
  const enrol = async () => expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code), { token: null }), 201);
  await begin(somebody, enrol);
  return { id: deviceOf(somebody), leave: () => leave(somebody, enrol) };
};
const unconfirmed = [{ roles: ['account.reviewer'] }, (_, enrol) => enrol()];
const confirmation = (somebody) => Object.assign(asks(somebody), { id: superuser(`select review_id from identity.device where device_id = '${deviceOf(somebody)}'`) });
const confirm = (verdict) => (somebody) => decideStage(confirmation(somebody), 'confirmation', verdict);

const attempt = (password, begin = () => {}) => async () => {
  const somebody = await join('BANKA');
  await begin(somebody);
  const since = superuser('select ops.uuid_v7()');
  return { leave: () => password(somebody), found: () => superuser(`select attempt_id from identity.attempt t join identity.account a using (account_id)
    where a.name = '${somebody.account}' and t.attempt_id > '${since}' order by t.kind limit 1`) };
};

const author = () => person({ institution: 'BANKA', role: 'author' });
const record = (make, leave) => async () => { const writer = await author(); const id = await make(writer); return { id, leave: () => leave(writer, id) }; };
const draft = async (writer) => (await createRecord(writer)).record.id;
const published = (writer) => publishRecord(writer, { level: 'public', grade: 'general' });
const takeBack = async (writer, id) => expect(await writer.post(`/v1/records/${id}/withdrawal`, { reason: 'A test.' }), 200);
const destroy = async (writer, id) => decideAll(await open(asks(writer, `/v1/records/${id}`, undefined, 'DELETE')));

// --- the ways

const ways = [
  ['institution', 'pending', 'active', raised('institution.admit', decideAll)],
  ['institution', 'pending', 'rejected', raised('institution.admit', withdraw)],
  ['institution', 'active', 'suspended', raised('institution.suspend', decideAll)],
  ['institution', 'suspended', 'active', raised('institution.reinstate', decideAll)],
  ['institution', 'rejected', 'pending', admittedAgain],

  ['account', 'pending', 'active', raised('account.activate', decideAll)],
  ['account', 'pending', 'rejected', raised('account.activate', (asked) => firstStage(asked, 'reject'))],
  ['account', 'rejected', 'pending', failed('account.activate', 'identity.account', 'account_id')],
  ['account', 'active', 'locked', async () => {
    const somebody = await join('BANKA');
    return { id: somebody.id, leave: async () => { for (let i = 0; i < 3; i += 1) await tryPassword(somebody, 'Wrong-Wrong-77'); } };
  }],
  ['account', 'active', 'suspended', account((somebody) => change(somebody, 'suspension'))],
  ['account', 'active', 'closed', account((somebody) => change(somebody, 'departure', { kind: 'left' }))],
  ['account', 'locked', 'active', raised('account.unlock', decideAll)],
  ['account', 'locked', 'suspended', account((somebody) => change(somebody, 'suspension'), put('locked'))],
  ['account', 'locked', 'closed', account((somebody) => change(somebody, 'departure', { kind: 'left' }), put('locked'))],
  ['account', 'suspended', 'active', raised('account.reinstate', decideAll)],
  ['account', 'suspended', 'closed', account((somebody) => change(somebody, 'departure', { kind: 'left' }), (somebody) => change(somebody, 'suspension'))],

  ['device', 'pinned', 'bound', device({}, (_, enrol) => enrol())],
  ['device', 'pinned', 'revoked', device({}, (somebody) => change(somebody, 'departure', { kind: 'left' }))],
  ['device', 'unconfirmed', 'bound', device(unconfirmed[0], confirm('approve'), unconfirmed[1])],
  ['device', 'unconfirmed', 'revoked', device(unconfirmed[0], confirm('reject'), unconfirmed[1])],
  ['device', 'proposed', 'bound', raised('device.bind', decideAll)],
  ['device', 'proposed', 'revoked', raised('device.bind', withdraw)],
  ['device', 'bound', 'revoked', async () => {
    const somebody = await join('BANKA');
    const id = deviceOf(somebody);
    return { id, leave: async () => expect(await somebody.client.delete(`/v1/devices/${id}?last=true`), 204) };
  }],

  ['session', 'open', 'ended', async () => {
    const somebody = await join('BANKA');
    return { id: somebody.session.session, leave: async () => expect(await somebody.client.delete('/v1/sessions/current'), 204) };
  }],

  ['attempt', 'pending', 'succeeded', attempt(async (somebody) => expect(await tryPassword(somebody, somebody.password), 201))],
  ['attempt', 'pending', 'failed', attempt(async (somebody) => refused(await tryPassword(somebody, 'Wrong-Wrong-77'), 401, 'invalid_credentials'))],
  ['attempt', 'pending', 'void', attempt(async (somebody) => refused(await tryPassword(somebody, 'Wrong-Wrong-77', { otp: '000000' }), 401, 'invalid_credentials'),
    async (somebody) => somebody.otp_secret ?? somebody.enrol_otp())],

  ['review', 'open', 'approved', review(decideAll)],
  ['review', 'open', 'rejected', review((asked) => firstStage(asked, 'reject'))],
  ['review', 'open', 'failed', review((asked) => fail(asked, 'record.record', 'record_id'))],
  ['review', 'open', 'returned', review((asked) => firstStage(asked, 'return'))],
  ['review', 'open', 'expired', review(overdue)],
  ['review', 'open', 'withdrawn', review(withdraw)],
  ['review', 'returned', 'open', review(resubmit, (asked) => firstStage(asked, 'return'))],
  ['review', 'returned', 'expired', review(overdue, (asked) => firstStage(asked, 'return'))],
  ['review', 'returned', 'withdrawn', review(withdraw, (asked) => firstStage(asked, 'return'))],
  ['review', 'failed', 'open', review(resubmit, (asked) => fail(asked, 'record.record', 'record_id'))],

  ['stage', 'waiting', 'open', stage(2, firstStage)],
  ['stage', 'open', 'approved', stage(1, firstStage)],
  ['stage', 'open', 'rejected', stage(1, (asked) => firstStage(asked, 'reject'))],
  ['stage', 'open', 'returned', stage(1, (asked) => firstStage(asked, 'return'))],

  ['record', 'draft', 'in_review', record(draft, (writer, id) => open(asks(writer, `/v1/records/${id}/publication`, { urgency: 'normal' })))],
  ['record', 'in_review', 'published', raised('record.publish', decideAll)],
  ['record', 'in_review', 'draft', raised('record.publish', withdraw)],
  ['record', 'draft', 'destroyed', record(draft, destroy)],
  ['record', 'published', 'destroyed', raised('record.destroy', decideAll)],
  ['record', 'published', 'withdrawn', record(published, takeBack)],
  ['record', 'withdrawn', 'destroyed', record(async (writer) => { const id = await published(writer); await takeBack(writer, id); return id; }, destroy)],

  ['agreement', 'proposed', 'active', raised('agreement.sign', decideAll)],
  ['agreement', 'proposed', 'rejected', raised('agreement.sign', withdraw)],
  ['agreement', 'rejected', 'proposed', signedAgain],
  ['agreement', 'active', 'ended', async () => {
    const asked = await raise('agreement.sign');
    await decideAll(asked);
    return { id: subject(asked), leave: () => superuser(`update access.agreement set ends_at = clock_timestamp() where agreement_id = '${subject(asked)}'`) };
  }],

  ['break-glass', 'asked', 'lapsed', glass('asked', endGlass)],
  ['break-glass', 'asked', 'active', glass('asked', joinGlass)],
  ['break-glass', 'active', 'ended', glass('active', endGlass)],
  ['break-glass', 'ended', 'reviewed', raised('breakglass.review', decideAll)],

  ['grant', 'requested', 'granted', raised('permission.grant', decideAll)],
  ['grant', 'requested', 'rejected', raised('permission.grant', (asked) => firstStage(asked, 'reject'))],
  ['grant', 'rejected', 'requested', failed('permission.grant', 'access.grant', 'grant_id')],
  ['grant', 'granted', 'revoked', granted(async ({ by }, id) => expect(await by.client.delete(`/v1/grants/${id}`, { key: crypto.randomUUID() }), 204))],
  ['grant', 'granted', 'ended', granted((_, id) => superuser(`update access.grant set until_at = clock_timestamp() where grant_id = '${id}'`))],
];

// A bank has one at a time: each of these takes up where the one before has left it.
function glass(wanted, leave) {
  return async () => { const { id, one, other } = await breakGlass(wanted); return { id, leave: () => leave(id, one, other) }; };
}
async function endGlass(id, { client }) { expect(await client.delete(`/v1/break-glass/${id}`, { key: crypto.randomUUID() }), 204); }
async function joinGlass(id, _, other) {
  const asked = await found(other, id);
  await proven(other, asked.digest);
  expect(await other.post('/v1/break-glass', await joining(other, asked)), 200);
}

function granted(leave) {
  return async () => {
    const asked = await raise('permission.grant');
    await decideAll(asked);
    return { id: subject(asked), leave: () => leave(asked, subject(asked)) };
  };
}

// Who decides an admission is few; here all who review accounts at the operator do, so that others are left for another round.
async function admittedAgain() {
  const before = inForce();
  await changeKinds((known) => { known['institution.admit'].stages[0].needs[0].permission = 'account.review'; });
  const asked = await raise('institution.admit');
  superuser(`update identity.institution set version = version + 1 where institution_id = '${subject(asked)}'`);
  expect(await (await person({ institution: 'OPERATOR', role: 'admin.audit' })).decide(asked.id), 200);
  assert.equal((await decideStage(asked, 'security')).state, 'failed');
  return { id: subject(asked), async leave() { await resubmit(asked); activate(before); } };
}

// A bank has two who sign, and one of them has asked: for another round somebody else is made one.
async function signedAgain() {
  const asked = await raise('agreement.sign');
  await fail(asked, 'access.agreement', 'agreement_id');
  const [{ account: third }] = people({ institution: asked.by.institution, role: 'author' });
  const role = `(select account_id, 'approver.owner' from identity.account where name = '${third}')`;
  return { id: subject(asked), async leave() {
    superuser(`insert into identity.account_role ${role}`);
    await resubmit(asked);
    superuser(`delete from identity.account_role where (account_id, role) in ${role}`);
  } };
}

for (const [thing, from, to, begin] of ways) {
  test(`${thing.replace('-', '_')}_${from}_becomes_${to}__${clauses[thing]}`, async () => {
    const { id, leave, found } = await begin();
    if (id) assert.equal(state[thing](id), from);
    await leave();
    for (let tries = 0; tries < 100 && state[thing](id ?? found()) !== to; tries += 1) await sleep(100); // by the clock, some of them
    assert.equal(state[thing](id ?? found()), to);
  });
}

test('what_somebody_who_left_alone_knew_of_is_destroyed_for_another__GS_4_1', async () => {
  const writer = await join('BANKA');
  const id = await draft(writer);
  const other = await author();
  refused(await other.client.delete(`/v1/records/${id}`, { key: crypto.randomUUID() }), 404, 'not_found');
  await change(writer, 'departure', { kind: 'left' });
  await destroy(other, id);
  assert.equal(state.record(id), 'destroyed');
});
