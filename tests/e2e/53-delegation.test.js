// SPDX-License-Identifier: Apache-2.0
// Who decides in whose name (GS-2.2.3): in advance, both on record, both used up, and nothing that excludes it (GS-3.1.1).
import test, { beforeEach } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { people, person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { approveStages, createRecord, delegate, delegationRequest, inDays, stagePerson, submit } from './lib/flows.js';
import { digest, verify } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
beforeEach(() => superuser('update access.delegation set ended_at = now() where ended_at is null'));
const author = () => person({ institution: 'BANKA', role: 'author' });
const colleague = () => person({ institution: 'BANKA', role: 'author' }, 1);
const permission = 'record.publish.department';
const asked = async (who) => submit(who, (await createRecord(who)).record.id);
const seen = (who, review) => who.read(`/v1/reviews/${review}`);
const request = delegationRequest;
const give = async (...of) => (await delegate(...of)).delegation;

test('a_colleague_decides_in_the_name_of_who_delegated_it_and_both_are_used_up__GS_2_2_3', async () => {
  const who = await author();
  const [giver, taker] = [await stagePerson(who, 'department'), await colleague()];
  const delegation = await give(giver, taker);
  const review = await asked(who);
  assert.equal((await taker.read('/v1/reviews?role=reviewer')).items.find(({ id }) => id === review)?.id, review);
  const seenBefore = await seen(taker, review);
  assert.deepEqual([seenBefore.for, seenBefore.names[seenBefore.for]], [giver.id, giver.account], 'before they sign they are told in whose name');
  assert.equal((await seen(giver, review)).for, undefined, 'who holds it themselves decides in their own');
  assert.match(expectRun(run(taker, ['review', 'show', review]), 0).text, new RegExp(`^for +${giver.id} \\(${giver.account}\\)`, 'm'));
  const { review: decided } = expect(await taker.decide(review), 200);
  const [word] = decided.stages[0].decisions;
  assert.deepEqual([word.account, word.for, decided.names[word.for]], [taker.id, giver.id, giver.account]);
  const signed = await verify(word.countersignature, crypto.createPublicKey(taker.signingKey), 'countersignature+jws');
  assert.equal(signed.account, taker.id, 'what is signed is what the delegate says');
  const used = async () => (await giver.read('/v1/notifications?limit=500')).items.find(({ code, review: of }) => code === 'delegation.used' && of === review);
  for (let i = 0; i < 50 && !(await used()); i++) await sleep(100);
  const { facts } = await used();
  assert.deepEqual([facts.to, facts.kind, facts.stage, facts.verdict, facts.comment], [taker.id, 'record.publish', 'department', undefined, undefined], 'told of its use, not of the word');
  refused(await giver.decide(review), 409, 'already_decided');
  refused(await taker.decide(review), 409, 'already_decided');
  await approveStages(who, review, ['responsible', 'compliance']);
  expect(await taker.client.delete(`/v1/delegations/${delegation.id}`), 204);
  refused(await taker.decide(await seen(who, await asked(who))), 404, 'not_found');
});

test('a_session_alone_lets_nobody_decide_in_ones_name_and_a_code_is_for_one_call__JR_5_1', async () => {
  const who = await author();
  const [giver, taker] = [await stagePerson(who, 'department'), await colleague()];
  const body = request(taker.account);
  const over = (what) => digest(JSON.stringify(what));
  const ask = async () => refused(await giver.post('/v1/delegations', body), 401, 'step_up_required');
  const { operation, digest: named } = await ask();
  assert.deepEqual([operation, named], ['delegation.create', over(body)]);
  expect(await giver.stepUp('delegation.create', over(request(taker.account, { overdue_only: true }))), 201);
  await ask();
  expect(await giver.stepUp('review.decide', over(body)), 201);
  await ask();
  expect(await giver.stepUp('delegation.create', over(body)), 201);
  refused(await taker.post('/v1/delegations', body), 422, 'invalid_value');
  const { delegation } = expect(await giver.post('/v1/delegations', body), 201);
  expect(await taker.client.delete(`/v1/delegations/${delegation.id}`), 204);
  await ask();
  assert.equal(superuser(`select count(*) from access.delegation where ended_at is null and from_account_id = '${giver.id}'`), '0');

  const words = ['delegation', 'create', taker.account, permission, '--until', inDays(3), '--reason', 'On leave.'];
  assert.match(expectRun(run(giver, words), 2).text, /--otp/);
  assert.match(expectRun(run(giver, [...words, '--otp', await giver.code()]), 0).text, /overdue_only/);
  const told = new RegExp(`^\\S+Z +delegation\\.given .* ${permission} .* id \\S+, to ${taker.account}, from ${giver.account}, until \\S+Z, starts_at \\S+Z, overdue_only false$`, 'm');
  const tells = () => expectRun(run(taker, ['notification', 'list', '--limit', '500']), 0).text;
  for (let i = 0; i < 50 && !told.test(tells()); i++) await sleep(200);
  assert.match(tells(), told, 'by the command, too');
});

test('both_see_it_and_officers_and_auditors_and_nobody_else__GS_3_1_1', async () => {
  const who = await author();
  const [giver, taker] = [await stagePerson(who, 'department'), await colleague()];
  const delegation = await give(giver, taker, { overdue_only: true, starts_at: inDays(1) });
  const ids = async (reader, query = '') => (await reader.read(`/v1/delegations${query}`)).items.map(({ id }) => id);
  for (const one of [giver, taker]) assert.deepEqual(await ids(one), [delegation.id]);
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  assert.deepEqual(await ids(officer), []);
  assert.deepEqual(await ids(officer, `?account=${giver.id}`), [delegation.id]);
  assert.deepEqual(await ids(await person({ institution: 'BANKA', role: 'auditor' }), `?account=${giver.id}`), [delegation.id]);
  refused(await who.get(`/v1/delegations?account=${giver.id}`), 404, 'not_found');
  const foreign = await person({ institution: 'BANKB', role: 'account.officer' });
  refused(await foreign.get(`/v1/delegations?account=${giver.id}`), 404, 'not_found');
  for (const other of [who, foreign]) refused(await other.client.delete(`/v1/delegations/${delegation.id}`), 404, 'not_found');
  const isTold = async () => (await taker.read('/v1/notifications?limit=500')).items.some(({ code, facts }) => code === 'delegation.given' && facts.id === delegation.id);
  for (let i = 0; i < 50 && !(await isTold()); i++) await sleep(100);
  assert.ok(await isTold());
  refused(await taker.decide(await seen(who, await asked(who))), 404, 'not_found');
  expect(await officer.client.delete(`/v1/delegations/${delegation.id}`), 204);
  refused(await officer.client.delete(`/v1/delegations/${delegation.id}`), 404, 'not_found');
  assert.equal(superuser(`select string_agg(action || ' ' || account_id, ', ' order by entry_id) from audit.entry where object = '${delegation.id}' and outcome = 'done'
    and action in ('delegation.given', 'delegation.ended')`), `delegation.given ${taker.id}, delegation.ended ${taker.id}`);
});

test('what_cannot_be_delegated_is_refused_with_the_member__GS_3_1_1', async () => {
  const who = await author();
  const giver = await stagePerson(who, 'department');
  const taker = await colleague();
  const [other] = people({ institution: 'BANKB', role: 'auditor' });
  const refuses = async (from, body, pointer) => assert.equal(refused(await from.post('/v1/delegations', body), 422, 'invalid_value').pointer, pointer);
  await refuses(who, request(taker.account), '/permission');
  const why = async (from, what) => refused(await from.post('/v1/delegations', request(taker.account, { permission: what })), 422, 'invalid_value').detail;
  assert.match(await why(who, permission), /^you do not hold it; you can delegate: nothing$/);
  assert.match(await why(giver, 'record.read'), /^no review is decided by it, so that it would have no effect; you can delegate: record\.publish\.department/);
  assert.match(await why(await person({ institution: 'OPERATOR', role: 'admin.system' }), 'institution.admit.system'), /^the policy lets nobody delegate a permission of its tier; /);
  await refuses(giver, request(taker.account, { permission: 'record.read' }), '/permission');
  for (const to of [giver.account, other.account, 'banka.feed', 'banka.no.body', '01a20000-0000-7000-8000-000000000000']) await refuses(giver, request(to), '/to');
  await refuses(giver, request(taker.account, { until: inDays(31) }), '/until');
  await refuses(giver, request(taker.account, { until: inDays(-1) }), '/until');
  await refuses(giver, request(taker.account, { starts_at: inDays(-1) }), '/starts_at');
  refused(await giver.post('/v1/delegations', request(taker.account, { reason: '' }), { unchecked: true }), 400, 'wrong_type');
  const reviewer = await person({ institution: 'BANKA', role: 'account.reviewer' });
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  await refuses(reviewer, request(officer.account, { permission: 'account.review' }), '/to');
  refused(await giver.post('/v1/delegations', { ...request(taker.account), from: who.id }, { unchecked: true }), 400, 'unknown_member');
  refused(await giver.post('/v1/delegations', request(taker.account), { token: null }), 401, 'invalid_token');
});

test('a_named_backup_counts_for_what_is_overdue_alone__GS_2_2_3', async () => {
  const who = await author();
  const [giver, taker] = [await stagePerson(who, 'department'), await colleague()];
  const delegation = await give(giver, taker, { overdue_only: true });
  const review = await asked(who);
  refused(await taker.get(`/v1/reviews/${review}`), 404, 'not_found');
  superuser(`update review.review set opened_at = now() - interval '25 hours', due_at = now() - interval '1 hour' where review_id = '${review}'`);
  const { review: decided } = expect(await taker.decide(review), 200);
  assert.equal(decided.stages[0].decisions[0].for, giver.id);
  expect(await giver.client.delete(`/v1/delegations/${delegation.id}`), 204);
});
