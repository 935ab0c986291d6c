// SPDX-License-Identifier: Apache-2.0
// The way of a break-glass: one asks, another person joins, and when it has ended two others judge it.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, refused } from './client.js';
import { confirmers } from './deciders.js';
import { person } from './platform.js';
import { digest } from './signing.js';

export const reason = { reason: 'Records leak through an account.' };
export const officer = (institution) => person({ institution, role: 'account.officer' });
export const listed = async (who) => (await who.read('/v1/break-glass')).items;
export const found = async (who, id) => (await listed(who)).find((one) => one.id === id);

// So many different ones.
export async function reviewers(institution, number) {
  const list = [];
  for (const { account } of confirmers(institution).slice(0, number)) list.push(await person({ account }));
  return list;
}

export const proven = async (who, over = digest(JSON.stringify(reason))) => expect(await who.stepUp('break_glass.start', over), 201);

// What who joins sends: the word of a review of one stage, signed by their device's key or passkey.
export async function joining(who, { id, policy, digest: over, nonce }, options = {}) {
  const { verdict, comment, ...word } = await who.decision(
    { id, kind: 'break_glass.start', round: 1, base: 0, policy, digest: over, stages: [{ name: 'join', state: 'open', nonce }] }, options);
  return { break_glass: id, ...word };
}

async function start(who, body, over) {
  const { operation, digest: named } = refused(await who.post('/v1/break-glass', body), 401, 'step_up_required');
  assert.deepEqual([operation, named], ['break_glass.start', over]);
  await proven(who, over);
  return who.post('/v1/break-glass', body);
}

export async function begin(one, other) {
  const { break_glass: asked } = expect(await start(one, reason, digest(JSON.stringify(reason))), 202);
  return expect(await start(other, await joining(other, asked), asked.digest), 200).break_glass;
}

// Its review opens by itself.
export async function reviewOf(who, id) {
  for (let waited = 0; waited < 15000; waited += 200) {
    const { review } = await found(who, id);
    if (review) return review;
    await sleep(200);
  }
  return assert.fail('no review has opened within 15 s');
}

export async function judge(institution, id, verdict = 'approve') {
  const [one, other] = [await person({ institution, role: 'auditor' }), await person({ institution, role: 'reviewer.compliance' })];
  const review = await reviewOf(one, id);
  expect(await one.decide(review, { verdict }), 200);
  return expect(await other.decide(review, { verdict }), 200).review;
}
