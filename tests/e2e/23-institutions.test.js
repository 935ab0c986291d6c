// SPDX-License-Identifier: Apache-2.0
// Institutions suspended and reinstated by two administrators, departments, the catalogue, names and numbers, and where
// one person's power ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import assert from 'node:assert/strict';
import { person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountRequest, newcomer } from './lib/flows.js';
import { admit, approveAdmission as approve, candidate } from './lib/institutions.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const administrator = (role, index = 0) => person({ institution: 'OPERATOR', role }, index);
// An admission takes three people's words: what leaves an institution as it was shares one.
let plain, suspended;
const harmless = async () => { plain ??= await admit({ naming: 'word' }); return plain; };
const change = (by, somebody, what, body = {}) => by.post(`/v1/accounts/${somebody.id}/${what}`, body);

test('a_suspended_institution_does_nothing_until_two_administrators_reinstate_it__GS_2_1_1', async () => {
  suspended = await admit();
  const { id, six: [officer, , reviewer] } = suspended;
  const system = await administrator('admin.system');
  assert.equal((await system.read(`/v1/institutions/${id}`)).state, 'active');
  refused(await officer.post(`/v1/institutions/${id}/suspension`, {}), 403, 'forbidden');
  refused(await (await administrator('admin.security')).post(`/v1/institutions/${id}/suspension`, {}), 403, 'forbidden');
  refused(await system.post(`/v1/institutions/${id}/reinstatement`, {}), 409, 'conflict');
  const { review } = expect(await system.post(`/v1/institutions/${id}/suspension`, { reason: 'A finding.' }), 202);
  refused(await system.post(`/v1/institutions/${id}/suspension`, {}), 409, 'conflict');
  refused(await system.decide(review.id), 403, 'own_request');
  expect(await officer.get('/v1/me'), 200);
  assert.equal((await approve(review)).state, 'approved');
  for (const one of [officer, reviewer]) refused(await one.get('/v1/me'), 401, 'invalid_token');
  refused(await officer.client.post('/v1/sessions', { account: officer.account, password: officer.password }, { token: null }), 403, 'account_not_active');
  assert.equal((await system.read(`/v1/institutions/${id}`)).state, 'suspended');
  const back = expect(await system.post(`/v1/institutions/${id}/reinstatement`, {}), 202);
  const { suspended: why } = (await system.read(`/v1/reviews/${back.review.id}`)).payload;
  assert.deepEqual([why.review, why.reason], [review.id, 'A finding.'], 'who decides reads by which review it was suspended, and why');
  assert.equal((await approve(back.review)).state, 'approved');
  await officer.signIn();
});

test('a_sign_in_that_races_the_suspension_of_its_institution_does_not_survive_it__GS_2_1_1', async () => {
  const { id, six: [somebody] } = suspended; // which has been reinstated
  const suspending = spawn('psql', ['-X', '-q', '-d', platform.database, '-c',
    `begin; update identity.institution set state = 'suspended' where institution_id = '${id}'; select pg_sleep(3); commit`], { stdio: 'ignore' });
  const done = once(suspending, 'exit');
  await sleep(1000);
  refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 403, 'account_not_active');
  await done;
});

test('the_operator_is_not_suspended_and_an_unknown_institution_is_not_found__GS_2_1_1', async () => {
  const system = await administrator('admin.system');
  const operator = (await system.read('/v1/institutions?limit=500')).items.find(({ kind }) => kind === 'operator');
  refused(await system.post(`/v1/institutions/${operator.id}/suspension`, {}), 409, 'conflict');
  refused(await system.post(`/v1/institutions/01900000-0000-7000-8000-000000000001/suspension`, {}), 404, 'not_found');
  refused(await system.get(`/v1/institutions/01900000-0000-7000-8000-000000000001`), 404, 'not_found');
});

test('one_person_never_leaves_a_review_undecidable_nor_a_management_role_empty__GS_3_1_1', async () => {
  const { six: [officer, second, one, two, three] } = await admit();
  expect(await change(officer, three, 'suspension'), 200);
  const body = refused(await change(officer, two, 'suspension'), 409, 'last_holder');
  assert.match(body.detail, /^nobody could decide any more: account\.activate.*; by account\.review.*: somebody else here must be given that first$/);
  refused(await change(officer, two, 'departure', { kind: 'left' }), 409, 'last_holder');
  refused(await change(officer, two, 'departure', { kind: 'retired' }), 409, 'last_holder');
  refused(await change(officer, two, 'transfer', { department: 'credit', rank: 'staff', roles: ['author'] }), 409, 'last_holder');
  refused(await change(officer, two, 'end-date', { ends_at: new Date(Date.now() + 60e3).toISOString() }), 409, 'last_holder');
  refused(await change(officer, officer, 'suspension'), 403, 'own_request');
  expect(await one.get('/v1/me'), 200);
  expect(await change(officer, second, 'suspension'), 200);
  const system = await administrator('admin.system');
  const other = await administrator('admin.system', 1);
  refused(await change(system, other, 'suspension'), 409, 'last_holder');
});

test('two_racing_suspensions_leave_somebody__GS_3_1_1', async () => {
  const { six: [officer, second, , two, three] } = await admit();
  const answers = await Promise.all([change(officer, three, 'suspension'), change(second, two, 'suspension')]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const each = await Promise.all([change(officer, second, 'suspension'), change(second, officer, 'suspension')]);
  assert.equal(each.filter(({ status }) => status === 200).length, 1, JSON.stringify(each.map(({ status, body }) => [status, body.code])));
});

test('racing_suspensions_and_decisions_do_not_wait_for_each_other_for_ever__GS_3_1_1', async () => {
  const { six: [officer, second, one, two, three] } = await admit();
  const somebody = newcomer(officer.institution);
  const { review } = expect(await officer.post('/v1/accounts', accountRequest(somebody)), 202);
  const opened = await one.read(`/v1/reviews/${review.id}`);
  const answers = await Promise.all([one.decide(opened), two.decide(opened), change(officer, three, 'suspension'), change(second, one, 'suspension')]);
  for (const { status, body } of answers) assert.ok([200, 401, 403, 409].includes(status), JSON.stringify(body));
  assert.ok(Number(superuser(`select count(*) from identity.account where institution_id = (select institution_id from identity.account
    where account_id = '${one.id}') and state = 'active' and account_id in ('${one.id}', '${two.id}', '${three.id}')`)) >= 2);
});

test('departments_are_added_once_and_by_the_duty__GS_3_1_1', async () => {
  const { six: [officer, , , , , author] } = await harmless();
  assert.deepEqual((await officer.read('/v1/departments')).items, [{ code: 'credit' }, { code: 'operations' }]);
  refused(await author.post('/v1/departments', { code: 'risk' }), 403, 'forbidden');
  refused(await officer.post('/v1/departments', { code: 'credit' }), 409, 'already_exists');
  refused(await officer.client.call('POST', '/v1/departments', { body: { code: 'No Such' }, unchecked: true }), 422, 'invalid_value');
  expect(await officer.post('/v1/departments', { code: 'risk' }), 201);
  assert.equal((await officer.read('/v1/departments')).items.length, 3);
});

test('the_catalogue_tells_tiers_and_exclusions__GS_3_1_1', async () => {
  const { items: permissions } = await (await administrator('admin.audit')).read('/v1/permissions');
  const review = permissions.find(({ permission }) => permission === 'account.review');
  assert.deepEqual([review.tier, review.excludes], ['advanced', ['account.create', 'account.manage']]);
  const { items: roles } = await (await administrator('admin.audit')).read('/v1/roles');
  assert.deepEqual(roles.find(({ role }) => role === 'retired').permissions, ['record.read']);
  assert.ok(roles.find(({ role }) => role === 'account.officer').permissions.includes('account.manage'));
});

test('names_are_as_the_institution_says__GS_2_1_1', async () => {
  const bad = candidate({ naming: 'word.number' });
  refused(await (await administrator('admin.system')).post('/v1/institutions', bad.request), 422, 'invalid_value');
  const { code, six: [officer] } = await harmless();
  const named = (name) => officer.post('/v1/accounts', { ...accountRequest(newcomer(code, { account: name })), certificate: undefined });
  refused(await named(`${code.toLowerCase()}.two.words`), 422, 'invalid_value');
  refused(await named(`${code.toLowerCase()}.a17`), 422, 'invalid_value');
  expect(await named(`${code.toLowerCase()}.plain`), 202);
});

test('a_persons_number_is_one_whatever_its_case_and_separators__GS_2_1_1', async () => {
  const { code, six: [officer] } = await harmless();
  const numbered = (number, name, roles) => officer.post('/v1/accounts', { ...accountRequest(newcomer(code, { roles })), person: { name, number } });
  expect(await numbered('A-17', 'Somebody', ['account.reviewer']), 202);
  refused(await numbered('a17', 'Somebody Else', ['author']), 422, 'invalid_value');
  refused(await numbered('a-1-7', 'Somebody', ['account.officer']), 422, 'invalid_value');
  expect(await numbered('A17', 'Somebody', ['account.reviewer']), 202);
  assert.equal(superuser(`select count(*) from identity.person where folded = 'a17' and institution_id = (select institution_id from identity.institution where code = '${code}')`), '1');
});
