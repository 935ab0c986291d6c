// SPDX-License-Identifier: Apache-2.0
// The approval engine (GS-3.2): each request is graded by what it weighs, who asked learns the grade and no more (JR-8).
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { fileRequest, inDays, permissionRequest, publishRecord, approveStages, submit } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const reader = () => person({ institution: 'BANKB', role: 'author' });
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

// What ships, changed by `change`, as a file.
function riskFile(change = () => {}) {
  const document = JSON.parse(fs.readFileSync(new URL('../../policies/risk.json', import.meta.url)));
  change(document);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cs-risk-')), 'risk.json');
  fs.writeFileSync(file, JSON.stringify(document));
  return file;
}

test('a_past_grade_is_found_once_more_from_its_facts__JR_8', async () => {
  const record = await publishRecord(await author());
  const somebody = await reader();
  const { review } = await ask(somebody, { record });
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  const grant = superuser(`select grant_id from access.grant where record_id = '${record}'`);
  const kept = (await auditor.read(`/v1/reviews/${review.id}`)).risk;
  for (const id of [review.id, grant]) {
    const again = expectRun(run(auditor, ['risk', 'replay', id, '--policy', riskFile(), '--json']), 0).json;
    assert.deepEqual(again, { grade: kept.grade, points: kept.points, factors: kept.factors });
    assert.match(expectRun(run(auditor, ['risk', 'replay', id]), 0).text, /graded once more, to the same/);
  }
  const [refusedExit, unverified] = [1, 4];
  const lighter = riskFile(({ factors }) => { factors.level.points.confidential = 9; });
  assert.match(expectRun(run(auditor, ['risk', 'replay', grant, '--policy', lighter]), unverified).text, /is not what these facts come to/);
  const later = riskFile((document) => { document.version = 2; });
  assert.match(expectRun(run(auditor, ['risk', 'replay', grant, '--policy', later]), unverified).text, /graded by version 1 of risk.json/);
  expectRun(run(auditor, ['risk', 'replay', grant, '--policy', riskFile((document) => { delete document.grades; })]), refusedExit);
  assert.match(expectRun(run(somebody, ['risk', 'replay', review.id, '--policy', riskFile()]), refusedExit).text, /only reviewers and auditors/);
  assert.match(expectRun(run(auditor, ['risk', 'replay', crypto.randomUUID()]), refusedExit).text, /not_found/);
});

test('requests_of_one_person_at_once_are_all_graded__GS_3_2', async () => {
  const record = await publishRecord(await author());
  const somebody = await reader();
  const answers = await Promise.all(Array.from({ length: 24 }, () => somebody.post('/v1/permission-requests', permissionRequest({ record }))));
  for (const answer of answers) assert.ok(expect(answer, 202).review.id);
  assert.equal(superuser(`select count(*) from access.risk k join access.grant g using (grant_id) where g.record_id = '${record}'`), '24');
});

test('a_high_risk_has_a_third_stage__GS_3_2', async () => {
  const record = await publishRecord(await author(), { grade: 'core' });
  const somebody = await reader();
  const { review, risk } = await ask(somebody, { record }, { until: inDays(400), purpose: 'operations' });
  assert.equal(risk.grade, 'high');
  assert.deepEqual((await somebody.read(`/v1/reviews/${review.id}`)).stages.map(({ name }) => name), ['requester', 'owner', 'compliance']);
});
