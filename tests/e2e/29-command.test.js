// SPDX-License-Identifier: Apache-2.0
// countersign(1) as a person uses it: what it refuses to send, what it asks for, and what it says when it does not work.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import crypto from 'node:crypto';
import { person, platform, superuser } from './lib/platform.js';
import { expect } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { confirmers } from './lib/deciders.js';
import { accountRequest, activate, issueCertificate, join, newcomer, newcomerName, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const officer = () => person({ institution: 'BANKB', role: 'account.officer' });
const [ok, refused, usage] = [0, 1, 2];

test('doctor_says_what_is_wrong_and_nothing_where_all_is_well', async () => {
  const who = await officer();
  const findings = expectRun(run(who, ['doctor', '--json']), ok).json;
  assert.deepEqual(findings.map(({ check, well }) => [check, well]),
    ['profile', 'certificate', 'key', 'platform', 'clock', 'device', 'account', 'session', 'clock work', 'log'].map((check) => [check, true]));
  const other = issueCertificate('BANKB', who.account);
  assert.match(expectRun(run(who, ['doctor'], { key: other.key }), refused).text, /BAD +key +it is not the key of this certificate/);
  assert.match(expectRun(run(who, ['doctor'], { base_url: 'https://127.0.0.1:9' }), refused).text, /BAD +platform +.*could not reach the platform/);
  assert.match(expectRun(run(who, ['doctor'], { certificate: other.key }), refused).text, /BAD +certificate /);
  assert.match(expectRun(run(who, ['doctor'], { account: 'bankb.some.body' }), refused).text, /BAD +certificate +it is of .*, and the profile's account is bankb.some.body/);
});

test('doctor_knows_an_account_that_is_not_enrolled_and_one_that_is_locked__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  const who = { ...somebody, client: { token: undefined } };
  expectRun(run(who, ['doctor']), ok);
  const fresh = issueCertificate('BANKA', somebody.account);
  const files = { certificate: fresh.certificate, key: fresh.key };
  assert.match(expectRun(run(who, ['doctor'], files), refused).text, /BAD +device +.*countersign enrol/);
  superuser(`update identity.account set state = 'locked' where name = '${somebody.account}'`);
  assert.match(expectRun(run(who, ['doctor']), refused).text, /BAD +account +locked: an account officer .* two reviewers decide/);
});

test('a_decision_of_weight_wants_a_code_for_the_digest_that_was_shown__JR_5_1', async () => {
  const { review } = expect(await (await officer()).post('/v1/accounts', accountRequest(newcomer('BANKB'))), 202);
  const who = await person({ account: confirmers('BANKB')[0].account });
  const unasked = ['review', 'decide', review.id, '--verdict', 'approve', '--comment', 'checked'], decide = [...unasked, '--yes'];
  assert.match(expectRun(run(who, unasked), usage).text, /no terminal to ask at: give --yes/);
  for (const verdict of ['reject', 'return']) {
    for (const more of [[], ['--comment', '']]) {
      assert.match(expectRun(run(who, ['review', 'decide', review.id, '--verdict', verdict, ...more, '--yes']), usage).text, /needs a --comment/);
    }
  }
  assert.match(expectRun(run(who, decide), usage).text, /this needs a one-time code: --otp CODE/);
  assert.match(expectRun(run(who, [...decide, '--otp', 'abcdef']), refused).text, /refused: /);
  assert.equal((await who.read(`/v1/reviews/${review.id}`)).stages[0].decisions.length, 0);
  assert.match(expectRun(run(who, [...decide, '--otp', await who.code()]), ok).text, /signed and decided: approve/);
  assert.equal((await who.read(`/v1/reviews/${review.id}`)).stages[0].decisions.length, 1);
});

test('what_an_account_can_be_made_of_is_listed__GS_3_1_1', async () => {
  const who = await officer();
  for (const [words, name] of [[['role', 'list'], 'account.officer'], [['permission', 'list'], 'account.create'], [['department', 'list'], 'credit'],
    [['institution', 'list'], 'BANKB'], [['account', 'list'], who.account]]) {
    const answer = expectRun(run(who, [...words, '--limit', '500']), ok);
    assert.ok(answer.text.includes(name), `${words.join(' ')}: ${answer.text.slice(0, 400)}`);
  }
});

test('who_may_not_is_told_so_and_wrong_words_leave_nothing_behind__GS_3_1_1', async () => {
  const who = await officer();
  assert.match(expectRun(run(who, ['alert', 'list']), refused).text, /refused: forbidden/);
  assert.match(expectRun(run(who, ['account', 'suspend', '01a20000-0000-7000-8000-000000000000']), refused).text, /refused: not_found/);
  expectRun(run(who, ['account', 'suspend']), usage);
  expectRun(run(who, ['account', 'end-date', 'one']), usage);
  expectRun(run(who, ['sessions']), usage);
});

test('accounts_and_institutions_go_by_name_and_one_that_is_unknown_is_named', async () => {
  const who = await officer();
  assert.ok(expectRun(run(who, ['account', 'show', who.account]), ok).text.includes(`name: ${who.account}`));
  assert.match(expectRun(run(who, ['account', 'show', 'bankb.nobody']), refused).text, /there is no account bankb.nobody in countersign account list/);
  const { id } = expectRun(run(who, ['institution', 'show', 'BANKB', '--json']), ok).json;
  assert.ok(expectRun(run(who, ['institution', 'list']), ok).text.includes(id), 'the list tells ids, too');
  assert.match(expectRun(run(who, ['institution', 'show', 'BANKX']), refused).text, /there is no institution BANKX/);
  assert.match(expectRun(run(who, ['account', 'suspend', who.account]), refused).text, /own_request.*\n +detail: it is about you/);
  const author = await person({ institution: 'BANKB', role: 'author' });
  assert.match(expectRun(run(author, ['account', 'show', who.account]), refused).text, /give the id of/);
});

test('reviews_entries_and_alerts_say_by_name_whom_they_are_about__JR_5_2', async () => {
  const who = await officer();
  const request = accountRequest(newcomer('BANKB'));
  const { review } = expect(await who.post('/v1/accounts', request), 202);
  const list = expectRun(run(who, ['review', 'list', '--role', 'requester', '--limit', '500']), ok).text;
  assert.match(list.split('\n').find((line) => line.includes(review.id)), new RegExp(`${request.name} +${who.account}`));
  assert.match(expectRun(run(who, ['review', 'show', review.id]), ok).text, new RegExp(`requester +[0-9a-f-]{36} \\(${who.account}\\)`));
  const auditor = await person({ institution: 'BANKB', role: 'auditor' });
  const entries = expectRun(run(auditor, ['audit', 'list', '--action', 'account.create', '--limit', '5']), ok).text;
  assert.ok(entries.includes(who.account), entries);
  const { items, names } = await auditor.read('/v1/audit/entries?limit=500');
  const own = superuser(`select string_agg(a.account_id::text, ' ') from identity.account a join identity.institution i using (institution_id) where i.code = 'BANKB'`);
  for (const { account } of items.filter((entry) => entry.account)) assert.equal(account in names, own.includes(account), 'of another bank no name is told');
});

test('alerts_are_told_by_name_and_filtered_by_it_and_the_demonstration_raises_none_about_its_one_address__GS_2_1_3', async () => {
  const auditor = await person({ role: 'admin.audit' });
  const { items, names } = await auditor.read('/v1/alerts?limit=500');
  const about = items.find((alert) => alert.account);
  assert.ok(about, 'the tests before raise some');
  assert.ok(expectRun(run(auditor, ['alert', 'list', '--account', about.account]), ok).text.includes(names[about.account]));
  assert.match(expectRun(run(auditor, ['alert', 'list', '--account', 'nobody.at.all']), refused).text, /nobody.at.all/);
  assert.deepEqual(items.filter((alert) => alert.code === 'many_accounts'), []);
});

test('a_refusal_is_found_in_the_log_by_its_trace__GS_2_2_2', async () => {
  const who = await officer(), auditor = await person({ institution: 'BANKB', role: 'auditor' });
  const [, trace] = expectRun(run(who, ['alert', 'list']), refused).text.match(/trace_id: ([0-9a-f]{32})/);
  const { items } = expectRun(run(auditor, ['audit', 'list', '--trace-id', trace, '--json']), ok).json;
  assert.deepEqual(items.map((entry) => [entry.trace_id, entry.outcome, entry.reason_code]), [[trace, 'refused', 'forbidden']]);
  assert.match(expectRun(run(auditor, ['audit', 'list', '--trace-id', 'x']), refused).text, /pointer: \/trace_id/);
});

test('a_typing_error_is_told_what_was_probably_meant', async () => {
  const who = await officer();
  for (const [words, meant] of [[['acount', 'list'], 'account list'], [['singin'], 'sign-in'], [['account', 'lst'], 'account list'], [['doctr'], 'doctor']]) {
    assert.match(expectRun(run(who, words), usage).text, new RegExp(`did you mean countersign ${meant}\\?`));
  }
  assert.match(expectRun(run(who, ['account', 'list', '--limt', '3']), usage).text, /did you mean --limit\?/);
  assert.doesNotMatch(expectRun(run(who, ['frobnicate']), usage).text, /did you mean/);
});

test('enrolment_says_whose_the_missing_half_is_and_needs_neither_name_nor_label__GS_2_1_2', async () => {
  const who = await officer();
  const password = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cs-cli-')), 'password');
  fs.writeFileSync(password, 'Wq7-fjord-basalt');
  const enrol = ['enrol', '--password-file', password];
  assert.match(expectRun(run(who, [...enrol, '--code', 'A'.repeat(22)]), usage).text, /officer who created or reset .* last reviewer/);
  assert.match(expectRun(run(who, [...enrol, '--code', `${'A'.repeat(22)}.${'B'.repeat(22)}`]), refused).text, /refused: /);
});

test('a_signing_key_beside_the_certificate_is_bound_with_its_proof_and_signs__GS_2_1_3', async () => {
  const somebody = newcomer('BANKA');
  const { code } = await activate(somebody);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-cli-'));
  const file = (name, text) => { fs.writeFileSync(path.join(folder, name), text); return path.join(folder, name); };
  const makeKey = (name) => file(name, crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const signing = { signing_key: makeKey('signing.pem') };
  const enrol = ['enrol', '--code', code, '--password-file', file('password', somebody.password)];
  const stranger = { ...signing, token: undefined };
  assert.match(expectRun(run(somebody, enrol, stranger), usage).text, /give --platform ID/);
  assert.match(expectRun(run(somebody, [...enrol, '--platform', 'another'], stranger), refused).text, /invalid_value[^]*signing_proof/);
  assert.equal(expectRun(run(somebody, [...enrol, '--platform', platform.platform, '--json'], stranger), ok).json.device.signer, 'separate');
  await (await somebody.signIn()).settle();
  const draft = ['record', 'create', file('note.json', '{"text": "Signed by another key."}'), '--type', 'note', '--category', 'risk', '--level', 'public', '--grade', 'general',
    '--title', 'A note', '--audience', 'members', '--source', 'a test'];
  assert.match(expectRun(run(somebody, draft), refused).text, /bad_attestation/);
  expectRun(run(somebody, draft, signing), ok);
  expectRun(run(somebody, ['doctor'], signing), ok);
  const further = ['device', 'add', '--certificate', issueCertificate('BANKA', somebody.account).certificate, '--label', 'A second', '--signing-key', makeKey('further.pem'), '--json'];
  assert.equal(expectRun(run(somebody, further, signing), ok).json.device.signer, 'separate');
});

test('what_is_owed_is_told_with_its_verb_and_a_file_gets_a_secret_without_a_picture__JR_5_1', async () => {
  const somebody = await join('BANKA');
  superuser(`delete from identity.terms_acceptance t using identity.account a where a.account_id = t.account_id and a.name = '${somebody.account}'`);
  assert.match(expectRun(run(somebody, ['account', 'list']), refused).text, /owed_first[^]*owed first: countersign terms show, then countersign terms accept/);
  expectRun(run(somebody, ['terms', 'accept']), ok);
  const text = expectRun(run(somebody, ['otp', 'begin']), ok).text;
  assert.match(text, /^secret: [A-Z2-7]{32}$/m);
  assert.ok(!text.includes('\u001b'), 'no escape codes');
});

test('a_service_is_proposed_by_options_alone__GS_2_1_1', async () => {
  const who = await officer();
  const name = newcomerName('BANKB'), { certificate } = issueCertificate('BANKB', name);
  const owner = (await person({ institution: 'BANKB', role: 'author' })).account;
  const create = ['account', 'create', '--name', name, '--institution', 'BANKB', '--department', 'payments', '--rank', 'staff', '--roles', 'service',
    '--owner', owner, '--addresses', '127.0.0.0/24,::1/128', '--certificate', certificate, '--terminals', '2'];
  const { account } = expectRun(run(who, [...create, '--json']), ok).json;
  assert.deepEqual([account.kind, account.addresses, account.terminals], ['service', ['127.0.0.0/24', '::1/128'], 2]);
  assert.match(expectRun(run(who, ['account', 'create', '--name', name]), usage).text, /of a service --owner --addresses --certificate/);
});

test('explain_says_by_which_rules_and_how_to_go_on__JR_8', async () => {
  const owner = await person({ institution: 'BANKA', role: 'author' });
  const record = await publishRecord(owner);
  const who = await person({ institution: 'BANKB', role: 'author' });
  const { text } = expectRun(run(who, ['explain', 'view', record]), ok);
  for (const line of ['not allowed', 'rule: grant.missing, GS-3.2', 'missing: a permission: countersign permission request']) assert.ok(text.includes(line), text);
  assert.ok(expectRun(run(who, ['explain', 'destroy', record]), ok).text.includes('of those that may: executive'));
  assert.match(expectRun(run(owner, ['explain', 'view', record]), ok).text, /^allowed\n/);
  assert.equal(expectRun(run(who, ['explain', 'view', record, '--json']), ok).json.missing.request.scope.record, record);
  expectRun(run(who, ['explain', 'view']), usage);
  expectRun(run(who, ['explain', 'view', record, '--account', owner.id]), refused);
});
