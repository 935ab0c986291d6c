// SPDX-License-Identifier: Apache-2.0
// Policies (GS-1.4): read by everybody, changed by the operator and two members, in force on every node at once.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { operations, people, person, platform, project, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { watchLogs } from './lib/harness.js';
import { startNode } from './lib/node.js';
import { activate, asked, decideAll, inForce, next, officers, propose, proposer, officerOf } from './lib/policies.js';
import { canonicalize, digest } from './lib/signing.js';

watchLogs();
let second;
const shipped = inForce();
before(async () => { second = await startNode(); });
after(async () => {
  await second?.stop();
  activate(shipped); // for the tests behind these
});

const names = ['anomalies', 'levels', 'log', 'passwords', 'permissions', 'reviews', 'sessions', 'terms', 'types'];

// --- reading

test('everybody_reads_each_version_as_it_was_activated__GS_1_4', async () => {
  const somebody = await person({ institution: 'BANKB', role: 'author' });
  const { policy, items } = await somebody.read('/v1/policies');
  assert.equal(policy, inForce());
  assert.deepEqual(items.map(({ name }) => name).filter((name) => names.includes(name)), names);
  for (const { name, version, digest: said, overdue } of items) {
    const one = await somebody.read(`/v1/policies/${name}/${version}`);
    assert.equal(digest(canonicalize(one.document)), said, name);
    assert.deepEqual([one.document.name, one.document.version, overdue], [name, version, false]);
  }
});

test('what_is_no_version_of_a_policy_is_not_found', async () => {
  const somebody = await person({ institution: 'BANKB', role: 'author' });
  for (const [name, version] of [['levels', 4711], ['nothing', 1], ['Levels', 1], ['levels', '01'], ['levels', 0], ['levels', '1x'], ['levels', 9999999999], ['levels%20', 1]]) {
    refused(await somebody.get(`/v1/policies/${name}/${version}`, { unchecked: true }), 404, 'not_found');
  }
  refused(await somebody.client.get('/v1/policies', { token: null, unchecked: true }), 401, 'invalid_token');
});

// --- announcement: what the database's superuser activates is in force on both nodes within a second

const ready = async (client) => (await client.get('/readyz')).body.policy;

// Activated as it is, once more; how long until each node decides by it.
async function activateAgain(nodes) {
  const number = activate(inForce());
  const since = Date.now();
  for (const node of nodes) while (await ready(node) !== number && Date.now() - since < 5000) await sleep(10);
  return Date.now() - since;
}

const listeners = () => Number(superuser("select count(*) from pg_stat_activity where query = 'select gateway.listen()::text'"));

test('a_new_set_is_announced_to_every_node_within_a_second__GS_1_4', async () => {
  const workers = listeners();
  assert.ok(workers >= 2, `${workers} connections listen`);
  for (let i = 0; i < 3; i += 1) {
    const took = await activateAgain([operations(), second.operations]);
    assert.ok(took < 1000, `${took} ms`);
  }
});

test('a_node_whose_announcements_are_cut_off_finds_the_new_set_by_itself__GS_1_4', async () => {
  const workers = listeners();
  superuser("select pg_terminate_backend(pid) from pg_stat_activity where query = 'select gateway.listen()::text'");
  const took = await activateAgain([operations(), second.operations]);
  assert.ok(took < 1500, `${took} ms`);
  for (const since = Date.now(); listeners() < workers && Date.now() - since < 5000;) await sleep(50);
  assert.equal(listeners(), workers, 'they listen again');
});

// --- changing

const state = async (review) => (await (await proposer()).read(`/v1/reviews/${review}`)).state;

test('one_step_below_each_floor_is_refused_with_its_member__GS_1_4', async () => {
  const kind = (name, change) => ['reviews', (d) => change(d.kinds[name]), `/documents/reviews/kinds/${name}`];
  const below = [
    ['passwords', (d) => { d.max_failures = 4; }, '/documents/passwords/max_failures'],
    ['passwords', (d) => { d.min_length = 7; }, '/documents/passwords/min_length'],
    ['passwords', (d) => { d.min_classes = 1; }, '/documents/passwords/min_classes'],
    ['log', (d) => { d.retention_months = 59; }, '/documents/log/retention_months'],
    kind('account.activate', (k) => { k.stages[0].needs[0].approvals = 1; }),
    kind('record.publish', (k) => { k.stages.pop(); }),
    kind('permission.grant', (k) => { k.stages.pop(); }),
    kind('record.publish', (k) => { k.due_seconds.normal = 86401; }),
    kind('record.publish', (k) => { k.due_seconds.urgent = 3601; }),
    kind('policy.activate', (k) => { k.stages[1].needs[0].approvals = 1; }),
    kind('policy.activate', (k) => { k.stages[0].needs[0].scope = 'owner'; }),
    ['levels', (d) => { d.matrix.top_secret.executive.push('download'); }, '/documents/levels/matrix/top_secret'],
    ['permissions', (d) => { d.exclusive = []; }, '/documents/permissions/exclusive'],
    ['permissions', (d) => { d.roles.author.push('account.create', 'account.review'); }, '/documents/permissions/roles/author'],
    ['permissions', (d) => { d.permissions['record.dream'] = { tier: 'basic' }; }, '/documents/permissions/permissions/record.dream'],
    kind('record.publish', (k) => { k.stages[0].needs[0].permission = 'institution.admit.system'; }),
    ['log', (d) => { d.keep = true; }, '/documents/log/keep'],
    ['log', (d) => { d.review_by = '2026-01-01'; }, '/documents/log/review_by']];
  const reviews = () => superuser("select count(*) from review.review where kind = 'policy.activate'");
  const asked = reviews();
  for (const [name, change, pointer] of below) {
    const problem = refused(await propose(await next(name, change)), 422, 'invalid_value');
    assert.ok(problem.pointer.startsWith(pointer), `${problem.pointer}: ${problem.detail}`);
  }
  assert.equal(reviews(), asked, 'nobody is asked');
});

test('what_would_come_of_new_policies_is_said_and_looked_at_as_by_the_call__GS_1_4', async () => {
  const plan = async (documents) => (await proposer()).post('/v1/reviews/plan', { kind: 'policy.activate', payload: { documents } });
  const planned = expect(await plan(await next('log', (d) => { d.retention_months = 72; })), 200);
  assert.deepEqual([planned.stages.length, planned.missing, planned.refusal], [2, null, null]);
  const below = refused(await plan(await next('log', (d) => { d.retention_months = 59; })), 422, 'invalid_value');
  assert.equal(below.pointer, '/payload/documents/log/retention_months');
  refused(await plan({}), 422, 'invalid_value');
});

test('who_may_not_propose_does_not_and_what_does_not_grow_is_no_version__GS_1_4', async () => {
  const longer = await next('log', (d) => { d.retention_months = 61; });
  for (const who of ['operator', 'BANKA']) refused(await propose(longer, officerOf(who)), 403, 'forbidden');
  refused(await propose(longer, person({ institution: 'OPERATOR', role: 'admin.audit' })), 403, 'forbidden');
  const same = { log: { ...longer.log, version: 1 } };
  for (const [documents, pointer] of [[same, '/documents/log/history'], [{ log: { ...longer.log, history: longer.log.history.slice(-1) } }, '/documents/log/history'],
    [{ gossip: longer.log }, '/documents/gossip']]) {
    assert.equal(refused(await propose(documents), 422, 'invalid_value').pointer, pointer);
  }
  const now = await next('log', () => {});
  refused(await propose({ log: { ...now.log, version: now.log.version - 1, history: now.log.history.slice(0, -1) } }), 422, 'invalid_value');
});

test('the_operator_and_two_members_activate_and_every_node_decides_by_it_within_a_second__GS_1_4', async () => {
  const before = inForce();
  const { review, diff } = await asked(await next('passwords', (d) => { d.min_length = 12; }));
  const [change] = diff.filter(({ path }) => path === '/min_length');
  assert.deepEqual(change, { document: 'passwords', path: '/min_length', old: 10, new: 12, means: 'characters that a new password needs: 12 instead of 10 (stricter)' });
  const read = await (await officerOf('BANKA')).read(`/v1/reviews/${review.id}`);
  assert.deepEqual([read.payload.diff, read.base, read.policy], [diff, before, before]);
  refused(await (await proposer()).decide(review.id), 403, 'own_request');
  await decideAll(review.id, ['operator', 'BANKA']);
  const said = superuser(`select string_agg(a.name, ',') from review.decision d join identity.account a using (account_id) where d.review_id = '${review.id}'`).split(',');
  const colleague = people(officers.BANKA).find(({ account }) => !said.includes(account));
  refused(await (await person({ account: colleague.account })).decide(review.id), 403, 'not_eligible');
  assert.equal(inForce(), before, 'one member is not enough');
  assert.equal((await decideAll(review.id, ['BANKB'])).state, 'approved');
  const since = Date.now();
  for (const node of [operations(), second.operations]) while (await ready(node) !== before + 1 && Date.now() - since < 5000) await sleep(10);
  assert.ok(Date.now() - since < 1000, `${Date.now() - since} ms`);
  await sleep(1000); // one worker answers for its node: by then the others have asked, too
  const somebody = await person({ institution: 'BANKB', role: 'author' });
  const there = Object.assign(somebody.connect({ baseUrl: second.baseUrl }), { token: somebody.client.token });
  const shorter = await there.call('PUT', '/v1/password', { body: { current: somebody.password, new: 'Egret-62-ab' } });
  refused(shorter, 422, 'weak_password');
  there.close();
  assert.equal(superuser(`select string_agg(distinct object, ',') from audit.entry where action = 'policy.activated' and review_id = '${review.id}'`), `${before + 1}`);
});

test('of_two_proposals_the_one_that_is_overtaken_fails_and_says_so__GS_1_4', async () => {
  const [first, late] = [await asked(await next('log', (d) => { d.retention_months = 72; })), await asked(await next('sessions', (d) => { d.idle_seconds = 1200; }))];
  await decideAll(late.review.id, ['operator', 'BANKA']);
  assert.equal((await decideAll(first.review.id)).state, 'approved');
  assert.equal((await (await proposer()).read(`/v1/reviews/${late.review.id}`)).overtaken, true);
  assert.match(expectRun(run(await proposer(), ['review', 'show', late.review.id]), 0).text, /^overtaken +other policies came into force since: it will fail/m);
  assert.equal((await decideAll(late.review.id, ['BANKB'])).state, 'failed');
  assert.equal(superuser(`select reason from review.review where review_id = '${late.review.id}'`), 'policy_moved');
  assert.ok(Number(superuser(`select count(*) from ops.notification where code = 'policy.activated' and (facts->>'policy')::integer = ${inForce()}`)) > 2, 'who speaks for an institution is told');
  // Once more, against what is in force now; what that changes is said anew.
  const again = async (documents) => (await proposer()).post(`/v1/reviews/${late.review.id}/resubmission`, { payload: documents ? { documents } : {} });
  assert.equal(refused(await again(), 422, 'invalid_value').pointer, '/payload/documents');
  assert.equal(refused(await again(await next('log', (d) => { d.retention_months = 59; })), 422, 'invalid_value').pointer, '/payload/documents/log/retention_months');
  expect(await again(await next('sessions', (d) => { d.idle_seconds = 1100; })), 202);
  const read = await (await proposer()).read(`/v1/reviews/${late.review.id}`);
  assert.deepEqual([read.state, read.round, read.base, read.payload.diff.find(({ path }) => path === '/idle_seconds').new], ['open', 2, inForce(), 1100]);
  expect(await (await proposer()).client.delete(`/v1/reviews/${late.review.id}`), 204);
});

test('a_policy_that_leaves_nobody_to_decide_or_breaks_what_is_there_is_not_asked__GS_2_1_1', async () => {
  const many = await next('reviews', (d) => { d.kinds['device.bind'].stages[0].needs[0].approvals = 11; });
  assert.match(refused(await propose(many), 422, 'undecidable').detail, /device\.bind of /);
  const pair = await next('permissions', (d) => { d.exclusive.push(['record.publish.responsible', 'permission.grant.requester']); });
  const problem = refused(await propose(pair), 409, 'conflict');
  const [, account] = /exclusive: record\.publish\.responsible and permission\.grant\.requester, account (\S+)$/.exec(problem.detail);
  assert.equal(superuser(`select count(distinct role) from identity.account_role where account_id = '${account}' and role in ('reviewer.responsible', 'approver.requester')`), '2');
});

// --- one set throughout

test('a_call_under_way_ends_under_the_set_it_began_with__GS_1_4', async () => {
  const { review } = await asked(await next('permissions', (d) => { d.roles['account.officer'] = ['account.read', 'account.create', 'account.manage', 'alert.read']; }));
  await decideAll(review.id, ['operator', 'BANKA']);
  const before = inForce();
  const [officer, last, author] = [await person({ institution: 'BANKA', role: 'account.officer' }), await officerOf('BANKB'), await person({ institution: 'BANKA', role: 'author' })];
  refused(await officer.get('/v1/alerts'), 403, 'forbidden');
  // Somebody holds the row of an account, so that a call about it waits in its midst.
  const holder = spawn('psql', ['-X', '-q', '-d', platform.database, '-c',
    `begin; select from identity.account where name = '${author.account}' for update; select pg_sleep(2); rollback`], { stdio: 'ignore' });
  await sleep(500);
  const waiting = officer.post(`/v1/accounts/${author.id}/end-date`, { ends_at: '2030-01-01T00:00:00Z' });
  await sleep(200);
  const deciding = last.decide(review.id);
  await sleep(300);
  assert.equal(inForce(), before, 'activation waits for the calls under way');
  const [answer, decision] = await Promise.all([waiting, deciding]);
  if (holder.exitCode === null) await once(holder, 'exit');
  assert.ok(answer.status < 500, `${answer.status} ${answer.bytes}`);
  assert.equal(expect(decision, 200).review.state, 'approved');
  assert.equal(superuser("select policy from audit.entry where action = 'account.end_date' order by written_at desc limit 1"), `${before}`);
  await officer.read('/v1/alerts');
  assert.equal(superuser("select policy from audit.entry where action = 'alert.list' order by written_at desc limit 1"), `${before + 1}`);
});

// --- the command

test('the_command_says_what_would_change_and_asks_for_it__GS_1_4', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-policies-'));
  const somebody = await proposer();
  const says = (words) => expectRun(run(somebody, words), 0).text;
  try {
    const { terms } = await next('terms', (d) => { d.text.en += ' I ask when in doubt.'; });
    fs.writeFileSync(path.join(folder, 'terms.json'), JSON.stringify(terms));
    const taken = /the platform would take it\n/, tried = says(['policy', 'propose', folder, '--dry']);
    assert.match(tried, taken);
    const dry = tried.replace(taken, '');
    assert.match(expectRun(run(await person({ institution: 'BANKA', role: 'author' }), ['policy', 'propose', folder, '--dry']), 0).text, /is told to who may propose it/);
    assert.match(dry, /terms\/text\/en\n  the terms of use \(en\), which everybody accepts anew: /);
    const { review } = expectRun(run(somebody, ['policy', 'propose', folder, '--json']), 0).json;
    assert.equal(says(['policy', 'diff', review.id]), dry, 'the same from the documents under review');
    assert.match(says(['policy', 'list']), /passwords +\d+ /);
    assert.match(says(['policy', 'show', 'log', '1']), /retention_months: 60/);
    says(['policy', 'check', path.join(project, 'policies')]);
    fs.writeFileSync(path.join(folder, 'terms.json'), JSON.stringify({ ...terms, required: 'perhaps' }));
    assert.match(expectRun(run(somebody, ['policy', 'propose', folder]), 1).text, /\/terms\/required/);
    assert.match(expectRun(run(somebody, ['policy', 'check', folder]), 1).text, /is a part of the set, without levels\.json, reviews\.json, .*policy propose \S+ --dry/);
    assert.equal(await state(review.id), 'open');
    // What only the platform knows is found before anybody is asked.
    fs.rmSync(path.join(folder, 'terms.json'));
    const { reviews } = await next('reviews', (d) => { d.kinds['device.bind'].stages[0].needs[0].approvals = 11; });
    fs.writeFileSync(path.join(folder, 'reviews.json'), JSON.stringify(reviews));
    const asked = superuser("select count(*) from review.review where kind = 'policy.activate'");
    assert.match(expectRun(run(somebody, ['policy', 'propose', folder, '--dry']), 1).text, /the platform would refuse it, undecidable: .*device\.bind of /);
    assert.equal(superuser("select count(*) from review.review where kind = 'policy.activate'"), asked);
    // Sent back, it is proposed once more as a folder.
    await (await officerOf('operator')).decide(review.id, { verdict: 'return', comment: 'Say it shorter.' });
    fs.rmSync(path.join(folder, 'reviews.json'));
    fs.writeFileSync(path.join(folder, 'terms.json'), JSON.stringify({ ...terms, text: { ...terms.text, en: 'Ask when in doubt.' } }));
    says(['review', 'resubmit', review.id, folder]);
    const { round, payload } = await somebody.read(`/v1/reviews/${review.id}`);
    assert.deepEqual([round, payload.documents.terms.text.en], [2, 'Ask when in doubt.']);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
