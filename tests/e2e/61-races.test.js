// SPDX-License-Identifier: Apache-2.0
// Must hold 3: whatever 64 connections to two nodes say at once about one thing, of each kind of review: it is asked for
// once, exactly the eligible distinct persons count, one effect or none comes of it, and each word has its one entry.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, project, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { activate as activateAccount, createRecord, inDays, join, newcomer, permissionRequest, publishRecord, recordRequest, stagePerson, submit } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';
import { asks, countWords, decideStage, decideUntilLast, kinds, open, raise, readReview, send, speakers } from './lib/kinds.js';
import { startNode } from './lib/node.js';
import { activate, dropStepUp, inForce } from './lib/policies.js';
import { digest } from './lib/signing.js';

watchLogs();
let second, shipped;
before(async () => {
  shipped = inForce();
  await dropStepUp();
  second = await startNode();
});
after(async () => {
  await second?.stop();
  activate(shipped);
});

// --- 64 at once: each on a connection that stands already, every other one to the other node

const shuffled = (list) => list.map((value) => [Math.random(), value]).sort(([a], [b]) => a - b).map(([, value]) => value);
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));

async function connected(somebody, i) {
  const client = Object.assign(somebody.connect({ sockets: 1, ...(i % 2 && { baseUrl: second.baseUrl }) }), { token: somebody.client.token });
  await client.get('/.well-known/jwks.json', { token: null });
  return client;
}

// Who is told to come back does so, with the same key, until there is an answer.
async function persist(call, client) {
  for (let again = 0; ; again += 1) {
    const answer = await call(client);
    if (answer.status !== 503 || again === 20) return { ...answer, again };
    await sleep(50 * (again + 1));
  }
}

// Each contender is [name, who, what they send with a client]. Answers come with their names.
async function race(contenders) {
  assert.equal(contenders.length, 64);
  const ready = await Promise.all(shuffled(contenders).map(async ([name, who, call], i) => ({ name, who, call, client: await connected(who, i) })));
  const answers = await Promise.all(ready.map(async ({ name, who, call, client }) => ({ name, who: who.account, ...await persist(call, client) })));
  ready.forEach(({ client }) => client.close());
  for (const { name, status, body } of answers) assert.ok(status < 500, `${name}: ${status} ${body?.code}`);
  return answers;
}

const won = (answers, wanted) => answers.filter(({ name, status }) => name === wanted && status < 300);
const codes = (answers, name) => [...new Set(answers.filter((one) => one.name === name).map(({ status, body }) => body?.code ?? status))];
const key = () => crypto.randomUUID();

const word = (id, body, fixed = key()) => (client) => client.post(`/v1/reviews/${id}/decisions`, body, { key: fixed });
const withdrawal = (id, own = key()) => (client) => client.delete(`/v1/reviews/${id}`, { key: own });
const resubmission = (id, payload, own = key()) => (client) => client.post(`/v1/reviews/${id}/resubmission`, { payload }, { key: own });

const count = (sql) => Number(superuser(`select count(*) from ${sql}`));
const entries = (id, action) => count(`audit.entry where review_id = '${id}' and action = '${action}'`);
const effects = (id, action) => count(`audit.entry c join audit.entry e on e.entry_id = c.cause where e.action = 'review.decide' and e.object = '${id}' and c.action = '${action}'`);
const decisions = (id) => count(`review.decision where review_id = '${id}'`);
// What was answered about the review since then, whatever it was, has its one entry; who came back may have had an answer already.
function assertEntries(id, since, answers) {
  const found = count(`audit.entry where entry_id >= '${since}' and object = '${id}' and action in ('review.decide', 'review.withdraw', 'review.resubmit')`);
  const again = answers.reduce((sum, one) => sum + one.again, 0);
  assert.ok(found >= answers.length && found <= answers.length + again, `${found} entries for ${answers.length} answers (${again})`);
}
const now = () => superuser('select ops.uuid_v7()');

// All who may still say something in the stage, and what each says, signed.
async function voices(asked, stage) {
  const accounts = [...new Set(speakers(asked, stage).flat().map(({ account }) => account))].slice(0, 6);
  const people = await Promise.all(accounts.map((account) => person({ account })));
  const review = await people[0].read(`/v1/reviews/${asked.id}`);
  return { people, review, bodies: await Promise.all(people.map((who) => who.decision(review))) };
}

// --- each kind

// Sent 64 times, half of it under one key, it is asked for once; what could be asked for twice is sent under that key alone.
async function raiseOnce(kind) {
  if (kinds[kind].raise) return raise(kind);
  const [asked, since, same] = [await kinds[kind].ask(), now(), key()];
  const answers = await race(times(64, (i) => { const own = i % 2 && kinds[kind].once ? key() : same; return ['ask', asked.by, (client) => send(asked, { client, key: own })]; }));
  const ids = new Set(won(answers, 'ask').map(({ body }) => body.review.id));
  assert.equal(ids.size, 1, `${codes(answers, 'ask')}`);
  assert.equal(count(`review.review where review_id >= '${since}' and kind = '${kind}'`), 1);
  for (const code of codes(answers, 'ask')) assert.ok([202, 'conflict', 'already_exists', 'already_shown'].includes(code), code);
  return Object.assign(asked, { id: [...ids][0] });
}

// Sent back, then asked for once more 64 times, or spoken on as if it already were: one round comes.
async function raiseAgain(kind) {
  const asked = await raise(kind);
  const [{ name, nonce }] = (await readReview(asked)).stages;
  assert.equal((await decideStage(asked, name, 'return')).state, 'returned');
  const { people: [next], review } = await voices(asked, name);
  const early = await next.decision({ ...review, round: 2, stages: [{ name, state: 'open', nonce }] }); // the first round's
  const { again } = kinds[kind];
  const payload = typeof again === 'function' ? await again() : again;
  const answers = await race([...times(40, () => ['resubmit', asked.by, resubmission(asked.id, payload)]), ...times(24, () => ['early', next, word(asked.id, early)])]);
  assert.deepEqual([won(answers, 'resubmit').length, won(answers, 'early').length], [1, 0], `${codes(answers, 'resubmit')}`);
  const { state, round, former } = await readReview(asked);
  assert.deepEqual([state, round, former.length, entries(asked.id, 'review.opened')], ['open', 2, 1, 2]);
  return asked;
}

for (const [kind, { effect, again }] of Object.entries(kinds)) {
  const name = kind.replace('.', '_');

  test(`${name}_asked_for_64_times_and_decided_64_times_happens_once__GS_2_2_2`, async () => {
    const asked = await raiseOnce(kind);
    const last = await decideUntilLast(asked);
    const needed = countWords(last);
    const { people, review, bodies } = await voices(asked, last);
    const [outsider, same, since] = [await person({ institution: 'REGULATOR', role: 'account.officer' }), key(), now()];
    const wrong = await people.at(-1).decision(review, { overrides: { digest: digest('a changed payload') } });
    const elsewhere = await people.at(-1).decision(review, { overrides: { stage: 'elsewhere' } });
    const [own, foreign] = [await asked.by.decision(review), await outsider.decision(review)];
    const answers = await race([
      ...times(36, (i) => ['word', people[i % people.length], word(asked.id, bodies[i % people.length])]),
      ...times(8, () => ['word', people[0], word(asked.id, bodies[0], same)]),
      ...times(6, () => ['own', asked.by, word(asked.id, own)]), ...times(6, () => ['foreign', outsider, word(asked.id, foreign)]),
      ...times(4, () => ['wrong', people.at(-1), word(asked.id, wrong)]), ...times(4, () => ['elsewhere', people.at(-1), word(asked.id, elsewhere)])]);
    for (const cheat of ['own', 'foreign', 'wrong', 'elsewhere']) assert.equal(won(answers, cheat).length, 0, cheat);
    assert.equal(new Set(won(answers, 'word').map(({ who }) => who)).size, needed, `${codes(answers, 'word')}`);
    const { state, stages } = await readReview(asked);
    assert.deepEqual([state, stages.at(-1).decisions.length, decisions(asked.id)], ['approved', needed, asked.acted.size + needed]);
    assert.deepEqual([effects(asked.id, effect), entries(asked.id, 'review.approved'), effects(asked.id, 'decision.taken')], [1, 1, decisions(asked.id)]);
    assertEntries(asked.id, since, answers);
  });

  test(`${name}_decided_and_withdrawn_64_times_is_one_of_them${again ? '_after_one_round_more' : ''}__GS_2_2_2`, async () => {
    const asked = await (again ? raiseAgain : raise)(kind);
    const last = await decideUntilLast(asked);
    const needed = countWords(last);
    const { people, bodies } = await voices(asked, last);
    const [said, since] = [decisions(asked.id), now()];
    const answers = await race([
      ...times(40, (i) => ['word', people[i % people.length], word(asked.id, bodies[i % people.length])]), ...times(24, () => ['withdraw', asked.by, withdrawal(asked.id)])]);
    const [words, withdrawn] = [won(answers, 'word').length, won(answers, 'withdraw').length];
    assert.ok(withdrawn === 0 ? words === needed : withdrawn === 1 && words < needed, `${words} words, ${withdrawn} withdrawals: ${codes(answers, 'word')} ${codes(answers, 'withdraw')}`);
    assert.equal((await readReview(asked)).state, withdrawn ? 'withdrawn' : 'approved');
    assert.deepEqual([effects(asked.id, effect), entries(asked.id, 'review.approved'), entries(asked.id, 'review.withdrawn')], withdrawn ? [0, 0, 1] : [1, 1, 0]);
    assert.equal(decisions(asked.id) - said, words);
    assertEntries(asked.id, since, answers);
  });
}

test('every_kind_that_the_policies_know_is_raced', () => {
  const { kinds: known } = JSON.parse(fs.readFileSync(path.join(project, 'policies/reviews.json'), 'utf8'));
  assert.deepEqual(Object.keys(kinds).sort(), Object.keys(known).sort());
});

// --- what is not a review of its own, and races with one

test('of_64_withdrawals_and_resubmissions_of_what_was_sent_back_what_comes_first_counts__GS_2_2_2', async () => {
  const asked = await raise('record.publish');
  await decideStage(asked, 'department', 'return');
  const answers = await race([...times(32, () => ['resubmit', asked.by, resubmission(asked.id, {})]), ...times(32, () => ['withdraw', asked.by, withdrawal(asked.id)])]);
  assert.equal(won(answers, 'withdraw').length, 1, 'a withdrawal wins in the end');
  assert.ok(won(answers, 'resubmit').length <= 1);
  assert.deepEqual([(await readReview(asked)).state, entries(asked.id, 'review.withdrawn')], ['withdrawn', 1]);
});

test('of_64_resubmissions_and_revisions_what_is_under_review_is_what_the_record_is__GS_2_3_1', async () => {
  const asked = await raise('record.publish');
  const [, , , record] = asked.target.split('/');
  await decideStage(asked, 'department', 'return');
  const body = await recordRequest(asked.by);
  const answers = await race([...times(40, () => ['resubmit', asked.by, resubmission(asked.id, {})]),
    ...times(24, () => { const own = key(); return ['revise', asked.by, (client) => client.call('PUT', `/v1/records/${record}`, { body, key: own })]; })]);
  assert.equal(won(answers, 'resubmit').length, 1);
  const { payload } = await readReview(asked);
  assert.equal(payload.revision, (await asked.by.read(`/v1/records/${record}`)).revision);
  assert.equal(won(answers, 'revise').length, payload.revision - 1);
});

// --- several kinds about one object

const stateOf = (id) => superuser(`select concat_ws(' ', state, reason) from review.review where review_id = '${id}'`);
const recordState = (id) => superuser(`select concat_ws(' ', state, level, revision) from record.record where record_id = '${id}'`);
const [approved, overtaken] = ['approved', 'failed facts_moved'];
const sending = (name, who, target, body, method = 'POST') => { const own = key(); return [name, who, (client) => client.call(method, target, { body, key: own })]; };

// So many of the words that the last stage waits for.
async function lastWords(asked) {
  const { people, bodies } = await voices(asked, await decideUntilLast(asked));
  return (n, name = 'word') => times(n, (i) => [name, people[i % people.length], word(asked.id, bodies[i % people.length])]);
}

// What was asked for and decided in the race, as a review of the table's.
const opened = (answers, name, who) => won(answers, name).map(({ body }) => Object.assign(asks(who), { id: body.review.id }));

test('of_64_who_ask_for_another_level_or_the_end_of_a_record_or_withdraw_it_one_review_opens_and_finds_what_is_there__GS_4_1', async () => {
  const [writer, colleague] = [await person({ institution: 'BANKA', role: 'author' }), await person({ institution: 'BANKA', role: 'author' }, 1)];
  const id = await publishRecord(writer);
  const target = `/v1/records/${id}`;
  const answers = await race([
    ...times(24, () => sending('level', colleague, `${target}/reclassification`, { level: 'secret', grade: 'important', reason: 'A test.' })),
    ...times(24, () => sending('end', writer, target, undefined, 'DELETE')), ...times(16, () => sending('withdraw', writer, `${target}/withdrawal`, { reason: 'A test.' }))]);
  assert.equal(won(answers, 'withdraw').length, 1);
  const [asked, ...more] = [...opened(answers, 'level', colleague), ...opened(answers, 'end', writer)];
  // Of what was withdrawn its author alone knows.
  const refusals = ['level', 'end'].map((name) => codes(answers, name).filter((code) => ![202, 'conflict', ...name === 'level' ? ['not_found'] : []].includes(code)));
  assert.deepEqual([more.length, ...refusals], [0, [], []]);
  await decideStage(asked, await decideUntilLast(asked));
  const done = stateOf(asked.id);
  assert.ok([overtaken, ...won(answers, 'end').length ? [approved] : []].includes(done), done);
  assert.equal(recordState(id), done === approved ? 'destroyed confidential 1' : 'withdrawn confidential 1');
});

test('a_record_withdrawn_while_the_last_word_on_its_level_is_said_has_the_new_level_or_the_old_one__GS_4_1', async () => {
  const asked = await raise('record.reclassify');
  const [, , , id] = asked.target.split('/');
  const words = await lastWords(asked);
  const answers = await race([...words(40), ...times(24, () => sending('withdraw', asked.by, `/v1/records/${id}/withdrawal`, { reason: 'A test.' }))]);
  assert.deepEqual([won(answers, 'word').length, won(answers, 'withdraw').length], [1, 1], `${codes(answers, 'word')} ${codes(answers, 'withdraw')}`);
  const done = stateOf(asked.id);
  assert.ok([approved, overtaken].includes(done), done);
  assert.equal(recordState(id), done === approved ? 'withdrawn secret 2' : 'withdrawn confidential 1');
  assert.equal(effects(asked.id, 'record.reclassified'), done === approved ? 1 : 0);
});

test('a_draft_revised_submitted_and_to_be_destroyed_at_once_is_published_as_it_is_pinned_and_not_destroyed__GS_2_3_1', async () => {
  const writer = await person({ institution: 'BANKA', role: 'author' });
  const { record: { id } } = await createRecord(writer, { level: 'public', grade: 'general' });
  const [target, body] = [`/v1/records/${id}`, await recordRequest(writer, { level: 'public', grade: 'general' })];
  const answers = await race([...times(20, () => sending('publish', writer, `${target}/publication`, { urgency: 'normal' })),
    ...times(20, () => sending('end', writer, target, undefined, 'DELETE')), ...times(24, () => sending('revise', writer, target, body, 'PUT'))]);
  const [[published, ...twice], [ended, ...again]] = [opened(answers, 'publish', writer), opened(answers, 'end', writer)];
  assert.deepEqual([twice.length, again.length], [0, 0]);
  const words = [await lastWords(published), ended && await lastWords(ended)];
  const said = await race(ended ? [...words[0](32), ...words[1](32, 'end')] : words[0](64));
  assert.equal(won(said, 'word').length, 1, `${codes(said, 'word')}`);
  // Who asked for the end asked it of what was not under review yet.
  assert.deepEqual([stateOf(published.id), ended && stateOf(ended.id)], [approved, ended && overtaken]);
  assert.equal(recordState(id), `published public ${won(answers, 'revise').length + 1}`);
});

test('a_permission_decided_while_its_holder_departs_and_its_agreement_ends_outlives_neither__GS_3_3', async () => {
  const holder = await join('BANKB');
  const signed = await raise('agreement.sign');
  await decideStage(signed, 'parties');
  const agreement = signed.answer.agreement.id;
  const record = await publishRecord(await person({ institution: 'BANKA', role: 'author' }));
  const asked = await open(asks(holder, '/v1/permission-requests', permissionRequest({ record }, { purpose: 'operations', agreement, until: inDays(120 / 86400) })));
  const [words, officer] = [await lastWords(asked), await person({ institution: 'BANKB', role: 'account.officer' })];
  superuser(`update access.agreement set ends_at = clock_timestamp() + interval '1 second' where agreement_id = '${agreement}'`);
  const answers = await race([...words(40), ...times(24, () => sending('depart', officer, `/v1/accounts/${holder.id}/departure`, { kind: 'left' }))]);
  assert.deepEqual([won(answers, 'word').length, won(answers, 'depart').length], [1, 1], `${codes(answers, 'word')} ${codes(answers, 'depart')}`);
  const agreed = () => superuser(`select state from access.agreement where agreement_id = '${agreement}'`);
  for (let waited = 0; agreed() !== 'ended' && waited < 15000; waited += 200) await sleep(200);
  const done = stateOf(asked.id);
  assert.ok([approved, overtaken].includes(done), done);
  const is = superuser(`select concat_ws(' ', (select state from identity.account where account_id = '${holder.id}'), state) from access.grant where review_id = '${asked.id}'`);
  assert.ok((done === approved ? ['closed revoked', 'closed ended'] : ['closed rejected']).includes(is), is);
  assert.deepEqual([agreed(), effects(asked.id, 'grant.granted')], ['ended', done === approved ? 1 : 0]);
});

test('an_account_suspended_while_its_transfer_and_its_reset_are_decided_stays_suspended__GS_3_3', async () => {
  const somebody = newcomer('BANKA');
  await activateAccount(somebody);
  const [target, officer] = [`/v1/accounts/${somebody.id}`, await person({ institution: 'BANKA', role: 'account.officer' })];
  const moved = await open(asks(officer, `${target}/transfer`, { department: 'payments', rank: 'manager', roles: ['author'], reason: 'A test.' }));
  const reset = await open(asks(officer, `${target}/reset`, { reason: 'A test.' }));
  const words = [await lastWords(moved), await lastWords(reset)];
  const answers = await race([...words[0](22, 'transfer'), ...words[1](22, 'reset'), ...times(20, () => sending('suspend', officer, `${target}/suspension`, { reason: 'A test.' }))]);
  assert.equal(won(answers, 'suspend').length, 1, `${codes(answers, 'suspend')}`);
  const done = [moved, reset].map(({ id }) => stateOf(id));
  for (const state of done) assert.ok([approved, overtaken].includes(state), state);
  assert.deepEqual([effects(moved.id, 'account.transferred'), effects(reset.id, 'password.voided')], done.map((state) => (state === approved ? 1 : 0)));
  const is = superuser(`select concat_ws(' ', state, department, (select string_agg(role, ',') from identity.account_role r where r.account_id = a.account_id))
    from identity.account a where account_id = '${somebody.id}'`);
  assert.equal(is, done[0] === approved ? 'suspended payments author' : 'suspended credit');
});

// --- delegations

const permission = 'record.publish.department';
const request = (to) => ({ to, permission, until: inDays(5), reason: 'On leave.' });
const give = (body, own = key()) => (client) => client.post('/v1/delegations', body, { key: own });
const taking = (id, own = key()) => (client) => client.delete(`/v1/delegations/${id}`, { key: own });

async function delegates() {
  superuser('update access.delegation set ended_at = now() where ended_at is null');
  const author = await person({ institution: 'BANKA', role: 'author' });
  const review = async () => submit(author, (await createRecord(author)).record.id);
  return { review, giver: await stagePerson(author, 'department'), taker: await person({ institution: 'BANKA', role: 'author' }, 1) };
}

test('the_same_delegated_64_times_is_one_and_of_both_one_word_counts__GS_2_2_2', async () => {
  const { review, giver, taker } = await delegates();
  const answers = await race(times(64, () => ['give', giver, give(request(taker.account))]));
  const [{ body: { delegation } }, ...more] = won(answers, 'give');
  assert.deepEqual([more.length, codes(answers, 'give').sort()], [0, [201, 'conflict']]);
  const id = await review();
  const shown = await giver.read(`/v1/reviews/${id}`);
  const bodies = [await giver.decision(shown), await taker.decision(shown)];
  const words = await race(times(64, (i) => ['word', [giver, taker][i % 2], word(id, bodies[i % 2])]));
  assert.equal(won(words, 'word').length, 1, `${codes(words, 'word')}`);
  assert.deepEqual([decisions(id), effects(id, 'decision.taken')], [1, 1]);
  expect(await giver.client.delete(`/v1/delegations/${delegation.id}`), 204);
});

test('a_delegation_taken_back_while_it_is_used_ends_once_and_counts_before_that_or_not_at_all__GS_3_3', async () => {
  const { review, giver, taker } = await delegates();
  const { delegation } = expect(await giver.post('/v1/delegations', request(taker.account)), 201);
  const id = await review();
  const body = await taker.decision(await taker.read(`/v1/reviews/${id}`));
  const answers = await race([...times(32, () => ['word', taker, word(id, body)]), ...times(32, () => ['take', giver, taking(delegation.id)])]);
  assert.equal(won(answers, 'take').length, 1);
  assert.ok(won(answers, 'word').length <= 1);
  assert.equal(decisions(id), won(answers, 'word').length);
  assert.equal(count(`audit.entry where action = 'delegation.ended' and object = '${delegation.id}'`), 1);
  refused(await taker.get(`/v1/reviews/${await review()}`), 404, 'not_found');
});
