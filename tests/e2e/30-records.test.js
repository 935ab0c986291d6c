// SPDX-License-Identifier: Apache-2.0
// The main job: a record is published, granted, read under a delivery identifier, and all of it can be proved.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { createLocalJWKSet, compactVerify } from 'jose';
import { connect, person } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { createRecord, fileRequest, grantAccess, publishRecord, recordRequest, stagePerson, submit, approveStages } from './lib/flows.js';
import { attest, contentDigest, digest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const reader = () => person({ institution: 'BANKB', role: 'author' });

async function openPlatformJws(jws, typ) {
  const keys = createLocalJWKSet(expect(await connect().get('/.well-known/jwks.json'), 200));
  const { payload, protectedHeader } = await compactVerify(jws, keys);
  assert.equal(protectedHeader.typ, typ);
  return JSON.parse(Buffer.from(payload).toString('utf8'));
}

test('a_release_bears_its_delivery_and_the_log_has_exactly_it__GS_4_3b', async () => {
  const owner = await author();
  const record = await publishRecord(owner, { level: 'public', content: { text: 'A warning.' } });
  const somebody = await reader();
  const answer = await somebody.get(`/v1/records/${record}/content`);
  const envelope = expect(answer, 200);
  assert.deepEqual(envelope.content, { text: 'A warning.' });
  assert.equal(answer.headers['content-digest'], contentDigest(answer.bytes));
  assert.equal(answer.headers['delivery-identifier'], envelope.delivery);
  assert.equal(answer.headers['record-identifier'], envelope.identifier);
  const auditor = await person({ institution: 'BANKB', role: 'auditor' });
  const { core } = await auditor.read(`/v1/audit/entries/${envelope.delivery}`);
  assert.equal(core.id, envelope.delivery);
  assert.deepEqual([core.action, core.outcome, core.object, core.digest, core.account], ['record.release', 'done', record, digest(answer.bytes), somebody.id]);
});

test('the_record_identifier_names_creator_time_and_level__GS_4_3a', async () => {
  const owner = await author();
  const { record, identifier } = await createRecord(owner);
  const claims = await openPlatformJws(identifier, 'record-identifier+jws');
  assert.deepEqual([claims.record, claims.creator, claims.level, claims.grade], [record.id, owner.id, 'confidential', 'important']);
  assert.ok(Math.abs(Date.parse(claims.at) - Date.now()) < 60e3);
  assert.equal((await owner.read(`/v1/records/${record.id}`)).identifier, identifier);
});

test('the_receipt_binds_recipient_and_bytes_and_goes_to_the_recipient_alone__GS_4_3b', async () => {
  const record = await publishRecord(await author(), { level: 'public' });
  const somebody = await reader();
  const answer = await somebody.get(`/v1/records/${record}/content`);
  const { delivery, identifier } = expect(answer, 200);
  const { receipt } = await somebody.read(`/v1/deliveries/${delivery}/receipt`);
  const claims = await openPlatformJws(receipt, 'delivery-receipt+jws');
  assert.deepEqual([claims.delivery, claims.identifier, claims.digest, claims.recipient.account], [delivery, identifier, digest(answer.bytes), somebody.id]);
  const colleague = await person({ institution: 'BANKB', role: 'author' }, 1);
  refused(await colleague.get(`/v1/deliveries/${delivery}/receipt`), 404, 'not_found');
});

test('confidential_data_of_another_institution_needs_a_grant_by_both__GS_3_2', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  const somebody = await reader();
  assert.equal(refused(await somebody.get(`/v1/records/${record}/content`), 403, 'grant_required').detail,
    'no grant of the account covers view of this record, at level confidential: ask for one by POST /v1/permission-requests');
  assert.match(expectRun(run(somebody, ['read', record]), 1).text, /hint: countersign permission request --record RECORD/);
  const review = await grantAccess(somebody, 'BANKA', { record });
  assert.equal(review.state, 'approved');
  refused(await somebody.get(`/v1/records/${record}/content?purpose=fraud`), 422, 'purpose_not_granted');
  const envelope = expect(await somebody.get(`/v1/records/${record}/content?purpose=risk`), 200);
  assert.equal(envelope.level, 'confidential');
  const colleague = await person({ institution: 'BANKB', role: 'author' }, 1);
  refused(await colleague.get(`/v1/records/${record}/content?purpose=risk`), 403, 'grant_required');
  const grants = (await somebody.read('/v1/grants?limit=500')).items;
  assert.equal(grants.filter(({ scope }) => scope.record === record).length, 1);
});

test('one_approval_or_a_rejection_grants_nothing__GS_3_2', async () => {
  const record = await publishRecord(await author());
  const somebody = await reader();
  const { permissionRequest } = await import('./lib/flows.js');
  const { review } = expect(await somebody.post('/v1/permission-requests', permissionRequest({ record })), 202);
  refused(await (await person({ institution: 'BANKA', role: 'approver.owner' })).decide(review.id), 403, 'not_eligible');
  expect(await (await person({ institution: 'BANKB', role: 'approver.requester' })).decide(review.id), 200);
  refused(await somebody.get(`/v1/records/${record}/content?purpose=risk`), 403, 'grant_required');
  expect(await (await person({ institution: 'BANKA', role: 'approver.owner' })).decide(review.id, { verdict: 'reject', comment: 'No.' }), 200);
  refused(await somebody.get(`/v1/records/${record}/content?purpose=risk`), 403, 'grant_required');
});

test('who_is_not_in_the_audience_sees_what_an_unknown_id_sees__GS_3_1_2', async () => {
  const record = await publishRecord(await author(), { level: 'public', audience: ['BANKA'] });
  const somebody = await reader();
  const unknown = record.replace(/.{12}$/, 'aaaaaaaaaaaa');
  for (const tail of ['', '/content', '/content?operation=download']) {
    const [hidden, absent] = [await somebody.get(`/v1/records/${record}${tail}`), await somebody.get(`/v1/records/${unknown}${tail}`)];
    refused(hidden, 404, 'not_found');
    const neutral = ({ trace_id, ...rest }) => rest;
    assert.deepEqual(neutral(hidden.body), neutral(absent.body), 'the answers do not differ');
  }
  const listed = (await somebody.read('/v1/records?limit=500')).items;
  assert.ok(!listed.some(({ id }) => id === record));
});

test('a_draft_is_for_its_author_and_under_review_for_its_reviewers__GS_2_3_1', async () => {
  const owner = await author();
  const { record } = await createRecord(owner, { level: 'public' });
  const somebody = await reader();
  const reviewer = await stagePerson(owner, 'department');
  expect(await owner.get(`/v1/records/${record.id}/content`), 200);
  for (const other of [somebody, reviewer]) refused(await other.get(`/v1/records/${record.id}/content`), 404, 'not_found');
  const review = await submit(owner, record.id);
  const preview = await reviewer.get(`/v1/reviews/${review}/preview`);
  expect(preview, 200);
  assert.equal(preview.headers['content-digest'], contentDigest(preview.bytes));
  for (const tail of [`/v1/records/${record.id}`, `/v1/records/${record.id}/content`, `/v1/reviews/${review}/preview`]) refused(await somebody.get(tail), 404, 'not_found');
  await approveStages(owner, review);
  expect(await somebody.get(`/v1/records/${record.id}/content`), 200);
});

test('an_attestation_over_other_bytes_or_by_another_key_is_refused__GS_2_3_2', async () => {
  const owner = await author();
  const good = await recordRequest(owner);
  const other = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const bytes = JSON.stringify(good.content);
  const bad = [await owner.attest('other bytes'), await owner.attest(bytes, 'a test', { truthful: false }), await attest(other, bytes),
    await owner.attest(bytes, 'a test', { more: 1 }), await owner.attest(bytes, 'a test', {}, { typ: 'JWT' })];
  for (const attestation of bad) refused(await owner.post('/v1/records', { ...good, attestation }), 422, 'bad_attestation');
  expect(await owner.post('/v1/records', good), 201);
});

test('a_file_comes_back_byte_for_byte_with_the_same_in_headers__GS_4_3b', async () => {
  const owner = await author();
  const bytes = crypto.randomBytes(70001);
  const { record } = expect(await owner.post('/v1/records', await fileRequest(owner, bytes)), 201);
  await approveStages(owner, await submit(owner, record.id));
  const answer = await (await reader()).get(`/v1/records/${record.id}/content?operation=download`, { file: true });
  expect(answer, 200);
  assert.ok(answer.bytes.equals(bytes));
  assert.equal(answer.headers['content-digest'], contentDigest(bytes));
});

test('rank_and_level_bound_what_is_done_with_a_record__GS_3_1_2', async () => {
  const owner = await author();
  const { record } = await createRecord(owner, { level: 'top_secret' });
  const answer = await owner.get(`/v1/records/${record.id}/content?operation=download`);
  assert.equal(refused(answer, 403, 'operation_not_allowed').detail, 'no rank may download at level top_secret');
  const { record: draft } = await createRecord(owner);
  const download = `/v1/records/${draft.id}/content?operation=download`;
  assert.equal(refused(await owner.get(download), 403, 'operation_not_allowed').detail, 'the record is draft: only its author and reviewers look at it');
  assert.match(refused(await owner.get(download.replace('download', 'print')), 403, 'operation_not_allowed').detail, /^at level confidential the account's rank, staff, may not print; that may: manager, executive$/);
  refused(await (await reader()).get(download), 404, 'not_found');
});
