// SPDX-License-Identifier: Apache-2.0
// A review is taken away as a file, and checked without the platform: by the command, and by a verifier of the tests' own, which
// shares no code with it. What either must refuse is in docs/PROTOCOL.review.md: each line has its forgery here.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli, person, platform, superuser } from './lib/platform.js';
import { begin, judge, officer, reviewers } from './lib/break_glass.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { accountReviewers } from './lib/deciders.js';
import { checkReview } from './lib/evidence.js';
import { accountRequest, approveStages, createRecord, delegate, newcomer, stagePerson, submit } from './lib/flows.js';
import { decisionsOf, forge, logKey, signNote } from './lib/forge.js';
import { watchLogs } from './lib/harness.js';
import { activate, asked, decideAll, inForce, next, officers, proposer } from './lib/policies.js';
import { digest } from './lib/signing.js';

watchLogs();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-evidence-'));
const other = () => crypto.randomUUID().replace(/-4(?=...-....-.{12}$)/, '-7');
const author = () => person({ institution: 'BANKA', role: 'author' });

// Once the sealer has taken its last entry.
async function exported(who, review) {
  for (let waited = 0; waited < 30000; waited += 250) {
    const answer = await who.get(`/v1/reviews/${review}/export`);
    if (answer.status !== 409) return expect(answer, 200);
    await sleep(250);
  }
  return assert.fail(`${review} is under no checkpoint after 30 s`);
}

// What the command says of a file, with nothing but the log's key: no profile, no network.
function verified(file, key) {
  const name = path.join(folder, `${other()}.json`);
  fs.writeFileSync(name, typeof file === 'string' ? file : JSON.stringify(file));
  const { status, stdout, stderr } = spawnSync(cli, ['review', 'verify', name, '--log-key', key, '--json'], { input: '', encoding: 'utf8', env: {} });
  assert.ok([0, 4, 1].includes(status), stdout + stderr);
  const said = JSON.parse(stdout);
  assert.equal(status === 0, said.holds);
  return said;
}

// A publication that was sent back and then approved: two rounds, four people.
let published;
async function publication() {
  if (published) return published;
  const writer = await author();
  const { record } = await createRecord(writer);
  const review = await submit(writer, record.id);
  expect(await (await stagePerson(writer, 'department')).decide(review, { verdict: 'return', comment: 'Name the source.' }), 200);
  refused(await writer.get(`/v1/reviews/${review}/export`), 409, 'conflict');
  expect(await writer.post(`/v1/reviews/${review}/resubmission`, { payload: {} }), 202);
  expect(await (await stagePerson(writer, 'department', 1)).decide(review), 200);
  await approveStages(writer, review, ['responsible', 'compliance']);
  published = { writer, review, file: await exported(writer, review) };
  return published;
}

// An activation: two people in one blind stage, by passkeys where they have them.
let activated;
async function activation() {
  if (activated) return activated;
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const { review } = expect(await officer.post('/v1/accounts', accountRequest(newcomer('BANKA'))), 202);
  const deciders = (await accountReviewers('BANKA')).slice(0, 2);
  for (const { account } of deciders) expect(await (await person({ account })).decide(review.id, { comment: 'Seen in person.' }), 200);
  activated = { officer, review: review.id, file: await exported(officer, review.id) };
  return activated;
}

const holds = async (file, key, state) => {
  const said = verified(file, key);
  assert.deepEqual([said.findings, said.state, said.own_key], [[], state, true]);
  assert.equal(await checkReview(file, key), state);
  return said;
};

async function isRefused(name, file, key, finding) {
  const said = verified(file, key);
  assert.ok(said.findings.some((one) => one.finding === finding), `${name}: ${JSON.stringify(said.findings)}, not ${finding}`);
  if (typeof file !== 'string') await assert.rejects(() => checkReview(file, key), `${name}: the second verifier takes it`);
}

test('a_review_of_two_rounds_is_checked_by_two_verifiers_without_the_platform__GS_2_2_2', async () => {
  const { writer, review, file } = await publication();
  const said = await holds(file, platform.log_key, 'approved');
  assert.deepEqual([said.review, said.kind, said.rounds, said.decisions], [review, 'record.publish', 2, 4]);
  const name = path.join(folder, 'taken.json');
  expectRun(run(writer, ['review', 'export', review, '--output', name]), 0);
  assert.match(expectRun(run(writer, ['review', 'verify', name, '--log-key', platform.log_key]), 0).text, /holds +approved, by 4 decisions in 2 rounds/);
  const unverified = 4;
  const { text } = expectRun(run(writer, ['review', 'verify', name]), unverified);
  assert.match(text, /says +approved/);
  assert.match(text, /consistent in itself, signed by nobody you named: give --log-key/);
  expectRun(run(writer, ['review', 'verify', name, '--own-word']), 0);
  const { json } = expectRun(run(writer, ['review', 'verify', name, '--own-word', '--json']), 0);
  assert.deepEqual([json.holds, json.consistent, json.own_key], [false, true, false], 'without a key nothing is said to hold');
});

test('who_decided_what_when_and_why_is_told_from_the_file__GS_3_2', async () => {
  const { writer, review, file } = await publication();
  const { holds: proven, deciders } = verified(file, platform.log_key);
  const { stages, former, names, policy } = await writer.read(`/v1/reviews/${review}`);
  const expected = [...former[0].stages, ...stages].flatMap((stage) => stage.decisions.map(({ account, verdict, comment, institution }) => [stage.name, account, institution, verdict, comment]));
  assert.deepEqual([proven, deciders.map(({ stage, account, institution, verdict, comment }) => [stage, account, institution, verdict, comment])], [true, expected]);
  assert.deepEqual([...new Set(deciders.map((one) => one.policy))], [policy]);
  const name = path.join(folder, 'told.json');
  expectRun(run(writer, ['review', 'export', review, '--output', name]), 0);
  const { text } = expectRun(run(writer, ['review', 'verify', name, '--log-key', platform.log_key]), 0);
  for (const { account, institution } of deciders) {
    assert.match(text, new RegExp(`by ${account} \\(${names[account]}\\) of ${institution} \\(BANKA\\)`), 'by name where who took it away may know it');
  }
  assert.match(text, /round 2, stage compliance, under policy \d+/);
  assert.match(expectRun(run(writer, ['review', 'show', review]), 0).text, new RegExp(`approve at \\S+ by ${deciders.at(-1).account} \\(${names[deciders.at(-1).account]}\\) of `));
  const forged = { ...file, names: { ...file.names, [deciders[0].account]: 'somebody.else' } };
  await holds(forged, platform.log_key, 'approved'); // a convenience: nothing rests on them
  const altered = structuredClone(file);
  decisionsOf(altered)[0].comment = 'another';
  assert.deepEqual(verified(altered, platform.log_key).deciders, [], 'of what does not hold nobody\'s word is told');
});

test('an_activation_by_passkeys_is_checked_by_two_verifiers__JR_5_2', async () => {
  const { file } = await activation();
  assert.ok(decisionsOf(file).every(({ key: { passkey }, assertion }) => passkey && assertion));
  await holds(file, platform.log_key, 'approved');
  for (const [finding, alter] of [
    ['bad_countersignature', (one) => { one.assertion.response.signature = Buffer.alloc(70, 1).toString('base64url'); }],
    ['bad_countersignature', (one) => { one.key.passkey.origin = 'https://elsewhere.example'; }],
    ['bad_countersignature', (one) => { one.key.passkey.rp_id = 'elsewhere.example'; }],
    ['bad_countersignature', (one, two) => { one.assertion = two.assertion; }],
    ['unbound', (one, two) => { one.key = two.key; }]]) {
    const altered = structuredClone(file);
    alter(...decisionsOf(altered));
    await isRefused(alter.toString(), altered, platform.log_key, finding);
  }
});

// Of a break-glass, what he changes who holds the log's key and everybody's.
const judged = ({ rounds: [{ payload }] }) => payload;
const joining = ({ rounds: [round] }) => round.joining;
const joined = {
  'another reason than was asked for': ['wrong_payload', (f) => { judged(f).reason = 'A drill.'; }],
  'another who asked': ['wrong_payload', (f) => { judged(f).asked_by = other(); }],
  'joined by who asked': ['own_request', (f) => { judged(f).joined_by = joining(f).started.core.account = joining(f).bound.core.account = judged(f).asked_by; }],
  'joined by the same person': ['own_request', (f) => { const [{ opened: { statement } }] = f.rounds; statement.beneficiary = statement.requester.person; }],
  'the entry of another break-glass': ['wrong_entry', (f) => { joining(f).asked.core.object = other(); }],
  'the start of another break-glass': ['wrong_entry', (f) => { joining(f).started.core.object = other(); }],
  'joined by another': ['wrong_entry', (f) => { joining(f).started.core.account = other(); }],
  'an entry of something else': ['wrong_entry', (f) => { joining(f).started.core.action = 'break_glass.ended'; }],
  'a start without anybody\'s word': ['unverified', (f) => { joining(f).started.core.origin = 'unverified'; }],
  'joined before it was asked for': ['out_of_order', (f) => { joining(f).asked.leaf_index = joining(f).started.leaf_index + 0.5; }],
  'a device bound afterwards': ['unbound', (f) => { joining(f).bound.leaf_index = joining(f).started.leaf_index + 0.5; }],
  'another account\'s device': ['unbound', (f) => { joining(f).bound.core.account = other(); }],
  'a device bound as another class': ['device_class', (f) => { joining(f).bound.core.device_class = 'software'; }],
  'a device that had ended': ['revoked', (f) => {
    const { bound: { core, salt }, started } = joining(f);
    joining(f).revoked = { core: { ...core, id: other(), action: 'device.revoked' }, salt, path: [], leaf_index: started.leaf_index - 0.5 };
  }],
};

test('a_review_that_nobody_asked_for_is_checked_by_two_verifiers__GS_2_2_2', async (t) => {
  const [one, [other]] = [await officer('BANKB'), await reviewers('BANKB', 1)];
  const { id } = await begin(one, other);
  expect(await one.client.delete(`/v1/break-glass/${id}`, { key: crypto.randomUUID() }), 204);
  const { id: review } = await judge('BANKB', id, 'reject');
  const file = await exported(await person({ institution: 'BANKB', role: 'auditor' }), review);
  await holds(file, platform.log_key, 'rejected');
  const changed = (change) => { const altered = structuredClone(file); change(altered); return altered; };
  await isRefused('nothing of who joined', changed((f) => { delete f.rounds[0].joining; }), platform.log_key, 'malformed');
  await isRefused('a changed start', changed((f) => { joining(f).started.core.at = joining(f).asked.core.at; }), platform.log_key, 'not_in_log');
  await isRefused('what shows that in another review', { ...(await publication()).file, rounds: (await publication()).file.rounds.map((round) => ({ ...round, joining: joining(file) })) }, platform.log_key, 'malformed');

  const key = logKey(file.platform);
  await holds(await forge(file), key, 'rejected');
  for (const [name, [finding, change]] of Object.entries(joined)) {
    await t.test(name, async () => isRefused(name, await forge(file, { change }), key, finding));
  }
  for (const [name, value] of Object.entries(members)) {
    await t.test(`joined by a word with another ${name}`, async () => isRefused(name, await forge(file, { members: { [name]: value === 1 ? 2 : value } }), key, 'bad_countersignature'));
  }
  await isRefused('joined by another key', await forge(file, { by: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }), key, 'bad_countersignature');
  await isRefused('joined by a key that was never bound', await forge(file, { bind: false }), key, 'unbound');
});

test('whoever_may_read_a_review_takes_it_away_and_that_is_on_record__GS_4_3c', async () => {
  const { review, file } = await publication();
  const deciders = decisionsOf(file).map(({ statement }) => statement.account);
  for (const who of [{ institution: 'BANKA', role: 'auditor' }, { institution: 'REGULATOR', role: 'auditor' }, { institution: 'BANKA', role: 'reviewer.compliance' }]) {
    const one = await person(who);
    const taken = await exported(one, review);
    assert.deepEqual(decisionsOf(taken).map(({ statement }) => statement.account), deciders);
    assert.equal(superuser(`select count(*) from audit.entry where action = 'review.export' and outcome = 'done' and review_id = '${review}' and account_id = '${one.id}'`) > 0, true);
  }
  for (const who of [{ institution: 'BANKB', role: 'auditor' }, { institution: 'BANKB', role: 'author' }, { institution: 'BANKA', role: 'account.officer' }]) {
    refused(await (await person(who)).get(`/v1/reviews/${review}/export`), 404, 'not_found');
  }
  refused(await (await author()).get(`/v1/reviews/${other()}/export`), 404, 'not_found');
  assert.ok(!JSON.stringify(file).includes('"personal":'), 'nobody is told from where they decided');
});

test('of_a_delegates_decision_both_persons_stand_in_the_file__GS_2_2_3', async () => {
  const writer = await author();
  const [giver, taker] = [await stagePerson(writer, 'department'), await person({ institution: 'BANKA', role: 'author' }, 1)];
  const { delegation } = await delegate(giver, taker);
  const { record } = await createRecord(writer);
  const review = await submit(writer, record.id);
  expect(await taker.decide(review), 200);
  await approveStages(writer, review, ['responsible', 'compliance']);
  expect(await taker.client.delete(`/v1/delegations/${delegation.id}`), 204);
  const file = await exported(writer, review);
  await holds(file, platform.log_key, 'approved');
  const [{ statement }] = decisionsOf(file);
  assert.deepEqual([statement.account, statement.for.account], [taker.id, giver.id]);
});

test('one_is_left_out_where_its_stage_was_never_complete__GS_2_2_2', async () => {
  const { officer } = await activation();
  const { review } = expect(await officer.post('/v1/accounts', accountRequest(newcomer('BANKA'))), 202);
  const [first] = await accountReviewers('BANKA');
  expect(await (await person({ account: first.account })).decide(review.id, { comment: 'Not for others.' }), 200);
  expect(await officer.client.delete(`/v1/reviews/${review.id}`, { key: other() }), 204);
  const file = await exported(officer, review.id);
  await holds(file, platform.log_key, 'withdrawn');
  assert.deepEqual(decisionsOf(file), []);
});

// Stages whose groups are in several institutions: each party of an agreement, distinct members beside the operator.
test('what_several_institutions_agreed_on_is_checked_by_two_verifiers__GS_1_7__GS_1_4', async (t) => {
  const signer = (institution, index = 0) => person({ institution, role: 'approver.owner' }, index);
  const key = (file) => logKey(file.platform);
  const needs = (file, stage) => file.rounds[0].opened.statement.stages[stage].needs;
  const by = (file, stage, one) => file.rounds[0].stages[stage].decisions[one].statement;
  const core = (file, stage, one) => file.rounds[0].stages[stage].decisions[one].entry.core;
  const moved = (stage, one, institution) => (f) => { by(f, stage, one).institution = core(f, stage, one).institution = institution(f); };

  await t.test('an agreement, signed by each party', async () => {
    const { review } = expect(await (await signer('BANKB')).post('/v1/agreements', {
      parties: ['BANKA', 'BANKB'], purpose: 'operations', duties_digest: digest('duties'), ends_at: new Date(Date.now() + 180e3).toISOString() }), 202);
    for (const one of [await signer('BANKA'), await signer('BANKB', 1)]) expect(await one.decide(review.id), 200);
    const file = await exported(await signer('BANKA'), review.id);
    assert.equal((await holds(file, platform.log_key, 'approved')).decisions, 2);
    assert.deepEqual(needs(file, 0).map(({ scope }) => scope), ['parties', 'parties']);
    await holds(await forge(file), key(file), 'approved');
    await isRefused('both by one party', await forge(file, { change: (f) => {
      moved(0, 0, () => by(f, 0, 1).institution)(f);
      by(f, 0, 0).needs = by(f, 0, 1).needs;
    } }), key(file), 'short');
    await isRefused('one in the other\'s group', await forge(file, { change: moved(0, 0, (f) => by(f, 0, 1).institution) }), key(file), 'not_eligible');
    await isRefused('a party that signs nothing', await forge(file, { change: (f) => { f.rounds[0].stages[0].decisions.pop(); } }), key(file), 'short');
  });

  await t.test('policies, by the operator and two members', async () => {
    const before = inForce();
    const { review } = await asked(await next('log', () => {}));
    assert.equal((await decideAll(review.id)).state, 'approved');
    const file = await exported(await proposer(), review.id);
    activate(before); // for the tests behind this one
    assert.equal((await holds(file, platform.log_key, 'approved')).decisions, 3);
    assert.deepEqual(needs(file, 1).map(({ scope, approvals }) => [scope, approvals]), [['members', 2]]);
    await holds(await forge(file), key(file), 'approved');
    await isRefused('both by one member', await forge(file, { change: moved(1, 0, (f) => by(f, 1, 1).institution) }), key(file), 'not_eligible');
    await isRefused('one member alone', await forge(file, { change: (f) => { f.rounds[0].stages[1].decisions.pop(); } }), key(file), 'short');
    await isRefused('not the operator', await forge(file, { change: moved(0, 0, (f) => by(f, 1, 0).institution) }), key(file), 'not_eligible');
    const member = await person(officers.BANKA);
    assert.equal((await exported(member, review.id)).review, review.id, 'who decided may show it');
    refused(await (await person({ institution: 'BANKB', role: 'author' })).get(`/v1/reviews/${review.id}/export`), 404, 'not_found');
  });
});

// Round 2 of a publication, in the places that are told apart.
const second = ({ rounds }) => rounds[1];
const opening = (file) => second(file).opened.statement;
const decisions = (file) => second(file).stages.map(({ decisions: [one] }) => one);
const last = (file) => decisions(file).at(-1);
const said = (file) => last(file).statement;
const core = (file) => last(file).entry.core;
const both = (file, name, value) => { said(file)[name] = value; core(file)[name] = value; };
const policy = (file) => second(file).policy.documents;
const kind = (file) => policy(file).reviews.kinds['record.publish'];
const ended = (file) => second(file).ended[0];

// What he changes who holds no key, and so only in the file.
const tampered = {
  'a changed payload': ['wrong_payload', (f) => { second(f).payload.title = 'Another'; }],
  'a payload of the former round': ['wrong_payload', (f) => { second(f).payload = { ...second(f).payload, revision: 9 }; }],
  'a changed digest': ['wrong_statement', (f) => { opening(f).digest = 'A'.repeat(43); }],
  'a changed policy document': ['wrong_policy', (f) => { kind(f).stages.pop(); }],
  'other permissions': ['wrong_policy', (f) => { policy(f).permissions.permissions['record.read'].tier = 'management'; }],
  'other digests of documents': ['wrong_policy', (f) => { second(f).policy.digests.levels = 'A'.repeat(43); }],
  'a changed decision': ['wrong_statement', (f) => { said(f).verdict = 'reject'; }],
  'a changed comment': ['bad_countersignature', (f) => { last(f).comment = 'Never said.'; }],
  'a countersignature of another': ['bad_countersignature', (f) => { last(f).countersignature = decisions(f)[0].countersignature; }],
  'a key of another': ['unbound', (f) => { last(f).key = decisions(f)[0].key; }],
  'a key that is none': ['unbound', (f) => { last(f).key.spki = 'AAAA'; }],
  'another nonce': ['bad_countersignature', (f) => { second(f).stages[2].nonce = crypto.randomBytes(16).toString('base64url'); }],
  'a changed entry': ['not_in_log', (f) => { core(f).account = other(); }],
  'a changed binding entry': ['not_in_log', (f) => { last(f).bound.core.account = said(f).account; last(f).bound.core.at = core(f).at; }],
  'a changed salt': ['not_in_log', (f) => { last(f).entry.salt = 'A'.repeat(43); }],
  'another leaf': ['not_in_log', (f) => { last(f).entry.leaf_index -= 1; }],
  'a path cut short': ['not_in_log', (f) => { last(f).entry.path.pop(); }],
  'a proof of another entry': ['not_in_log', (f) => { last(f).entry.path = decisions(f)[0].entry.path.map(() => Buffer.alloc(32).toString('base64')); }],
  'another review': ['foreign', (f) => { f.review = other(); }],
  'another platform': ['foreign', (f) => { f.platform = 'elsewhere.example'; }],
  'a missing approval': ['wrong_end', (f) => { second(f).stages[2].decisions = []; }],
  'a missing stage': ['wrong_stages', (f) => { second(f).stages.pop(); }],
  'a missing round': ['wrong_round', (f) => { f.rounds.shift(); }],
  'a review that was sent back as if that were all': ['wrong_end', (f) => { f.rounds.pop(); }],
  'a missing end': ['wrong_end', (f) => { second(f).ended = []; }],
  'a round as another one': ['wrong_round', (f) => { f.rounds.reverse(); }],
  'a decision twice': ['already_decided', (f) => { second(f).stages[2].decisions.push(last(f)); }],
  'a decision in another stage': ['wrong_round', (f) => { second(f).stages[2].decisions = second(f).stages[1].decisions; }],
  'no round': ['malformed', (f) => { f.rounds = []; }],
  'another format': ['malformed', (f) => { f.format = 'countersign-review-2'; }],
  'a further member': ['malformed', (f) => { f.note = 'trust me'; }],
  'a further member of an entry': ['malformed', (f) => { last(f).entry.proof = {}; }],
};

test('what_is_changed_in_an_exported_file_is_refused_by_both__GS_2_2_2', async (t) => {
  const { file } = await publication();
  for (const [name, [finding, change]] of Object.entries(tampered)) {
    await t.test(name, async () => {
      const altered = structuredClone(file);
      change(altered);
      await isRefused(name, altered, platform.log_key, finding);
    });
  }
  await isRefused('a note of another key', { ...file, checkpoint: signNote(file.platform, 1, Buffer.alloc(32)) }, platform.log_key, 'bad_checkpoint');
  await isRefused('another key of the log', file, logKey(file.platform), 'bad_checkpoint');
  const { file: glued } = await activation();
  await isRefused('another review glued in', { ...file, rounds: glued.rounds }, platform.log_key, 'not_in_log');
  await isRefused('another review glued in, with its checkpoint', { ...glued, review: file.review }, platform.log_key, 'foreign');
  await isRefused('no json', '{"format": "countersign-review-1",', platform.log_key, 'malformed');
  await isRefused('a doubled member', JSON.stringify(file).replace('{', '{"format":"countersign-review-1",'), platform.log_key, 'malformed');
});

// What he makes who holds the log's key and everybody's: all digests, proofs and signatures are right, and it is refused for what it says.
const forged = {
  'decided by the requester': ['own_request', (f) => { said(f).person = opening(f).requester.person; }],
  'decided by the beneficiary': ['own_request', (f) => { opening(f).beneficiary = said(f).person; }],
  'decided by the author': ['own_request', (f) => { opening(f).author = said(f).person; }],
  'decided for the requester': ['own_request', (f) => { said(f).for = { account: other(), person: opening(f).requester.person }; }],
  'one person in two stages': ['already_decided', (f) => { said(f).person = decisions(f)[0].statement.person; }],
  'one person in two rounds': ['already_decided', (f) => { said(f).person = f.rounds[0].stages[0].decisions[0].statement.person; }],
  'decided for one who had decided': ['already_decided', (f) => { said(f).for = { account: other(), person: decisions(f)[0].statement.person }; }],
  'another institution\'s decider': ['not_eligible', (f) => both(f, 'institution', other())],
  'another department\'s decider': ['not_eligible', (f) => { decisions(f)[0].statement.department = 'elsewhere'; }],
  'of no group': ['not_eligible', (f) => { said(f).needs = []; }],
  'of a group that there is not': ['not_eligible', (f) => { said(f).needs = [2]; }],
  'a device of too low a class': ['device_class', (f) => { both(f, 'device_class', 'software'); last(f).bound.core.device_class = 'software'; }],
  'a device bound as another class': ['device_class', (f) => { last(f).bound.core.device_class = 'hardware'; }],
  'a device bound after the decision': ['unbound', (f) => { last(f).bound.leaf_index = last(f).entry.leaf_index + 0.5; }],
  'a device of another account': ['unbound', (f) => { last(f).bound.core.account = other(); }],
  'another device\'s binding': ['unbound', (f) => { last(f).bound.core.device = last(f).bound.core.object = other(); }],
  'a device that had ended': ['revoked', (f) => { last(f).revoked = revocation(f, last(f).entry.leaf_index - 0.5); }],
  'the end of another device': ['wrong_entry', (f) => { last(f).revoked = { ...revocation(f, 1e12), core: { ...revocation(f, 0).core, object: other() } }; }],
  'an entry without a gateway\'s word': ['unverified', (f) => { core(f).origin = 'unverified'; }],
  'an entry of another action': ['wrong_entry', (f) => { core(f).action = 'review.read'; }],
  'an entry that was refused': ['wrong_entry', (f) => { core(f).outcome = 'refused'; }],
  'an entry of another account': ['wrong_entry', (f) => { core(f).account = other(); }],
  'an entry of another review': ['foreign', (f) => { core(f).review = other(); }],
  'a decision of another review': ['foreign', (f) => { said(f).review = core(f).review = core(f).object = other(); }],
  'a decision of another round': ['wrong_round', (f) => { said(f).round = 1; }],
  'a decision of another stage': ['wrong_round', (f) => { said(f).stage = 'department'; }],
  'a nonce for two stages': ['nonce', (f) => { second(f).stages[2].nonce = second(f).stages[1].nonce; }],
  'a nonce of the former round': ['nonce', (f) => { second(f).stages[0].nonce = f.rounds[0].stages[0].nonce; }],
  'a stage before its turn': ['out_of_order', (f) => { last(f).entry.leaf_index = decisions(f)[0].entry.leaf_index - 0.5; }],
  'a decision before the review': ['out_of_order', (f) => { decisions(f)[0].entry.leaf_index = second(f).opened.entry.leaf_index - 0.5; }],
  'a policy activated afterwards': ['out_of_order', (f) => { for (const { policy: { activated: entry } } of f.rounds) entry.leaf_index = 1e12; }],
  'a decision too late': ['late', (f) => { core(f).at = '2099-01-01T00:00:00.000000Z'; }],
  'a review that never expires': ['wrong_stages', (f) => { opening(f).expires_at = '2099-01-01T00:00:00.000000Z'; }],
  'a policy of another number': ['wrong_policy', (f) => { second(f).policy.activated.core.policy = 7; }],
  'a kind that there is not': ['wrong_policy', (f) => { opening(f).kind = 'record.invent'; }],
  'a stage less than the policy asks for': ['wrong_stages', (f) => { opening(f).stages.pop(); second(f).stages.pop(); }],
  'fewer approvals than the policy asks for': ['wrong_stages', (f) => { kind(f).stages[2].needs[0].approvals = 2; }],
  'another permission': ['wrong_stages', (f) => { opening(f).stages[2].needs[0].permission = 'record.read'; }],
  'a permission that there is not': ['wrong_stages', (f) => { delete policy(f).permissions.permissions['record.publish.compliance']; }],
  'another place': ['wrong_stages', (f) => { opening(f).stages[2].needs[0].institution = other(); }],
  'another department': ['wrong_stages', (f) => { opening(f).stages[0].needs[0].department = 'elsewhere'; }],
  'a stage short of its needs': ['short', (f) => { kind(f).stages[2].needs[0].approvals = opening(f).stages[2].needs[0].approvals = 2; }],
  'approved, though one rejected': ['wrong_end', (f) => { said(f).verdict = 'reject'; }],
  'rejected, though all approved': ['wrong_end', (f) => { ended(f).statement.state = 'rejected'; ended(f).entry.core.action = 'review.rejected'; }],
  'expired, though all approved': ['wrong_end', (f) => { ended(f).statement.state = 'expired'; ended(f).entry.core.action = 'review.expired'; }],
  'an end that something else brought about': ['wrong_end', (f) => { ended(f).entry.core.cause = other(); }],
  'a round after an approval': ['wrong_end', (f) => { const [{ ended: [one], stages: [{ decisions: [by] }] }] = f.rounds; by.statement.verdict = 'approve'; one.statement.state = 'approved'; one.entry.core.action = 'review.approved'; }],
  'a stage after a rejection': ['out_of_order', (f) => { decisions(f)[0].statement.verdict = 'reject'; }],
  'another version': ['malformed', (f) => { said(f).v = 2; }],
  'a further member of a statement': ['malformed', (f) => { said(f).trusted = true; }],
};
const revocation = (f, leaf) => {
  const { core: bound, salt } = last(f).bound;
  return { core: { ...bound, id: other(), action: 'device.revoked' }, salt, path: [], leaf_index: leaf };
};

// A member of the last countersignature that says something else, signed by the right key.
const members = {
  v: 2, aud: 'elsewhere.example', review: other(), kind: 'device.bind', round: 1, stage: 'department', digest: 'A'.repeat(43), base: 99, policy: 99, account: other(),
  verdict: 'reject', comment_digest: 'A'.repeat(43), nonce: 'A'.repeat(22), at: '2020-01-01T00:00:00.000000Z', more: true };

test('what_whoever_holds_every_key_forges_is_refused_by_both_for_what_it_says__JR_5_2', async (t) => {
  const { file } = await publication();
  const key = logKey(file.platform);
  await holds(await forge(file), key, 'approved');
  await holds(await forge(file, { change: (f) => { last(f).revoked = revocation(f, 1e12); } }), key, 'approved');
  await holds(await forge(file, { change: (f) => { said(f).for = { account: other(), person: other() }; } }), key, 'approved');
  for (const [name, [finding, change]] of Object.entries(forged)) {
    await t.test(name, async () => isRefused(name, await forge(file, { change }), key, finding));
  }
  for (const [name, value] of Object.entries(members)) {
    await t.test(`signed with another ${name}`, async () => isRefused(name, await forge(file, { members: { [name]: value } }), key, 'bad_countersignature'));
  }
  const stranger = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  await isRefused('signed by another key', await forge(file, { by: stranger }), key, 'bad_countersignature');
  await isRefused('a key that was never bound', await forge(file, { bind: false }), key, 'unbound');
  for (const header of [{ typ: 'JWT' }, { kid: 'A'.repeat(43) }, { jku: 'https://elsewhere.example' }]) {
    await isRefused(`a header with ${JSON.stringify(header)}`, await forge(file, { header }), key, 'bad_countersignature');
  }
});

test('of_two_in_one_stage_both_are_needed_and_each_is_another_person__GS_2_1_1', async () => {
  const { file } = await activation();
  const key = logKey(file.platform);
  const stage = (f) => f.rounds[0].stages[0];
  await holds(await forge(file), key, 'approved');
  await isRefused('one of two', await forge(file, { change: (f) => { stage(f).decisions.pop(); } }), key, 'short');
  await isRefused('one twice', await forge(file, { change: (f) => { stage(f).decisions[1].statement.person = stage(f).decisions[0].statement.person; } }), key, 'already_decided');
  await isRefused('one more', await forge(file, { change: (f) => {
    stage(f).decisions.push(structuredClone(stage(f).decisions[1]));
    stage(f).decisions[2].statement.person = other();
  } }), key, 'short');
});
