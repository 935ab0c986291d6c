// SPDX-License-Identifier: Apache-2.0
// May I, why, and how to go on: the decision of a release explained to its subject, and no use to find out what there is (JR-8).
import test from 'node:test';
import assert from 'node:assert/strict';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { createRecord, grantAccess, permissionRequest, publishRecord, submit } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = (index = 0) => person({ institution: 'BANKA', role: 'author' }, index);
const reader = (index = 0) => person({ institution: 'BANKB', role: 'author' }, index);
const security = () => person({ institution: 'OPERATOR', role: 'admin.security' });
const explain = async (who, record, operation = 'view', more = {}) => expect(await who.post('/v1/explanations', { operation, record, ...more }), 200);
const told = ({ effect, rules, missing }) => [effect, rules.at(-1).rule, missing && missing.kind];
const nothing = '01900000-0000-7000-8000-000000000000';

test('who_lacks_a_permission_is_told_which_and_once_granted_for_what__GS_3_2', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  const somebody = await reader();
  const before = await explain(somebody, record);
  assert.deepEqual(told(before), ['deny', 'grant.missing', 'grant']);
  assert.deepEqual(before.missing.request, { kind: 'data', scope: { record }, max_level: 'confidential', operations: ['view'] });
  await grantAccess(somebody, 'BANKA', { record });
  const after = await explain(somebody, record);
  assert.deepEqual(told(after), ['allow', 'grant.covers', null]);
  assert.deepEqual(after.purposes, ['risk']);
  assert.deepEqual(told(await explain(somebody, record, 'view', { purpose: 'fraud' })), ['deny', 'purpose.missing', 'purpose']);
  expect(await somebody.get(`/v1/records/${record}/content?operation=view&purpose=risk`), 200);
  refused(await somebody.get(`/v1/records/${record}/content?operation=view&purpose=fraud`), 422, 'purpose_not_granted');
});

test('what_is_missing_makes_a_permission_request__GS_3_2', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  const somebody = await reader();
  const { request } = (await explain(somebody, record, 'download')).missing;
  const { scope, ...overrides } = permissionRequest({ record });
  expect(await somebody.post('/v1/permission-requests', { ...overrides, ...request }), 202);
  assert.deepEqual(scope, request.scope);
});

test('rank_matrix_and_floor_are_named_with_their_clause__GS_3_1_2', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  const { rules, missing } = await explain(owner, record, 'destroy');
  assert.deepEqual(rules, [{ rule: 'known.author', clause: 'GS-2.3.2' }, { rule: 'matrix.refuses', clause: 'GS-3.1.2' }]);
  assert.deepEqual(missing, { kind: 'rank', ranks: ['executive'] });
  assert.deepEqual(told(await explain(owner, record)), ['allow', 'look.needs_no_grant', null]);
});

test('what_may_not_be_known_of_reads_like_what_there_is_none_of__JR_8', async () => {
  const owner = await author();
  const somebody = await reader();
  const { record: draft } = await createRecord(owner);
  const { record: reviewed } = await createRecord(owner);
  await submit(owner, reviewed.id);
  const unaddressed = await publishRecord(owner, { audience: ['BANKA'] });
  for (const operation of ['list', 'view', 'destroy']) {
    const none = await explain(somebody, nothing, operation);
    assert.deepEqual(none, { effect: 'deny', obligations: [], rules: [{ rule: 'record.unknown', clause: 'GS-3.1.2' }], policy_version: none.policy_version,
      grant: null, purposes: [], missing: { kind: 'record' } });
    for (const record of [draft.id, reviewed.id, unaddressed]) assert.deepEqual(await explain(somebody, record, operation), none);
    assert.deepEqual(await explain(somebody, unaddressed, operation, { purpose: 'risk' }), none);
  }
  assert.deepEqual(told(await explain(owner, draft.id)), ['allow', 'look.needs_no_grant', null]);
  assert.deepEqual(told(await explain(owner, draft.id, 'download')), ['deny', 'record.unpublished', 'publication']);
});

test('the_security_administrator_asks_about_others_and_nobody_else_does__GS_3_1_1', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  const somebody = await reader();
  const admin = await security();
  const own = await explain(somebody, record);
  assert.deepEqual(await explain(admin, record, 'view', { account: somebody.id }), own);
  assert.deepEqual(await explain(admin, record, 'view', { account: somebody.account }), own, 'by name, too');
  assert.match(expectRun(run(admin, ['explain', 'view', record, '--account', somebody.account]), 0).text, /^not allowed$/m);
  assert.deepEqual(await explain(somebody, record, 'view', { account: somebody.id }), own);
  assert.deepEqual(await explain(admin, nothing, 'view', { account: somebody.id }), await explain(somebody, nothing));
  assert.deepEqual(told(await explain(admin, record)), ['deny', 'permission.missing', 'permission']);
  assert.deepEqual(await explain(admin, nothing), await explain(admin, record));
  const [auditor, system] = [await person({ institution: 'BANKB', role: 'auditor' }), await person({ institution: 'OPERATOR', role: 'admin.system' })];
  for (const other of [await reader(1), auditor, system, await person({ institution: 'BANKB', role: 'account.officer' })]) {
    refused(await other.post('/v1/explanations', { operation: 'view', record, account: somebody.id }), 403, 'forbidden');
    refused(await other.post('/v1/explanations', { operation: 'view', record, account: somebody.account }), 403, 'forbidden');
    for (const unknown of [nothing, 'bankb.nobody.here']) refused(await other.post('/v1/explanations', { operation: 'view', record, account: unknown }), 403, 'forbidden');
  }
  for (const unknown of [nothing, 'bankb.nobody.here']) refused(await admin.post('/v1/explanations', { operation: 'view', record, account: unknown }), 404, 'not_found');
});

test('an_explanation_is_an_entry_and_says_what_was_found__JR_8', async () => {
  const record = await publishRecord(await author());
  const somebody = await reader();
  const since = new Date(Date.now() - 1000).toISOString();
  await explain(somebody, record);
  const auditor = await person({ institution: 'BANKB', role: 'auditor' });
  const { items } = await auditor.read(`/v1/audit/entries?action=explanation.read&object=${record}&from=${since}`);
  assert.equal(items.length, 1);
  const core = items[0].core ?? items[0];
  assert.deepEqual([core.outcome, core.operation, core.reason_code, core.clause, core.owner], ['done', 'view', 'grant_required', 'JR-8', null]);
});

test('who_asks_often_waits_and_is_told_of__JR_8', async () => {
  const somebody = await reader(1);
  const theirs = `person_id = (select person_id from identity.account where account_id = '${somebody.id}')`;
  superuser(`delete from access.explanation_count where ${theirs}`);
  await explain(somebody, nothing);
  superuser(`update access.explanation_count set asked = 200, since_at = now() where ${theirs}`);
  const answer = await somebody.post('/v1/explanations', { operation: 'view', record: nothing });
  refused(answer, 429, 'too_many_requests');
  assert.ok(answer.body.retry_after > 3500 && answer.body.retry_after <= 3600);
  superuser(`update access.explanation_count set since_at = since_at - interval '1 hour' where ${theirs}`);
  await explain(somebody, nothing);
  assert.equal(superuser(`select asked from access.explanation_count where ${theirs}`), '1');
  const { items } = await (await security()).read(`/v1/alerts?code=explanations_probed&account=${somebody.id}`);
  assert.ok(items.length >= 1);
});

test('malformed_questions_are_refused_by_name__JR_11_3_2', async () => {
  const somebody = await reader();
  const question = { operation: 'view', record: nothing };
  for (const [change, code] of [[{ operation: 'read' }, 'wrong_type'], [{ operation: undefined }, 'missing_member'], [{ record: 'x' }, 'wrong_type'],
    [{ record: undefined }, 'missing_member'], [{ account: '' }, 'wrong_type'], [{ level: 'public' }, 'unknown_member'], [{ purpose: '' }, 'wrong_type']]) {
    refused(await somebody.post('/v1/explanations', { ...question, ...change }, { unchecked: true }), 400, code);
  }
  refused(await somebody.post('/v1/explanations', question, { token: null }), 401, 'invalid_token');
});
