// SPDX-License-Identifier: Apache-2.0
// Function permissions by request (GS-3.1.1), data by type (GS-3.1.2), and grants taken back (GS-3.3).
import test from 'node:test';
import assert from 'node:assert/strict';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { inDays, join, newcomerName, permissionRequest, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const reader = () => person({ institution: 'BANKB', role: 'author' }, 1);
const requester = (index = 0) => person({ institution: 'BANKA', role: 'approver.requester' }, index);
const owner = (index = 0) => person({ institution: 'BANKA', role: 'approver.owner' }, index);
const functionRequest = (permission, overrides = {}) => ({
  kind: 'function', permission, until: inDays(7), reason: 'A stand-in.', urgency: 'normal', ...overrides });
const ask = (who, body) => who.post('/v1/permission-requests', body);
const permissions = async (who) => (await who.read('/v1/me')).permissions;

test('a_basic_function_is_granted_at_once_and_given_back_at_once__GS_3_1_1__GS_3_3', async () => {
  const somebody = await requester();
  assert.ok(!(await permissions(somebody)).includes('record.create'));
  const { grant, risk } = expect(await ask(somebody, functionRequest('record.create')), 201);
  assert.deepEqual([grant.kind, grant.permission, grant.review, risk.grade], ['function', 'record.create', null, 'low']);
  assert.ok((await permissions(somebody)).includes('record.create'));
  refused(await ask(somebody, functionRequest('record.create')), 422, 'invalid_value');
  expect(await somebody.client.delete(`/v1/grants/${grant.id}`), 204);
  assert.ok(!(await permissions(somebody)).includes('record.create'));
  refused(await somebody.client.delete(`/v1/grants/${grant.id}`), 409, 'conflict');
  assert.equal((await somebody.read(`/v1/grants/${grant.id}`)).state, 'revoked');
});

test('what_nobody_can_be_given_is_refused_when_asked_for__GS_3_1_1', async () => {
  const somebody = await author();
  const wrong = async (body, status, code, pointer) => assert.equal(refused(await ask(somebody, body), status, code).pointer, pointer);
  await wrong(functionRequest('institution.create'), 422, 'invalid_value', '/permission');
  await wrong(functionRequest('entry.read'), 422, 'invalid_value', '/permission');
  await wrong(functionRequest('world.rule'), 422, 'invalid_value', '/permission');
});

test('a_request_is_of_one_kind__GS_3_1_2', async () => {
  const somebody = await author();
  const wrong = async (body, code, pointer) => {
    const answer = await somebody.client.post('/v1/permission-requests', undefined, { raw: Buffer.from(JSON.stringify(body)) });
    assert.equal(refused(answer, code === 'invalid_value' ? 422 : 400, code).pointer, pointer);
  };
  const { permission, ...without } = functionRequest('account.read');
  await wrong(without, 'missing_member', '/permission');
  await wrong({ ...without, permission, purpose: 'risk' }, 'unknown_member', '/purpose');
  const { scope, ...rest } = permissionRequest({ type: 'note' });
  await wrong(rest, 'missing_member', '/scope');
  await wrong({ ...rest, scope, permission }, 'unknown_member', '/permission');
  await wrong({ ...rest, scope: {} }, 'invalid_value', '/scope');
  await wrong({ ...rest, scope: { ...scope, category: 'risk' } }, 'invalid_value', '/scope');
});

test('of_two_exclusive_functions_raced_over_two_accounts_a_person_gets_one__GS_3_1_1', async () => {
  const number = `T-${newcomerName('BANKA').replaceAll('.', '-')}`;
  const accounts = [await join('BANKA', { number }), await join('BANKA', { number })];
  const wanted = ['account.create', 'account.review'];
  const reviews = [];
  for (const [i, who] of accounts.entries()) {
    const { review, risk } = expect(await ask(who, functionRequest(wanted[i])), 202);
    assert.equal(risk.grade, 'medium', 'the engine grants no advanced function');
    expect(await (await requester(i)).decide(review.id), 200);
    reviews.push(review.id);
  }
  const deciders = [await owner(0), await owner(1)];
  const decided = await Promise.all(reviews.map((review, i) => deciders[i].decide(review)));
  assert.deepEqual(decided.map((answer) => expect(answer, 200).review.state).sort(), ['approved', 'failed']);
  const held = (await Promise.all(accounts.map(permissions))).flat().filter((permission) => wanted.includes(permission));
  assert.equal(held.length, 1, held.join());
});

test('a_type_of_another_institution_is_read_until_its_owner_takes_it_back__GS_3_1_2__GS_3_3', async () => {
  const somebody = await reader();
  const { review, risk } = expect(await ask(somebody, permissionRequest({ type: 'note', institution: 'BANKA' })), 202);
  const deciders = [await person({ institution: 'BANKB', role: 'approver.requester' }), await owner()];
  if (risk.grade === 'high') deciders.push(await person({ institution: 'BANKA', role: 'reviewer.compliance' }, 1)); // at night it is
  for (const who of deciders) expect(await who.decide(review.id), 200);
  const [grant, state] = superuser(`select grant_id, state from access.grant where review_id = '${review.id}'`).split('|');
  assert.equal(state, 'granted');
  const record = await publishRecord(await author());
  const read = () => somebody.client.get(`/v1/records/${record}/content?operation=view&purpose=risk`);
  expect(await read(), 200);
  for (const other of [await author(), await person({ institution: 'BANKB', role: 'approver.requester' }), await person({ institution: 'REGULATOR', role: 'auditor' })]) {
    refused(await other.client.delete(`/v1/grants/${grant}`), 404, 'not_found');
  }
  const key = `take-back-${grant}`;
  for (let i = 0; i < 2; i++) expect(await (await owner()).client.delete(`/v1/grants/${grant}`, { key }), 204);
  refused(await read(), 403, 'grant_required');
});

test('the_command_asks_lists_and_gives_back__GS_3_1_1', async () => {
  const somebody = await requester(1);
  const words = ['permission', 'request', '--until', inDays(1), '--reason', 'A stand-in.'];
  const usage = 2;
  expectRun(run(somebody, words), usage);
  expectRun(run(somebody, [...words, '--permission', 'record.create', '--purpose', 'risk']), usage);
  const { grant } = expectRun(run(somebody, [...words, '--permission', 'record.create', '--json']), 0).json;
  assert.match(expectRun(run(somebody, ['grant', 'list']), 0).text, /record\.create/);
  expectRun(run(somebody, ['grant', 'revoke', grant.id]), 0);
  assert.doesNotMatch(expectRun(run(somebody, ['grant', 'list']), 0).text, /record\.create/);
  assert.match(expectRun(run(somebody, ['agreement', 'list']), 0).text, /BANKA, BANKB +fraud +active/);
});
