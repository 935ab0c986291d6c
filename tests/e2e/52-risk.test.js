// SPDX-License-Identifier: Apache-2.0
// The approval engine (GS-3.2): each request is graded by what it weighs, who asked learns the grade and no more (JR-8).
import test from 'node:test';
import assert from 'node:assert/strict';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { fileRequest, inDays, permissionRequest, publishRecord, approveStages, submit } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const reader = (rank) => person({ institution: 'BANKB', role: 'author', ...(rank && { rank }) });
const ask = async (who, scope, overrides) => expect(await who.post('/v1/permission-requests', permissionRequest(scope, overrides)), 202);
const whole = ['at', 'factors', 'grade', 'inputs', 'points', 'policy', 'version'];

test('who_asks_learns_grade_and_names_and_reviewers_learn_why__GS_3_2__JR_8', async () => {
  const record = await publishRecord(await author(), { grade: 'general' });
  const somebody = await reader();
  const { review, risk } = await ask(somebody, { record });
  assert.equal(risk.grade, 'medium');
  assert.ok(risk.factors.includes('level') && risk.factors.includes('cross_institution'), risk.factors.join());
  assert.deepEqual(Object.keys((await somebody.read(`/v1/reviews/${review.id}`)).risk).sort(), ['factors', 'grade']);
  for (const other of [{ institution: 'BANKB', role: 'approver.requester' }, { institution: 'BANKA', role: 'approver.owner' },
    { institution: 'BANKA', role: 'auditor' }]) {
    const seen = (await (await person(other)).read(`/v1/reviews/${review.id}`)).risk;
    assert.deepEqual(Object.keys(seen).sort(), whole);
    assert.deepEqual(seen.factors.find(({ name }) => name === 'cross_institution'),
      { name: 'cross_institution', value: 1, points: 20, reason: 'leaves_its_institution', floor: true });
    assert.equal(seen.points, seen.factors.reduce((sum, { points }) => sum + points, 0));
    assert.equal(seen.inputs.level, 'confidential');
  }
  assert.equal((await (await person({ institution: 'BANKB', role: 'approver.requester' })).read(`/v1/reviews/${review.id}`)).payload.risk, 'medium');
});

test('level_grade_and_content_weigh__GS_3_2', async () => {
  const owner = await author();
  const somebody = await reader();
  const long = await ask(somebody, { record: await publishRecord(owner, { grade: 'core' }) }, { until: inDays(400), purpose: 'operations' });
  assert.equal(long.risk.grade, 'high');
  for (const name of ['grade', 'purpose', 'term_days']) assert.ok(long.risk.factors.includes(name), name);
  const created = expect(await owner.post('/v1/records', await fileRequest(owner, 'a,b\n1,2\n', { level: 'confidential' })), 201);
  await approveStages(owner, await submit(owner, created.record.id));
  assert.ok((await ask(somebody, { record: created.record.id })).risk.factors.includes('personal_data'), 'nobody has looked through a file');
});

test('a_grant_says_how_it_was_graded_to_holder_and_auditors_alone__JR_8', async () => {
  const record = await publishRecord(await author());
  const somebody = await reader();
  await ask(somebody, { record });
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  const grant = superuser(`select grant_id from access.grant where record_id = '${record}'`);
  const own = await somebody.read(`/v1/grants/${grant}`);
  assert.deepEqual([own.state, own.scope.record, Object.keys(own.risk).sort()], ['requested', record, ['factors', 'grade']]);
  assert.deepEqual(Object.keys((await auditor.read(`/v1/grants/${grant}`)).risk).sort(), whole);
  for (const other of [await person({ institution: 'BANKB', role: 'author' }, 1), await person({ institution: 'REGULATOR', role: 'auditor' })]) {
    refused(await other.get(`/v1/grants/${grant}`), 404, 'not_found');
  }
});
