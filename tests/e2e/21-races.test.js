// SPDX-License-Identifier: Apache-2.0
// Must hold 3: 64 decisions race on one review; exactly the eligible distinct ones count, the effect happens once.
import test from 'node:test';
import assert from 'node:assert/strict';
import { people, person, superuser } from './lib/platform.js';
import { expect } from './lib/client.js';
import { confirmers } from './lib/deciders.js';
import { accountRequest, createRecord, newcomer, stagePerson, submit } from './lib/flows.js';
import { digest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const signedIn = async (list) => { for (const { account } of list) await person({ account }); return list; };
const shuffled = (list) => list.map((value) => [Math.random(), value]).sort(([a], [b]) => a - b).map(([, value]) => value);

// Each contender is [who, decision options]; all decisions are signed before the first one leaves.
async function race(review, contenders) {
  const ready = await Promise.all(shuffled(contenders).map(async ([who, options]) => ({ who, body: await who.decision(review, options) })));
  assert.equal(ready.length, 64);
  return Promise.all(ready.map(async ({ who, body }) => ({ who, answer: await who.post(`/v1/reviews/${review.id}/decisions`, body) })));
}

const times = (n, make) => Array.from({ length: n }, make);
const accepted = (results) => results.filter(({ answer }) => answer.status === 200).map(({ who }) => who.account);

function consequences(review, action) {
  return Number(superuser(`select count(*) from audit.entry where review_id = '${review}' and action = '${action}'`));
}

test('of_64_racing_decisions_on_an_activation_two_eligible_ones_count__GS_2_1_1', async () => {
  const somebody = newcomer('BANKA');
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const reviewers = await signedIn(confirmers('BANKA').slice(0, 3));
  const [outsider] = await signedIn(people({ institution: 'BANKA', role: 'author' }));
  const created = expect(await officer.post('/v1/accounts', accountRequest(somebody)), 202);
  const review = await reviewers[0].read(`/v1/reviews/${created.review.id}`);
  for (const who of reviewers) expect(await who.stepUp('review.decide', review.digest), 201);
  const results = await race(review, [
    ...reviewers.flatMap((who) => times(12, () => [who, {}])),
    ...times(8, () => [officer, {}]), ...times(8, () => [outsider, {}]),
    ...times(6, () => [reviewers[2], { overrides: { digest: digest('a changed payload') } }]),
    ...times(6, () => [reviewers[2], { overrides: { stage: 'department' } }])]);
  const counted = accepted(results);
  assert.equal(counted.length, 2);
  assert.equal(new Set(counted).size, 2, 'no person counts twice');
  const after = await officer.read(`/v1/reviews/${review.id}`);
  assert.equal(after.state, 'approved');
  assert.equal(after.stages[0].decisions.length, 2);
  assert.equal(consequences(review.id, 'account.activated'), 1);
});

test('of_64_racing_decisions_on_a_stage_one_counts_and_the_next_stage_opens_once__GS_2_3_1', async () => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const { record } = await createRecord(author);
  const id = await submit(author, record.id);
  const [one, two] = [await stagePerson(author, 'department'), await stagePerson(author, 'department', 1)];
  const later = await stagePerson(author, 'compliance');
  const review = await one.read(`/v1/reviews/${id}`);
  const results = await race(review, [
    ...times(16, () => [one, {}]), ...times(16, () => [two, {}]), ...times(8, () => [author, {}]), ...times(8, () => [later, {}]),
    ...times(8, () => [one, { overrides: { digest: digest('a changed payload') } }]),
    ...times(8, () => [two, { overrides: { stage: 'compliance' } }])]);
  assert.equal(accepted(results).length, 1);
  assert.ok([one.account, two.account].includes(accepted(results)[0]));
  const after = await one.read(`/v1/reviews/${id}`);
  assert.deepEqual(after.stages.map(({ state }) => state), ['approved', 'open', 'waiting']);
  assert.deepEqual(after.stages.map(({ decisions }) => decisions.length), [1, 0, 0]);
});

test('the_last_decision_sent_64_times_publishes_once__GS_2_3_1', async () => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const { record } = await createRecord(author);
  const id = await submit(author, record.id);
  for (const stage of ['department', 'responsible']) expect(await (await stagePerson(author, stage)).decide(id), 200);
  const last = [await stagePerson(author, 'compliance'), await stagePerson(author, 'compliance', 1)];
  const review = await last[0].read(`/v1/reviews/${id}`);
  const results = await race(review, last.flatMap((who) => times(32, () => [who, {}])));
  assert.equal(accepted(results).length, 1);
  assert.equal(consequences(id, 'record.published'), 1);
  assert.equal((await author.read(`/v1/records/${record.id}`)).state, 'published');
});
