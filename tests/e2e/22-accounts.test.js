// SPDX-License-Identifier: Apache-2.0
// What becomes of an account: locked and unlocked, begun anew, suspended, transferred, left, retired. What takes rights
// away acts at once, what gives them back is decided by two others.
import test from 'node:test';
import assert from 'node:assert/strict';
import { people, person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountReviewers } from './lib/deciders.js';
import { accountRequest, enrolRequest, grantAccess, join, newcomer, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const officer = (institution = 'BANKA') => person({ institution, role: 'account.officer' });
const twoReviewers = async (institution = 'BANKA') => Promise.all((await accountReviewers(institution)).slice(0, 2).map(({ account }) => person({ account })));
const change = async (somebody, what, body = {}, by) => (await (by ?? officer(somebody.institution))).post(`/v1/accounts/${somebody.id}/${what}`, body);
const state = (somebody) => superuser(`select state from identity.account where account_id = '${somebody.id}'`);
const consequences = (action, object) => Number(superuser(`select count(*) from audit.entry where action = '${action}' and object = '${object}'`));

// The word of two reviewers; the last answer.
async function approve(review, institution = 'BANKA') {
  let last;
  for (const reviewer of await twoReviewers(institution)) last = expect(await reviewer.decide(review.id), 200);
  return last;
}

async function lock(somebody) {
  for (let i = 0; i < 3; i += 1) await somebody.client.post('/v1/sessions', { account: somebody.account, password: 'Wrong-Wrong-77' }, { token: null });
  assert.equal(state(somebody), 'locked');
}
const tries = (somebody, password = somebody.password) => somebody.client.post('/v1/sessions', { account: somebody.account, password }, { token: null });

test('a_locked_account_is_unlocked_by_two_others_and_its_failures_are_forgotten__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  refused(await change(somebody, 'unlock'), 409, 'conflict');
  await lock(somebody);
  const { review } = expect(await change(somebody, 'unlock', { reason: 'Forgot it.' }), 202);
  refused(await change(somebody, 'unlock'), 409, 'conflict');
  refused(await (await officer()).decide(review.id), 403, 'own_request');
  const [one, other] = await twoReviewers();
  expect(await one.decide(review.id), 200);
  refused(await tries(somebody), 423, 'account_locked');
  assert.equal(expect(await other.decide(review.id), 200).review.state, 'approved');
  assert.equal(consequences('account.unlocked', somebody.id), 1);
  refused(await tries(somebody, 'Wrong-Wrong-77'), 401, 'invalid_credentials');
  refused(await tries(somebody, 'Wrong-Wrong-77'), 401, 'invalid_credentials');
  expect(await tries(somebody), 201);
});

test('one_rejection_keeps_an_account_locked__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  await lock(somebody);
  const { review } = expect(await change(somebody, 'unlock'), 202);
  const [one, other] = await twoReviewers();
  expect(await one.decide(review.id, { verdict: 'reject', comment: 'x' }), 200);
  expect(await other.decide(review.id, { verdict: 'approve', comment: 'x' }), 200);
  refused(await tries(somebody), 423, 'account_locked');
});

test('nobody_without_the_duty_manages_accounts_nor_those_of_others__GS_3_1_1', async () => {
  const somebody = await join('BANKA');
  const [author] = people({ institution: 'BANKA', role: 'author' });
  await author.signIn();
  for (const what of ['suspension', 'unlock', 'reset', 'reinstatement']) {
    refused(await change(somebody, what, {}, author), 403, 'forbidden');
    refused(await change(somebody, what, {}, person({ institution: 'BANKA', role: 'account.reviewer' }, 2)), 403, 'forbidden');
    refused(await change(somebody, what, {}, officer('BANKB')), 404, 'not_found');
    refused(await change({ ...await officer(), institution: 'BANKA' }, what), 403, 'own_request');
  }
  refused(await change(somebody, 'departure', { kind: 'left' }, officer('BANKB')), 404, 'not_found');
  refused(await change(somebody, 'transfer', { department: 'credit', rank: 'staff', roles: ['author'] }, officer('BANKB')), 404, 'not_found');
  assert.equal(state(somebody), 'active');
});

test('a_suspension_acts_at_once_and_two_others_lift_it__GS_2_1_1', async () => {
  const somebody = await join('BANKA');
  expect(await somebody.get('/v1/me'), 200);
  const { account } = expect(await change(somebody, 'suspension', { reason: 'A phone was lost.' }), 200);
  assert.equal(account.state, 'suspended');
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await tries(somebody), 403, 'account_not_active');
  refused(await change(somebody, 'suspension'), 409, 'conflict');
  refused(await change(somebody, 'unlock'), 409, 'conflict');
  const by = await officer();
  const { suspended } = await by.read(`/v1/accounts/${somebody.id}`);
  assert.deepEqual([suspended.reason, suspended.account], ['A phone was lost.', by.id]);
  const { review } = expect(await change(somebody, 'reinstatement'), 202);
  const [one] = await twoReviewers();
  assert.deepEqual((await one.read(`/v1/reviews/${review.id}`)).payload.suspended, suspended, 'who decides reads why');
  await approve(review);
  assert.equal((await by.read(`/v1/accounts/${somebody.id}`)).suspended, undefined);
  await somebody.signIn();
  assert.deepEqual((await somebody.read('/v1/me')).permissions.includes('record.create'), true);
});

test('a_reset_shows_each_half_once_and_the_old_password_opens_nothing__GS_2_1_2', async () => {
  const somebody = await join('BANKA');
  const asked = expect(await change(somebody, 'reset', { reason: 'Forgot it.' }), 202);
  assert.equal(state(somebody), 'active');
  expect(await somebody.get('/v1/me'), 200); // nothing happens before two have decided
  const last = await approve(asked.review);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await tries(somebody), 401, 'invalid_credentials');
  const anew = (code, overrides) => somebody.client.post('/v1/devices', enrolRequest(somebody, code, { password: 'Blue-Egret-62-glides', ...overrides }), { token: null });
  refused(await anew(undefined), 403, 'invalid_enrolment');
  refused(await anew(`${asked.code_half}.${asked.code_half}`), 403, 'invalid_enrolment');
  expect(await anew(`${asked.code_half}.${last.code_half}`), 201);
  refused(await anew(`${asked.code_half}.${last.code_half}`), 403, 'invalid_enrolment');
  refused(await tries(somebody), 401, 'invalid_credentials');
  expect(await tries(somebody, 'Blue-Egret-62-glides'), 201);
});

test('a_half_that_was_lost_is_renewed_before_the_first_enrolment__GS_2_1_2', async () => {
  const somebody = newcomer('BANKA');
  const created = expect(await (await officer()).post('/v1/accounts', accountRequest(somebody)), 202);
  somebody.id = created.account.id;
  refused(await change(somebody, 'reset'), 409, 'conflict');
  const first = await approve(created.review);
  const asked = expect(await change(somebody, 'reset'), 202);
  const last = await approve(asked.review);
  const enrol = (code) => somebody.client.post('/v1/devices', enrolRequest(somebody, code), { token: null });
  refused(await enrol(`${created.code_half}.${first.code_half}`), 403, 'invalid_enrolment');
  expect(await enrol(`${asked.code_half}.${last.code_half}`), 201);
});

test('a_locked_account_that_is_reset_is_active_again__GS_2_2_1', async () => {
  const somebody = await join('BANKA');
  const asked = expect(await change(somebody, 'reset'), 202);
  await lock(somebody);
  const last = await approve(asked.review);
  assert.equal(last.review.state, 'approved');
  somebody.password = 'Blue-Egret-62-glides';
  expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, `${asked.code_half}.${last.code_half}`), { token: null }), 201);
  expect(await tries(somebody), 201);
});

test('a_transfer_takes_the_old_post_at_once_and_the_new_one_comes_by_review__GS_3_3', async () => {
  const author = await join('BANKB', { department: 'credit' });
  const owner = await person({ institution: 'BANKA', role: 'author' });
  const record = await publishRecord(owner, { level: 'confidential' });
  const granted = await grantAccess(author, 'BANKA', { record });
  assert.equal(granted.state, 'approved');
  const read = (one) => one.get(`/v1/records/${record}/content?purpose=risk&operation=view`);
  expect(await read(author), 200);
  refused(await change(author, 'transfer', { department: 'nowhere', rank: 'staff', roles: ['author'] }), 422, 'invalid_value');
  refused(await change(author, 'transfer', { department: 'payments', rank: 'staff', roles: ['retired'] }), 422, 'invalid_value');
  refused(await change(author, 'transfer', { department: 'payments', rank: 'staff', roles: ['account.officer', 'account.reviewer'] }), 422, 'invalid_value');
  expect(await read(author), 200);
  const { account, review } = expect(await change(author, 'transfer', { department: 'payments', rank: 'manager', roles: ['reviewer.department'] }), 202);
  assert.deepEqual([account.state, account.roles, account.department], ['active', [], 'credit']);
  refused(await read(author), 401, 'invalid_token');
  await author.signIn();
  assert.deepEqual((await author.read('/v1/me')).permissions, []);
  refused(await read(author), 403, 'forbidden');
  await approve(review, 'BANKB');
  const me = await author.read('/v1/me');
  await author.enrol_otp(); // the new post reviews, and owes it
  assert.deepEqual([me.department, me.rank, me.permissions.includes('record.publish.department'), me.grants], ['payments', 'manager', true, []]);
  refused(await read(author), 403, 'grant_required');
});

test('two_transfers_of_one_person_approved_at_once_never_make_an_officer_and_reviewer_of_them__GS_3_1_1', async () => {
  const number = `T-${Date.now()}`;
  const one = await join('BANKA', { number });
  const other = await join('BANKA', { number });
  const posts = [['author', 'account.officer'], ['account.reviewer']];
  const reviews = [];
  const reviewers = await twoReviewers();
  for (const [i, somebody] of [one, other].entries()) {
    const asked = expect(await change(somebody, 'transfer', { department: 'credit', rank: 'staff', roles: posts[i] }), 202);
    expect(await reviewers[i].decide(asked.review.id), 200);
    reviews.push(asked.review.id);
  }
  const answers = await Promise.all(reviews.map((id, i) => reviewers[1 - i].decide(id)));
  const states = answers.map((answer) => expect(answer, 200).review.state).sort();
  assert.deepEqual(states, ['approved', 'failed'], 'the loser is told, and its review is over');
  assert.equal(superuser(`select count(distinct r.role) from identity.account_role r
    where r.account_id in ('${one.id}', '${other.id}') and r.role like 'account.%'`), '1');
});

test('a_transfer_that_is_refused_leaves_nobody_the_old_post__GS_3_3', async () => {
  const somebody = await join('BANKA');
  const { review } = expect(await change(somebody, 'transfer', { department: 'payments', rank: 'staff', roles: ['author'] }), 202);
  const [one, other] = await twoReviewers();
  expect(await one.decide(review.id, { verdict: 'reject', comment: 'x' }), 200);
  expect(await other.decide(review.id, { verdict: 'approve', comment: 'x' }), 200);
  await somebody.signIn();
  assert.deepEqual((await somebody.read('/v1/me')).permissions, []);
  const again = expect(await change(somebody, 'transfer', { department: 'credit', rank: 'staff', roles: ['author'] }), 202);
  await approve(again.review);
  await somebody.signIn();
  assert.ok((await somebody.read('/v1/me')).permissions.includes('record.create'));
});

test('who_has_left_can_do_nothing_and_never_comes_back__GS_3_3', async () => {
  const somebody = await join('BANKA');
  const { account } = expect(await change(somebody, 'departure', { kind: 'left' }), 200);
  assert.deepEqual([account.state, account.roles], ['closed', []]);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await tries(somebody), 403, 'device_not_bound');
  for (const what of ['reinstatement', 'unlock', 'reset', 'suspension']) refused(await change(somebody, what), 409, 'conflict');
  refused(await (await officer()).post('/v1/accounts', { ...accountRequest(somebody), certificate: somebody.certificatePem.toString() }), 409, 'already_exists');
  assert.equal(superuser(`select count(*) from identity.device where account_id = '${somebody.id}' and state <> 'revoked'`), '0');
});

test('the_retired_keep_what_the_policy_lists__GS_3_3', async () => {
  const somebody = await join('BANKA', { rank: 'manager', roles: ['author', 'reviewer.responsible'] });
  const record = await publishRecord(await person({ institution: 'BANKA', role: 'author' }), { level: 'public', grade: 'general' });
  const { account } = expect(await change(somebody, 'departure', { kind: 'retired' }), 200);
  assert.deepEqual([account.state, account.roles, account.rank], ['active', ['retired'], 'staff']);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  await somebody.signIn();
  assert.deepEqual((await somebody.read('/v1/me')).permissions, ['record.read']);
  expect(await somebody.get(`/v1/records/${record}/content?operation=view`), 200);
  refused(await somebody.post('/v1/records', { type: 'note', category: 'risk', level: 'public', grade: 'general', title: 'x', audience: 'members', content: {}, attestation: await somebody.attest('{}') }), 403, 'forbidden');
});

test('notice_is_kept_by_the_clock__GS_3_3', async () => {
  const somebody = await join('BANKA');
  refused(await change(somebody, 'departure', { kind: 'left', notice: new Date(Date.now() - 1000).toISOString() }), 422, 'invalid_value');
  const notice = new Date(Date.now() + 3000).toISOString();
  const { account } = expect(await change(somebody, 'departure', { kind: 'left', notice }), 200);
  assert.deepEqual([account.state, account.leaves_as], ['active', 'left']);
  expect(await somebody.get('/v1/me'), 200);
  await new Promise((resolve) => { setTimeout(resolve, 3100); });
  const answer = await somebody.get('/v1/me');
  assert.ok(['invalid_token', 'account_not_active'].includes(answer.body.code), answer.body.code);
  for (let i = 0; i < 60 && state(somebody) !== 'closed'; i += 1) await new Promise((resolve) => { setTimeout(resolve, 200); });
  assert.equal(state(somebody), 'closed');
  assert.equal(superuser(`select c.action from audit.entry e join audit.entry c on c.entry_id = e.cause
    where e.action = 'account.closed' and e.object = '${somebody.id}'`), 'clock.tick');
});
