// SPDX-License-Identifier: Apache-2.0
// What is sent back is asked for once more, or no longer: rounds.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { accountsFile, cli, person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { document } from './lib/contract.js';
import { accountRequest, approveStages, createRecord, newcomer, permissionRequest, publishRecord, recordRequest, stagePerson, submit } from './lib/flows.js';
import { expectRun, run as command } from './lib/command.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const put = (who, target, body) => who.client.call('PUT', target, { body, key: crypto.randomUUID() });
const withdraw = (who, id) => who.client.delete(`/v1/reviews/${id}`, { key: crypto.randomUUID() });
const resubmit = (who, id, payload = {}) => who.post(`/v1/reviews/${id}/resubmission`, { payload });
const listed = (file) => path.resolve(path.dirname(accountsFile), file);

function run(who, words, file) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-cli-'));
  fs.writeFileSync(path.join(folder, 'profile.json'), JSON.stringify({
    base_url: platform.base_url, ca: listed(platform.ca), account: who.account, certificate: listed(who.certificate), key: listed(who.key), token: who.client.token }));
  if (file !== undefined) fs.writeFileSync(path.join(folder, 'file.json'), JSON.stringify(file));
  const { status, stdout, stderr } = spawnSync(cli, ['--profile', path.join(folder, 'profile.json'), ...words.map((word) => (word === 'FILE' ? path.join(folder, 'file.json') : word))],
    { input: '', encoding: 'utf8', timeout: 60e3 });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

async function submitted() {
  const writer = await author();
  const { record } = await createRecord(writer);
  return { writer, record: record.id, id: await submit(writer, record.id) };
}

async function returned() {
  const opened = await submitted();
  const first = await stagePerson(opened.writer, 'department');
  const second = await stagePerson(opened.writer, 'department', 1);
  const signed = await second.decision(await second.read(`/v1/reviews/${opened.id}`)); // over the nonce of the first round, and not sent
  assert.equal(expect(await first.decide(opened.id, { verdict: 'return', comment: 'Name the source.' }), 200).review.state, 'returned');
  return { ...opened, first, second, signed };
}

test('what_was_sent_back_is_revised_and_published_in_a_round_of_its_own__GS_2_3_1', async () => {
  const { writer, record, id, first, second } = await returned();
  const request = await recordRequest(writer, { title: 'A better note', content: { text: 'A source is named.' } });
  const { record: revised } = expect(await put(writer, `/v1/records/${record}`, request), 200);
  assert.deepEqual([revised.id, revised.revision, revised.title, revised.state], [record, 2, 'A better note', 'in_review']);
  refused(await put(first, `/v1/records/${record}`, request), 403, 'forbidden');
  const { detail, review: named } = refused(await writer.post(`/v1/records/${record}/publication`, { urgency: 'normal' }), 409, 'conflict');
  assert.deepEqual([detail, named], ['the record is in_review, its publication was sent back: revise the record, then resubmit the review', id]);
  const { review } = expect(await resubmit(writer, id), 202);
  assert.equal(review.id, id);
  assert.match(refused(await resubmit(writer, id), 409, 'conflict').detail, /it is open/);
  assert.equal(refused(await writer.post(`/v1/records/${record}/publication`, { urgency: 'normal' }), 409, 'conflict').detail, 'the record is in_review');
  refused(await put(writer, `/v1/records/${record}`, request), 409, 'conflict');
  refused(await first.decide(id), 409, 'already_decided');
  expect(await second.decide(id), 200);
  const done = await approveStages(writer, id, ['responsible', 'compliance']);
  assert.deepEqual([done.state, done.round, done.payload.revision, done.former.map(({ round, state }) => [round, state])], ['approved', 2, 2, [[1, 'returned']]]);
  assert.equal(done.former[0].stages[0].decisions[0].comment, 'Name the source.');
  const reader = await person({ institution: 'BANKA', role: 'author' }, 1);
  const { content } = await reader.read(`/v1/records/${record}/content?operation=view&purpose=risk`);
  assert.deepEqual(content, { text: 'A source is named.' });
});

test('a_countersignature_of_a_former_round_decides_nothing__JR_5_2', async () => {
  const { writer, id, second, signed } = await returned();
  refused(await second.post(`/v1/reviews/${id}/decisions`, signed), 409, 'review_closed');
  expect(await resubmit(writer, id), 202);
  refused(await second.post(`/v1/reviews/${id}/decisions`, signed), 422, 'bad_countersignature');
  expect(await second.decide(id), 200);
});

test('only_its_requester_asks_once_more_or_withdraws__GS_2_2_2', async () => {
  const { writer, record, id, first } = await returned();
  refused(await resubmit(first, id), 403, 'forbidden');
  refused(await withdraw(first, id), 403, 'forbidden');
  const foreign = await person({ institution: 'BANKB', role: 'author' });
  refused(await resubmit(foreign, id), 404, 'not_found');
  refused(await withdraw(foreign, id), 404, 'not_found');
  refused(await resubmit(writer, id, { level: 'public' }), 422, 'invalid_value');
  expect(await withdraw(writer, id), 204);
  refused(await withdraw(writer, id), 409, 'review_closed');
  refused(await resubmit(writer, id), 409, 'review_closed');
  assert.equal((await writer.read(`/v1/records/${record}`)).state, 'draft');
  assert.equal((await writer.read(`/v1/reviews/${id}`)).state, 'withdrawn');
});

test('a_permission_sent_back_is_asked_for_otherwise__GS_3_2', async () => {
  const record = await publishRecord(await author(), { level: 'confidential' });
  const reader = await person({ institution: 'BANKB', role: 'author' });
  const { review } = expect(await reader.post('/v1/permission-requests', permissionRequest({ record })), 202);
  expect(await (await person({ institution: 'BANKB', role: 'approver.requester' })).decide(review.id, { verdict: 'return' }), 200);
  expect(await resubmit(reader, review.id, { operations: ['view'], reason: 'One look.' }), 202);
  const shown = await reader.read(`/v1/reviews/${review.id}`);
  assert.deepEqual([shown.round, shown.payload.operations, shown.payload.reason], [2, ['view'], 'One look.']);
  expect(await (await person({ institution: 'BANKB', role: 'approver.requester' }, 1)).decide(review.id), 200);
  expect(await (await person({ institution: 'BANKA', role: 'approver.owner' })).decide(review.id), 200);
  refused(await reader.get(`/v1/records/${record}/content?operation=download&purpose=risk`), 403, 'grant_required');
  expect(await reader.get(`/v1/records/${record}/content?operation=view&purpose=risk`), 200);
});

test('the_command_sends_back_revises_asks_once_more_and_withdraws', async () => {
  const { writer, record, id } = await submitted();
  const first = await stagePerson(writer, 'department');
  assert.match(run(first, ['review', 'decide', id, '--verdict', 'return', '--comment', 'again', '--yes']), /signed and decided: return .*\n?.*returned/);
  assert.match(run(writer, ['review', 'show', id]), /^sent back +its requester goes on: review resubmit/m);
  const { text } = expectRun(command(writer, ['record', 'publish', record]), 1);
  assert.match(text, new RegExp(`revise the record, then resubmit the review\\n[^]*review resubmit ${id}`));
  run(writer, ['record', 'create', 'FILE', '--revise', record, '--type', 'note', '--category', 'risk', '--level', 'confidential', '--grade', 'important',
    '--title', 'By the command', '--audience', 'members', '--source', 'a test'], { text: 'Revised.' });
  run(writer, ['review', 'resubmit', id]);
  assert.deepEqual([(await writer.read(`/v1/reviews/${id}`)).round, (await writer.read(`/v1/records/${record}`)).title], [2, 'By the command']);
  run(writer, ['review', 'withdraw', id]);
  assert.equal((await writer.read(`/v1/reviews/${id}`)).state, 'withdrawn');
});

test('what_would_come_of_asking_is_shown_and_nothing_is_asked__GS_2_2_2', async () => {
  const writer = await author();
  const { record } = await createRecord(writer);
  const plan = (who, kind, payload) => who.post('/v1/reviews/plan', { kind, payload });
  const planned = expect(await plan(writer, 'record.publish', { record: record.id, urgency: 'urgent' }), 200);
  assert.deepEqual([planned.stages.map(({ name }) => name), planned.missing, planned.refusal], [['department', 'responsible', 'compliance'], null, null]);
  assert.ok(planned.stages[0].eligible.count >= 2 && planned.stages[0].eligible.names.length === planned.stages[0].eligible.count);
  assert.equal((await writer.read(`/v1/records/${record.id}`)).state, 'draft');
  assert.deepEqual(expect(await plan(writer, 'record.publish', { record: crypto.randomUUID() }), 200).refusal, { code: 'not_found', detail: null, pointer: null });
  refused(await plan(writer, 'record.publish', {}), 400, 'wrong_type');
  refused(await plan(writer, 'record.publish', { record: record.id, colour: 'red' }), 400, 'unknown_member');
  refused(await plan(writer, 'account.unlock', { account: writer.id }), 403, 'forbidden');
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const somebody = newcomer('BANKA');
  assert.equal(expect(await plan(officer, 'account.activate', accountRequest(somebody)), 200).stages[0].needs[0].approvals, 2);
  assert.equal(expect(await plan(officer, 'account.activate', { ...accountRequest(somebody), roles: ['king'] }), 200).refusal.pointer, '/payload/roles');
  refused(await plan(officer, 'account.activate', { ...accountRequest(somebody), roles: [] }), 400, 'wrong_type');
  assert.match(run(writer, ['review', 'plan', 'record.publish', 'FILE'], { record: record.id }), /responsible/);
});

test('each_kind_has_an_example_that_the_call_takes__GS_2_2_2', async () => {
  const writer = await author();
  const { record } = await createRecord(writer);
  const proposers = { institution: ['OPERATOR', 'admin.system'], account: ['BANKA', 'account.officer'], agreement: ['BANKA', 'approver.owner'], policy: ['OPERATOR', 'admin.security'] };
  for (const kind of document.components.schemas.review_kind.enum.filter((one) => one !== 'breakglass.review')) {
    const example = JSON.parse(run(writer, ['review', 'plan', kind, '--example']));
    const [institution, role] = proposers[kind.split('.')[0]] ?? ['BANKA', 'author'];
    const { status, body } = await (await person({ institution, role })).post('/v1/reviews/plan', { kind, payload: example });
    if (['device.bind', 'policy.activate'].includes(kind)) assert.ok([400, 422].includes(status), `${kind}: no certificate, and no whole document, stands in an example`);
    else assert.ok(status === 200 && !['missing_member', 'unknown_member', 'wrong_type'].includes(body.refusal?.code), `${kind}: ${JSON.stringify(body)}`);
  }
  assert.equal(expect(await writer.post('/v1/reviews/plan', { kind: 'record.publish', payload: { ...JSON.parse(run(writer, ['review', 'plan', 'record.publish', '--example'])), record: record.id } }), 200).refusal, null);
});

test('an_auditor_lists_all_reviews_of_their_institution_and_nobody_else_does__GS_4_3c', async () => {
  const { writer, id } = await submitted();
  const [auditor, foreign] = [await person({ institution: 'BANKA', role: 'auditor' }), await person({ institution: 'BANKB', role: 'auditor' })];
  const ids = async (who) => (await who.read('/v1/reviews?role=auditor&kind=record.publish&state=open&limit=500')).items.map((one) => one.id);
  assert.ok((await ids(auditor)).includes(id));
  assert.ok(!(await ids(foreign)).includes(id));
  assert.ok((await ids(await person({ institution: 'REGULATOR', role: 'auditor' }))).includes(id), 'and a regulator of those in its charge');
  refused(await writer.get('/v1/reviews?role=auditor'), 403, 'forbidden');
  expect(await writer.client.delete(`/v1/reviews/${id}`, { key: crypto.randomUUID() }), 204);
});

test('a_record_is_destroyed_on_the_word_of_two_others__GS_4_1', async () => {
  const writer = await author();
  const record = await publishRecord(writer, { level: 'public', grade: 'general' });
  const reader = await person({ institution: 'BANKB', role: 'author' });
  refused(await reader.client.delete(`/v1/records/${record}`, { key: crypto.randomUUID() }), 404, 'not_found');
  const { review } = expect(await writer.client.delete(`/v1/records/${record}`, { key: crypto.randomUUID() }), 202);
  refused(await writer.client.delete(`/v1/records/${record}`, { key: crypto.randomUUID() }), 409, 'conflict');
  expect(await (await stagePerson(writer, 'responsible')).decide(review.id), 200);
  expect(await reader.get(`/v1/records/${record}/content?operation=view&purpose=risk`), 200);
  assert.equal(expect(await (await stagePerson(writer, 'compliance')).decide(review.id), 200).review.state, 'approved');
  for (const who of [writer, reader]) {
    refused(await who.get(`/v1/records/${record}/content?operation=view&purpose=risk`), 404, 'not_found');
    refused(await who.get(`/v1/records/${record}`), 404, 'not_found');
  }
  assert.equal(superuser(`select count(*) from record.revision where record_id = '${record}' and (length(content) > 1 or length(wrapped_key) > 1)`), '0');
});
