// SPDX-License-Identifier: Apache-2.0
// Who is told that their word is awaited, that it is late (GS-2.2.3), and what has become of what they asked (JR-5.2).
import test from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { approveStages, createRecord, stagePerson, submit } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });

// All that somebody was told about a review, page by page.
async function told(who, review) {
  const all = [];
  for (let next = null, first = true; first || next; first = false) {
    const page = await who.read(`/v1/notifications?limit=500${next ? `&after=${next}` : ''}`);
    all.push(...page.items.map((item) => ({ ...item, names: page.names })));
    next = page.next;
  }
  return all.filter((item) => item.review === review);
}
const codes = async (who, review) => (await told(who, review)).map(({ code }) => code).join(' ');
async function until(question, answer) {
  for (let i = 0; i < 100 && await question() !== answer; i++) await sleep(200);
  assert.equal(await question(), answer);
}
const asked = async (who) => submit(who, (await createRecord(who)).record.id);
// As if so much of its time to decide had passed.
const pass = (review, share) => superuser(`update review.review set opened_at = now() - ${share} * interval '24 hours',
  due_at = now() + (1 - ${share}) * interval '24 hours' where review_id = '${review}'`);

test('who_may_decide_is_told_when_their_stage_opens_and_the_requester_what_became_of_it__GS_2_2_3__JR_5_2', async () => {
  const who = await author();
  const review = await asked(who);
  const [first, next] = [await stagePerson(who, 'department'), await stagePerson(who, 'responsible')];
  await until(() => codes(first, review), 'review.opened');
  const [opened] = await told(first, review);
  assert.deepEqual([opened.code, opened.facts.kind, opened.facts.stage, opened.names[opened.facts.requester]],
    ['review.opened', 'record.publish', 'department', who.account]);
  assert.equal(opened.names[opened.facts.object], (await who.read(`/v1/records/${opened.facts.object}`)).title, 'and what it is about');
  const { text } = expectRun(run(first, ['notification', 'list', '--limit', '500']), 0);
  assert.match(text, /^AT +WHAT +KIND +ABOUT +ASKED BY +STATE +REASON +REVIEW +DUE +MORE$/m);
  assert.match(text, new RegExp(`review\\.opened +record\\.publish +${opened.names[opened.facts.object]} +${who.account} .* ${review} .*Z  stage department, urgency normal$`, 'm'));
  assert.equal(await codes(next, review), '', 'a later stage is told later');
  assert.equal(await codes(who, review), '', 'and nobody what they did themselves');
  await approveStages(who, review, ['department']);
  await until(() => codes(next, review), 'review.opened');
  await approveStages(who, review, ['responsible', 'compliance']);
  await until(() => codes(who, review), 'review.decided');
  const [result] = await told(who, review);
  assert.deepEqual([result.code, result.facts.state], ['review.decided', 'approved']);
  for (const item of [opened, result]) assert.ok(!JSON.stringify(item).includes('comment'));
});

test('nobody_reads_what_others_were_told__GS_2_2_3', async () => {
  const who = await author();
  const review = await asked(who);
  for (const criteria of [{ institution: 'BANKA', role: 'auditor' }, { institution: 'BANKB', role: 'auditor' }, { institution: 'BANKA', role: 'account.officer' }]) {
    assert.equal(await codes(await person(criteria), review), '');
  }
  refused(await who.get('/v1/notifications', { token: null }), 401, 'invalid_token');
  refused(await who.get('/v1/notifications?account=me', { unchecked: true }), 400, 'unknown_member');
  refused(await who.get('/v1/notifications?after=now', { unchecked: true }), 400, 'wrong_type');
  refused(await who.get('/v1/notifications?limit=0', { unchecked: true }), 400, 'wrong_type');
});

test('what_is_committed_late_is_missed_by_nobody_who_asks_on__GS_2_2_3', async () => {
  const who = await author();
  const tell = (code) => `insert into ops.notification (notification_id, account_id, code, facts) values (ops.uuid_v7(), '${who.id}', '${code}', '{}')`;
  const all = async (after) => (await who.read(`/v1/notifications?limit=500${after ? `&after=${after}` : ''}`)).items;
  superuser(tell('test.first'));
  let items;
  for (let i = 0; i < 100 && (items = await all()).at(-1)?.code !== 'test.first'; i++) await sleep(100);
  const last = items.at(-1).id;
  const slow = spawn('psql', ['-X', '-q', '-d', platform.database, '-c', `begin; ${tell('test.late')}; select pg_sleep(3), 'a slow call'; commit`], { stdio: 'ignore' });
  const under = () => superuser("select count(*) from pg_stat_activity where query like '%a slow call%' and pid <> pg_backend_pid() and wait_event = 'PgSleep'");
  for (let i = 0; i < 100 && under() === '0'; i++) await sleep(20);
  superuser(tell('test.soon'));
  assert.deepEqual(await all(last), [], 'nothing that what is under way could overtake');
  await once(slow, 'exit');
  await until(async () => (await all(last)).map(({ code }) => code).join(' '), 'test.late test.soon');
  assert.deepEqual(await all((await all(last)).at(-1).id), [], 'and none twice');
});

test('who_may_decide_is_reminded_at_each_share_of_the_time_once_and_then_it_is_overdue__GS_2_2_3', async () => {
  const who = await author();
  const review = await asked(who);
  const decider = await stagePerson(who, 'department');
  const expired = superuser(`select expires_at from review.review where review_id = '${review}'`);
  pass(review, 0.55);
  await until(() => codes(decider, review), 'review.opened review.reminder');
  pass(review, 0.85);
  await until(() => codes(decider, review), 'review.opened review.reminder review.reminder');
  pass(review, 1.1);
  await until(() => codes(decider, review), 'review.opened review.reminder review.reminder review.overdue');
  const auditor = await person({ institution: 'BANKA', role: 'auditor' });
  assert.ok((await auditor.read('/v1/alerts?code=review_overdue')).items.length > 0);
  await sleep(2500);
  assert.equal(await codes(decider, review), 'review.opened review.reminder review.reminder review.overdue', 'each once, by however many workers');
  assert.equal(superuser(`select string_agg(action, ' ' order by entry_id) from audit.entry where review_id = '${review}' and action in ('review.reminded', 'review.escalated')`),
    'review.reminded review.reminded review.escalated');
  assert.equal(superuser(`select expires_at from review.review where review_id = '${review}'`), expired);
  assert.equal(expect(await decider.decide(review), 200).review.state, 'open', 'it can be decided until it expires');
});

test('what_nobody_decided_ends_and_its_requester_is_told__GS_2_2_3', async () => {
  const who = await author();
  const review = await asked(who);
  superuser(`update review.review set opened_at = now() - interval '3 days', due_at = now() - interval '2 days', expires_at = now() - interval '1 second'
    where review_id = '${review}'`);
  await until(() => codes(who, review), 'review.expired');
  assert.equal(await codes(await stagePerson(who, 'department'), review), 'review.opened');
});
