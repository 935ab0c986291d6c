// SPDX-License-Identifier: Apache-2.0
// The one review engine: who may decide, over what, once; and what a countersignature must say.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, platform } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountReviewers } from './lib/deciders.js';
import { approveStages, createRecord, stagePerson, submit, accountRequest, newcomer } from './lib/flows.js';
import { canonicalize, countersign, countersigned, digest, sign, verify } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });

async function opened() {
  const writer = await author();
  const { record } = await createRecord(writer);
  const id = await submit(writer, record.id);
  const reviewer = await stagePerson(writer, 'department');
  return { writer, record: record.id, id, reviewer, review: await reviewer.read(`/v1/reviews/${id}`) };
}

test('three_stages_of_distinct_persons_publish__GS_2_3_1', async () => {
  const { writer, record, id, review } = await opened();
  assert.deepEqual(review.stages.map(({ name, state }) => [name, state]), [['department', 'open'], ['responsible', 'waiting'], ['compliance', 'waiting']]);
  assert.equal(review.digest, digest(canonicalize(review.payload)), 'the digest is over the payload that is shown');
  assert.equal((await writer.read(`/v1/records/${record}`)).state, 'in_review');
  const done = await approveStages(writer, id);
  assert.equal(done.state, 'approved');
  assert.equal((await writer.read(`/v1/records/${record}`)).state, 'published');
  const deciders = done.stages.flatMap(({ decisions }) => decisions.map(({ account }) => account));
  assert.equal(new Set(deciders).size, 3);
});

test('kept_countersignatures_verify_with_the_certificates_of_their_makers__JR_5_2', async () => {
  const { writer, id } = await opened();
  const review = await approveStages(writer, id);
  const stages = Object.fromEntries(review.stages.map((stage) => [stage.name, stage]));
  for (const name of ['department', 'responsible', 'compliance']) {
    const decider = await stagePerson(writer, name);
    const [decision] = stages[name].decisions;
    const payload = await verify(decision.countersignature, crypto.createPublicKey(decider.signingKey), 'countersignature+jws');
    assert.equal(payload.account, decider.id);
    assert.deepEqual([payload.review, payload.stage, payload.digest, payload.verdict, payload.aud], [id, name, review.digest, 'approve', platform.platform]);
  }
});

test('a_decision_repeated_with_its_key_has_its_answer_when_its_time_is_over__JR_5_2', async () => {
  const { review, reviewer } = await opened();
  const key = crypto.randomUUID();
  const body = await reviewer.decision(review, { overrides: { at: new Date(Date.now() - 297e3).toISOString() } });
  const decide = (options) => reviewer.post(`/v1/reviews/${review.id}/decisions`, body, options);
  const first = expect(await decide({ key }), 200);
  await sleep(5000);
  assert.deepEqual(expect(await decide({ key }), 200), first);
  refused(await decide({ key: crypto.randomUUID() }), 409, 'already_decided');
});

test('the_requester_and_who_lacks_the_permission_do_not_decide__GS_2_2_2', async () => {
  const { writer, id, review } = await opened();
  refused(await writer.decide(review), 403, 'own_request');
  refused(await (await person({ institution: 'BANKA', role: 'account.officer' })).decide(review), 404, 'not_found');
  refused(await (await person({ institution: 'BANKA', role: 'auditor' })).decide(review), 403, 'not_eligible'); // who reads it
  const foreign = await person({ institution: 'BANKB', role: 'reviewer.department' });
  refused(await foreign.decide(review), 404, 'not_found');
  refused(await foreign.get(`/v1/reviews/${id}`), 404, 'not_found');
});

test('a_stage_waits_for_the_one_before_it__GS_2_3_1', async () => {
  const { writer, review, id } = await opened();
  const late = await stagePerson(writer, 'compliance');
  const early = await late.decide(await late.read(`/v1/reviews/${id}`));
  refused(early, 403, 'not_eligible');
  refused(await late.decide({ ...review, stages: [{ ...review.stages[0], name: 'compliance' }] }), 403, 'not_eligible');
});

test('one_rejection_ends_the_review_and_nothing_happens__GS_2_3_1', async () => {
  const { writer, record, id, reviewer, review: open } = await opened();
  const { review } = expect(await reviewer.decide(id, { verdict: 'reject', comment: 'The source is not named.' }), 200);
  assert.equal(review.state, 'rejected');
  assert.notEqual((await writer.read(`/v1/records/${record}`)).state, 'published');
  const second = await stagePerson(writer, 'department', 1);
  refused(await second.decide(open), 409, 'review_closed');
});

test('a_person_decides_once_and_a_spent_countersignature_is_worth_nothing__GS_2_2_2', async () => {
  const { review, reviewer, id } = await opened();
  const decision = await reviewer.decision(review);
  expect(await reviewer.post(`/v1/reviews/${id}/decisions`, decision), 200);
  refused(await reviewer.post(`/v1/reviews/${id}/decisions`, decision), 409, 'already_decided');
  refused(await reviewer.decide(id), 409, 'already_decided');
});

// Every member altered and signed again by the right key: each must be compared, not only the signature checked.
test('every_altered_member_is_refused_though_re_signed__JR_5_2', async (t) => {
  const { review, reviewer, writer, id } = await opened();
  const changes = {
    v: 2, aud: 'another-platform', review: crypto.randomUUID(), kind: 'permission.grant', round: 2, stage: 'responsible', digest: digest('another'),
    base: review.base + 1, policy: review.policy + 1, account: writer.id, verdict: 'reject', comment_digest: digest('another comment'),
    nonce: crypto.randomBytes(16).toString('base64url'), at: new Date(Date.now() - 6 * 60e3).toISOString() };
  assert.deepEqual(Object.keys(changes).sort(), Object.keys(countersigned(review, reviewer.id, platform.platform)).sort());
  for (const [member, value] of Object.entries(changes)) {
    const answer = await reviewer.decide(review, { overrides: { [member]: value } });
    refused(answer, member === 'digest' ? 409 : 422, member === 'digest' ? 'wrong_digest' : 'bad_countersignature');
  }
  for (const extra of [{ extra: 1 }, { v: '1' }, { round: 1.5 }, { nonce: undefined }, { at: new Date(Date.now() + 6 * 60e3).toISOString() }]) {
    refused(await reviewer.decide(review, { overrides: extra }), 422, 'bad_countersignature');
  }
  assert.equal((await reviewer.read(`/v1/reviews/${id}`)).stages[0].decisions.length, 0);
});

test('an_altered_header_or_a_foreign_key_is_refused__JR_5_2', async () => {
  const { review, reviewer, id } = await opened();
  const members = countersigned(review, reviewer.id, platform.platform);
  const other = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const [header, payload, signature] = (await countersign(reviewer.signingKey, members)).split('.');
  const jwk = crypto.createPublicKey(other).export({ format: 'jwk' });
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const none = `${encoded({ alg: 'none', kid, typ: 'countersignature+jws' })}.${payload}.`;
  const bad = [
    await sign(reviewer.signingKey, 'JWT', members), await sign(reviewer.signingKey, 'attestation+jws', members),
    await sign(reviewer.signingKey, 'countersignature+jws', members, { jwk }), await sign(reviewer.signingKey, 'countersignature+jws', members, { crit: ['b64'], b64: true }),
    await countersign(other, members), await countersign(other, members, { kid }), `${header}.${payload}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`,
    `${header}.${payload}=.${signature}`];
  for (const countersignature of [...bad, none]) {
    const answer = await reviewer.post(`/v1/reviews/${id}/decisions`, { verdict: 'approve', comment: '', countersignature }, { unchecked: true });
    assert.ok(['bad_countersignature', 'wrong_type', 'malformed'].includes(answer.body.code), `${countersignature.slice(0, 80)}: ${answer.status} ${answer.body.code}`);
  }
  expect(await reviewer.decide(id), 200);
});

test('an_account_is_active_after_two_others_and_not_after_one__GS_2_1_1', async () => {
  const somebody = newcomer('BANKA');
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const { review } = expect(await officer.post('/v1/accounts', accountRequest(somebody)), 202);
  refused(await officer.decide(review.id), 403, 'own_request');
  const [first, second] = await accountReviewers('BANKA');
  expect(await (await person({ account: first.account })).decide(review.id), 200);
  refused(await first.decide(review.id), 409, 'already_decided');
  const done = expect(await (await person({ account: second.account })).decide(review.id), 200);
  assert.equal(done.review.state, 'approved');
  assert.match(done.code_half, /^[\w-]{22}$/);
});
