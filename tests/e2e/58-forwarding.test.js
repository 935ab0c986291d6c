// SPDX-License-Identifier: Apache-2.0
// A record is forwarded: somebody of another institution may view it, when people of the forwarder's and of the owner have said so.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { createRecord, grantAccess, inDays, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const reader = (index = 0) => person({ institution: 'BANKB', role: 'author' }, index);
const executive = (institution = 'BANKA', index = 0) => person({ institution, role: 'reviewer.compliance' }, index);
const forward = (who, record, to, overrides, options) => who.post(`/v1/records/${record}/forwarding`, { to, purpose: 'risk', ...overrides }, options);
const read = (who, record, operation = 'view') => who.get(`/v1/records/${record}/content?operation=${operation}&purpose=risk`);

async function decide(review) {
  expect(await (await person({ institution: 'BANKA', role: 'approver.requester' })).decide(review.id), 200);
  return expect(await (await person({ institution: 'BANKA', role: 'approver.owner' }, 1)).decide(review.id), 200).review;
}

test('who_was_not_meant_views_what_is_forwarded_to_them_when_two_have_agreed__GS_3_2', async () => {
  const [high, somebody, colleague] = [await executive(), await reader(), await reader(1)];
  const record = await publishRecord(await author(), { audience: ['BANKA'] });
  refused(await somebody.get(`/v1/records/${record}`), 404, 'not_found');
  const key = crypto.randomUUID();
  const { review, risk } = expect(await forward(high, record, somebody.account, {}, { key }), 202);
  assert.equal(expect(await forward(high, record, somebody.account, {}, { key }), 202).review.id, review.id, 'the same call is answered as before');
  assert.equal(risk.grade, 'medium');
  const { payload } = await high.read(`/v1/reviews/${review.id}`);
  assert.deepEqual([payload.account, payload.forwarded_by, payload.institution, payload.operations, payload.max_level], [somebody.id, high.id, 'BANKB', ['view'], 'confidential']);
  refused(await high.decide(review.id), 403, 'own_request');
  expect(await (await person({ institution: 'BANKA', role: 'approver.requester' })).decide(review.id), 200);
  refused(await somebody.get(`/v1/records/${record}`), 404, 'not_found');
  assert.equal(expect(await (await person({ institution: 'BANKA', role: 'approver.owner' }, 1)).decide(review.id), 200).review.state, 'approved');
  assert.equal(expect(await read(somebody, record), 200).level, 'confidential');
  refused(await read(somebody, record, 'download'), 403, 'grant_required');
  refused(await read(colleague, record), 404, 'not_found');
  refused(await colleague.get(`/v1/records/${record}`), 404, 'not_found');
  const { items } = await somebody.read('/v1/notifications?limit=500');
  assert.ok(items.some(({ code, review: of }) => code === 'grant.granted' && of === review.id), 'they are told');
  const grant = superuser(`select grant_id from access.grant where review_id = '${review.id}'`);
  expect(await somebody.client.delete(`/v1/grants/${grant}`), 204);
  refused(await read(somebody, record), 404, 'not_found');
});

test('a_service_receives_for_its_institution__GS_3_2', async () => {
  superuser(`update identity.account a set state = 'suspended' from identity.institution i
    where i.institution_id = a.institution_id and i.code = 'BANKB' and a.kind = 'service' and a.state = 'active' and a.name <> 'bankb.feed'`); // what other tests have left
  const record = await publishRecord(await author(), { audience: ['BANKA'] });
  const { review } = expect(await forward(await executive(), record, 'BANKB'), 202);
  const service = superuser("select account_id from identity.account where name = 'bankb.feed'");
  assert.equal((await (await executive()).read(`/v1/reviews/${review.id}`)).payload.account, service);
  assert.equal((await decide(review)).state, 'approved');
  refused(await read(await reader(), record), 404, 'not_found');
});

test('who_may_not_forward_and_to_whom_nothing_is_forwarded_is_refused__GS_3_1_2', async () => {
  const [writer, high, other] = [await author(), await executive(), await executive('BANKB')];
  const record = await publishRecord(writer);
  const { record: draft } = await createRecord(writer);
  refused(await forward(await person({ institution: 'BANKA', role: 'auditor' }), record, (await reader()).account), 403, 'forbidden');
  assert.match(refused(await forward(writer, record, (await reader()).account), 403, 'operation_not_allowed').detail, /^at level confidential the account's rank, staff, may not forward; that may: executive$/);
  assert.match(refused(await forward(other, record, writer.account), 403, 'grant_required').detail, /covers forward of this record, at level confidential/);
  await grantAccess(other, 'BANKA', { record });
  refused(await forward(other, record, writer.account), 403, 'grant_required');
  refused(await forward(writer, await publishRecord(writer, { level: 'public', audience: ['BANKA'] }), (await reader()).account), 409, 'conflict');
  refused(await forward(writer, draft.id, (await reader()).account), 404, 'not_found');
  refused(await forward(high, record.replace(/.{12}$/, 'aaaaaaaaaaaa'), (await reader()).account), 404, 'not_found');
  const details = new Set();
  for (const to of [writer.account, 'bankb.nobody', 'BANKX', 'OPERATOR', (await person({ institution: 'BANKB', role: 'account.officer' })).account, (await person({ institution: 'REGULATOR', role: 'auditor' })).account]) {
    const { pointer, detail } = refused(await forward(high, record, to), 422, 'invalid_value');
    assert.equal(pointer, '/to');
    details.add(detail);
  }
  assert.equal(details.size, 1, 'nobody finds out who is at another institution');
  assert.equal(refused(await forward(high, record, (await reader()).account, { purpose: 'gossip' }), 422, 'invalid_value').pointer, '/purpose');
  refused(await forward(high, record, undefined, {}, { unchecked: true }), 400, 'missing_member');
  refused(await forward(high, record, 'BANKB', { level: 'public' }, { unchecked: true }), 400, 'unknown_member');
  for (const until of [inDays(-1), inDays(0), inDays(36500)]) {
    const { pointer, detail } = refused(await forward(high, record, (await reader()).account, { until }), 422, 'invalid_value');
    assert.equal(pointer, '/until');
    assert.match(detail, /no later than what it would rest on: \d{4}-/);
  }
});

test('a_forwarding_is_for_less_time_and_for_the_reason_that_its_forwarder_says__GS_1_7', async () => {
  const [high, somebody] = [await executive(), await reader()];
  const record = await publishRecord(await author(), { audience: ['BANKA'] });
  const until = inDays(2);
  const planned = expect(await high.post('/v1/reviews/plan', { kind: 'permission.grant', payload: { record, to: somebody.account, purpose: 'risk', until, reason: 'x' } }), 200);
  assert.deepEqual([planned.refusal, planned.missing, planned.stages.length >= 2], [null, null, true]);
  assert.equal(expect(await high.post('/v1/reviews/plan', { kind: 'permission.grant', payload: { record, to: 'bankb.nobody', purpose: 'risk' } }), 200).refusal.pointer, '/payload/to');
  refused(await high.post('/v1/reviews/plan', { kind: 'permission.grant', payload: { to: somebody.account, purpose: 'risk' } }), 400, 'wrong_type');
  const { review } = expectRun(run(high, ['record', 'forward', record, '--to', somebody.account, '--purpose', 'risk', '--until', until, '--reason', 'They asked for it.', '--json']), 0).json;
  const { payload } = await high.read(`/v1/reviews/${review.id}`);
  assert.deepEqual([Date.parse(payload.until), payload.reason], [Date.parse(until), 'They asked for it.']);
  await decide(review);
  assert.equal(superuser(`select until_at = '${until}' from access.grant where review_id = '${review.id}'`), 't');
});

test('whom_it_is_forwarded_to_knows_of_it_once_it_is_granted_and_never_of_a_refusal__JR_5_2', async () => {
  const [high, somebody, colleague] = [await executive(), await reader(), await reader(1)];
  const record = await publishRecord(await author(), { audience: ['BANKA'] });
  const { review } = expect(await forward(high, record, somebody.account), 202);
  refused(await somebody.get(`/v1/reviews/${review.id}`), 404, 'not_found');
  refused(await somebody.get(`/v1/records/${record}`), 404, 'not_found');
  refused(await colleague.get(`/v1/reviews/${review.id}`), 404, 'not_found');
  expect(await (await person({ institution: 'BANKA', role: 'approver.requester' })).decide(review.id, { verdict: 'reject', comment: 'Not to them.' }), 200);
  refused(await somebody.get(`/v1/reviews/${review.id}`), 404, 'not_found');
  refused(await somebody.get(`/v1/grants/${superuser(`select grant_id from access.grant where review_id = '${review.id}'`)}`), 404, 'not_found');

  const { review: granted } = expect(await forward(high, record, somebody.account), 202);
  await decide(granted);
  const told = async () => (await somebody.read('/v1/notifications?limit=500')).items.filter(({ code, review: of }) => code === 'review.decided' && [review.id, granted.id].includes(of));
  for (let i = 0; i < 50 && (await told()).length === 0; i++) await sleep(100);
  assert.deepEqual((await told()).map(({ review: of, facts }) => [of, facts.state]), [[granted.id, 'approved']], 'of the one that was refused they are not told');
  const after = await somebody.read(`/v1/reviews/${granted.id}`);
  assert.deepEqual([after.state, after.payload.account, after.stages.flatMap(({ decisions }) => decisions)], ['approved', somebody.id, []], 'what was said at the others stays there');
  refused(await somebody.get(`/v1/reviews/${granted.id}/export`), 404, 'not_found');
});

test('the_command_forwards__GS_3_2', async () => {
  const record = await publishRecord(await author());
  const usage = 2;
  expectRun(run(await executive(), ['record', 'forward', record]), usage);
  const { review } = expectRun(run(await executive(), ['record', 'forward', record, '--to', platform.accounts.find(({ institution, roles }) => institution === 'BANKB' && roles.includes('author')).account, '--purpose', 'risk', '--json']), 0).json;
  assert.equal(review.kind, 'permission.grant');
});
