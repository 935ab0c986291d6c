// SPDX-License-Identifier: Apache-2.0
// Moves: people decide, rightly and wrongly, withdraw, ask once more, and time goes by.
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pick, random } from '../random.js';
import { digest, thumbprint } from '../signing.js';
import { caller, chance, people, post, some } from './draw.js';
import { nextDocuments } from './policies.js';

const newKey = () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

// What each is refused with, and whether the gateway sees it by itself.
const cheats = {
  foreign_key: ['bad_countersignature', false, () => ({ by: newKey() })],
  forged: ['bad_countersignature', true, (view, { kid }) => ({ by: newKey(), header: { kid } })],
  foreign_account: ['bad_countersignature', true, () => ({ overrides: { account: crypto.randomUUID().replace('-4', '-7') } })],
  foreign_review: ['bad_countersignature', true, () => ({ overrides: { review: crypto.randomUUID().replace('-4', '-7') } })],
  other_verdict: ['bad_countersignature', true, ({ verdict }) => ({ overrides: { verdict: verdict === 'approve' ? 'reject' : 'approve' } })],
  wrong_digest: ['wrong_digest', false, () => ({ overrides: { digest: digest('another payload') } })],
  foreign_nonce: ['bad_countersignature', false, () => ({ overrides: { nonce: crypto.randomBytes(16).toString('base64url') } })],
  stale_round: ['bad_countersignature', false, ({ round }) => ({ overrides: { round: round + 1 } })],
  other_base: ['bad_countersignature', false, ({ base }) => ({ overrides: { base: base + 1 } })],
  other_stage: ['bad_countersignature', false, () => ({ overrides: { stage: 'nowhere' } })],
  other_kind: ['bad_countersignature', false, ({ kind }) => ({ overrides: { kind: kind === 'record.publish' ? 'record.destroy' : 'record.publish' } })],
};

const open = (m) => m.list('reviews', ({ state }) => state === 'open');

// Mostly somebody who may; often somebody who has to do with it, in whatever way; now and then anybody.
function drawDecider(m, review) {
  const draw = random();
  const at = people(m).filter(({ session }) => session);
  if (review.state === 'open' && draw < 0.72) return some(at.filter((one) => m.gate(one) === null && m.checkDecision(review, one) === 'ok'));
  const asked = new Set(review.stages.flatMap(({ needs }) => needs.map(({ permission }) => permission)));
  const lent = new Set(m.liveDelegations(({ permission }) => asked.has(permission)).map(({ to }) => to));
  const close = at.filter((one) => review.barred.has(one.person) || review.acted.has(one.person) || lent.has(one) || m.takesPart(review, one));
  return draw < 0.92 ? some(close) : some(people(m));
}

export async function decide(m) {
  const review = some(chance(0.96) ? open(m) : m.list('reviews'));
  const who = review?.view && drawDecider(m, review);
  if (!who) return null;
  const verdict = pick([...Array(16).fill('approve'), 'reject', 'return', 'return']);
  const [name, [cheated, early, draw]] = chance(0.08) ? pick(Object.entries(cheats)) : ['', []];
  const { by, overrides, header } = draw ? draw({ ...review.view, verdict }, { kid: await thumbprint(who.actor.signingKey) }) : {};
  const signer = by ? Object.assign(Object.create(who.actor), { signingKey: by }) : who.actor;
  const body = await signer.decision(review.view, { verdict, comment: verdict === 'approve' ? '' : 'Say more.', overrides, header });
  let code = early && who.actor.client.token ? cheated : m.gate(who) ?? m.checkDecision(review, who);
  if (code === 'ok' && verdict === 'return' && ['device.bind', 'breakglass.review'].includes(review.kind)) code = 'invalid_value';
  if (code === 'ok' && cheated) code = cheated;
  return post(who, `/v1/reviews/${review.id}/decisions`, body, code, async (answer) => {
    m.decide(review, who, verdict);
    if (review.kind === 'policy.activate' && review.state === 'approved') await sleep(1500); // each worker has the new set by then
    if (answer.code_half) review.object.code = `${review.object.half}.${answer.code_half}`;
  }, { review, note: `${review.kind} ${verdict} ${name}` });
}

// Mostly its requester, by whichever account; now and then who only knows of it.
function drawAsker(m, review) {
  const { requester } = review;
  if (chance(0.75)) return chance(0.2) && some(people(m).filter((one) => one.person === requester.person && one.session)) || requester;
  return chance(0.6) && some(people(m).filter((one) => one.session && m.mayRead(review, one))) || caller(m);
}

export function withdraw(m) {
  const review = some(m.list('reviews', ({ state }) => ['open', 'returned'].includes(state) || chance(0.1)));
  if (!review) return null;
  const who = drawAsker(m, review);
  const code = m.gate(who) ?? m.checkRequester(review, who, ['open', 'returned']);
  return { who, method: 'DELETE', path: `/v1/reviews/${review.id}`, code, after: () => m.end(review, 'withdrawn'), review, note: review.kind };
}

// What is looked at once more, by kind; the base of the next round where all is well.
const first = (m, review) => (m.reviewsOf(review.object)[0] ?? review) === review;
const renewals = {
  'record.destroy': (m, review) => (first(m, review) && ['draft', 'published', 'withdrawn'].includes(review.object.state) ? null : 'conflict'),
  'record.reclassify': (m, review) => (first(m, review) && review.made && review.object.state === 'published' && review.object.touched === review.base ? null : 'conflict'),
  'account.activate': (m, { object }) => (m.isExclusive(object.person, object.roles) ? 'invalid_value' : null),
  'agreement.sign': (m, review, who) => (review.parties.includes(who.institution) && review.parties.every((code) => m.institutions.get(code).state === 'active') ? null : 'invalid_value'),
  'permission.grant': (m, { object, requester }, who) => {
    const code = object.account === requester ? m.checkRequest(who, object) : 'conflict';
    return code === 'ok' ? null : code;
  },
  'record.publish': (m, review) => (first(m, review) && ['draft', 'in_review'].includes(review.object.state) && review.object.review === review ? null : 'conflict'),
  'account.transfer': (m, { object, post: { roles } }) => (object.state !== 'active' ? 'conflict' : m.restsOn(object) ? 'last_holder'
    : m.isExclusive(object.person, roles, { except: object }) ? 'invalid_value' : null),
  'account.extend': (m, { object, ends }) => (!object.ends || ends > object.ends ? null : 'invalid_value'),
  'policy.activate': (m) => (m.isThin() ? 'undecidable' : null),
  'device.bind': () => 'conflict',
};
const waiting = { 'account.activate': 'pending', 'agreement.sign': 'proposed', 'permission.grant': 'requested', 'record.publish': 'in_review', 'institution.admit': 'pending' };

export function resubmit(m) {
  const review = some(m.list('reviews', ({ state }) => ['returned', 'failed'].includes(state) || chance(0.02)));
  if (!review) return null;
  const who = drawAsker(m, review);
  const { kind, object } = review;
  const other = m.underReview(kind, object);
  const checks = [() => m.gate(who), () => { const code = m.checkRequester(review, who, ['returned', 'failed']); return code === 'ok' ? null : code; },
    () => m.kinds[kind].raised_by && !m.holds(who, m.kinds[kind].raised_by) && 'forbidden', () => other && other !== review && 'conflict',
    () => !m.isRenewable(review) && 'undecidable', () => kind.startsWith('account.') && kind !== 'account.activate' && ['closed', 'rejected'].includes(object.state) && 'conflict',
    () => renewals[kind]?.(m, review, who)];
  const code = checks.map((check) => check()).find(Boolean) ?? 'ok';
  const documents = kind === 'policy.activate' && nextDocuments(m);
  return post(who, `/v1/reviews/${review.id}/resubmission`, { payload: documents ? { documents } : {} }, code, () => {
    const fresh = waiting[kind];
    if (fresh) Object.assign(object, { state: fresh, touched: object.touched + 1 });
    if (kind === 'account.transfer') {
      review.keys = m.devicesOf(object).map(({ id }) => id).join();
      m.endRights(object);
      object.touched += 1;
    }
    if (documents) review.documents = documents;
    m.renew(review, documents ? m.policy : object.touched);
    m.unseen.push(review);
  }, { review, note: kind });
}

export function readReview(m) {
  const review = some(m.list('reviews'));
  const who = review && (chance(0.5) ? drawDecider(m, review) : caller(m));
  if (!who) return null;
  return { who, method: 'GET', path: `/v1/reviews/${review.id}`, code: m.gate(who) ?? (m.mayRead(review, who) ? 'ok' : 'not_found'), after: () => {}, review, note: review.kind };
}

// Time: what is overdue, what has run out.
export function overdue(m) {
  const review = some(open(m).filter((one) => !one.overdue));
  return review && { psql: `update review.review set opened_at = now() - interval '25 hours', due_at = now() - interval '1 hour' where review_id = '${review.id}'`,
    after: () => { review.overdue = true; }, note: review.kind };
}

export function expire(m) {
  const review = some(m.list('reviews', ({ state }) => ['open', 'returned'].includes(state)));
  return review && { psql: `update review.review set opened_at = now() - interval '9 days', due_at = now() - interval '8 days', expires_at = now() where review_id = '${review.id}'`,
    until: `select closed_at from review.review where review_id = '${review.id}' and closed_at is not null`, after: () => m.end(review, 'expired'), note: review.kind };
}
