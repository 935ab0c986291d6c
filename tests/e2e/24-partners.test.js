// SPDX-License-Identifier: Apache-2.0
// A partner's accounts: each has a liaison of ours and an end, and is closed in the minute that passes (GS-2.1.1).
import test from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountRequest, enrolRequest, inDays, join, newcomer } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';
import { admit, candidate } from './lib/institutions.js';

watchLogs();
const officer = () => person({ institution: 'BANKA', role: 'account.officer' });
const state = (somebody) => superuser(`select state from identity.account where account_id = '${somebody.id}'`);
const change = (by, somebody, what, body = {}) => by.post(`/v1/accounts/${somebody.id}/${what}`, body);
const partner = async (liaison, overrides = {}) => ({ liaison, ...await admit({ kind: 'partner', liaison: liaison.id, ends_at: inDays(30), ...overrides }) });

// One whose liaison stays, shared: an admission takes three people's words.
let kept;
const common = async () => { kept ??= await partner(await join('BANKA')); return kept; };

async function until(somebody, wanted) {
  for (let i = 0; i < 60 && state(somebody) !== wanted; i += 1) await sleep(200);
  assert.equal(state(somebody), wanted);
}

test('a_partner_without_liaison_or_end_is_refused_at_the_door_and_by_the_database__GS_2_1_1', async () => {
  const system = await person({ institution: 'OPERATOR', role: 'admin.system' });
  const { liaison, six: [, , somebody] } = await common();
  const proposed = (members) => system.post('/v1/institutions', candidate({ kind: 'partner', ...members }).request);
  refused(await proposed({}), 422, 'invalid_value');
  refused(await proposed({ liaison: liaison.id }), 422, 'invalid_value');
  refused(await proposed({ ends_at: inDays(1) }), 422, 'invalid_value');
  refused(await proposed({ liaison: liaison.id, ends_at: inDays(-1) }), 422, 'invalid_value');
  refused(await proposed({ liaison: 'banka.nobody.here', ends_at: inDays(1) }), 422, 'invalid_value');
  refused(await system.post('/v1/institutions', candidate({ liaison: liaison.id }).request), 422, 'invalid_value');
  for (const column of ['liaison_id', 'ends_at']) {
    assert.throws(() => superuser(`update identity.account set ${column} = null where account_id = '${somebody.id}'`), /account_partner_ck/);
  }
  assert.throws(() => superuser(`update identity.account set institution_kind = 'member' where account_id = '${somebody.id}'`), /account_institution_fk|account_liaison_ck/);
});

test('a_partners_account_is_closed_by_the_clock_and_cannot_act_before_that__GS_2_1_1', async () => {
  const { six: [first, , , , , somebody] } = await common();
  const ends = new Date(Date.now() + 3000).toISOString();
  const { account } = expect(await change(first, somebody, 'end-date', { ends_at: ends }), 200);
  assert.equal(new Date(account.ends_at).toISOString(), ends);
  expect(await somebody.get('/v1/me'), 200);
  await sleep(3100);
  const answer = await somebody.get('/v1/me');
  assert.ok(['invalid_token', 'account_not_active'].includes(answer.body.code), answer.body.code);
  await until(somebody, 'closed');
  refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 403, 'device_not_bound');
  assert.equal(superuser(`select count(*) from identity.device where account_id = '${somebody.id}' and state <> 'revoked'`), '0');
});

test('an_end_comes_later_only_by_the_word_of_two__GS_2_1_1', async () => {
  const { liaison, six: [first, , one, two, somebody] } = await common();
  const { account, review } = expect(await change(first, somebody, 'end-date', { ends_at: inDays(60) }), 202);
  assert.ok(new Date(account.ends_at) < new Date(inDays(31)));
  expect(await one.decide(review.id), 200);
  expect(await two.decide(review.id), 200);
  assert.ok(new Date((await first.read(`/v1/accounts/${somebody.id}`)).ends_at) > new Date(inDays(59)));
  refused(await change(first, somebody, 'end-date', { ends_at: inDays(-1) }), 422, 'invalid_value');

  // Its liaison stays as long: when it is asked, and when it is decided.
  const liaisonEnds = (days) => superuser(`update identity.account set ends_at = ${days ? `now() + interval '${days} days'` : 'null'} where account_id = '${liaison.id}'`);
  liaisonEnds(80);
  assert.equal(refused(await change(first, somebody, 'end-date', { ends_at: inDays(90) }), 422, 'invalid_value').pointer, '/ends_at');
  const { review: longer } = expect(await change(first, somebody, 'end-date', { ends_at: inDays(70) }), 202);
  expect(await one.decide(longer.id), 200);
  liaisonEnds(65);
  assert.equal(expect(await two.decide(longer.id), 200).review.state, 'failed');
  liaisonEnds(null);
});

test('a_liaison_leaves_after_handing_over_or_with_a_days_notice__GS_2_1_1', async () => {
  const liaison = await join('BANKA');
  const successor = await join('BANKA');
  const { six } = await partner(liaison);
  const ours = await officer();
  refused(await change(ours, liaison, 'departure', { kind: 'left' }), 409, 'liaison_bound');
  refused(await change(ours, liaison, 'departure', { kind: 'retired' }), 409, 'liaison_bound');
  refused(await change(ours, liaison, 'departure', { kind: 'left', notice: inDays(0.9) }), 409, 'liaison_bound');
  refused(await change(ours, liaison, 'end-date', { ends_at: inDays(0.5) }), 409, 'liaison_bound');
  const banker = await person({ institution: 'BANKB', role: 'account.officer' });
  refused(await change(banker, six[0], 'liaison', { liaison: successor.id }), 404, 'not_found');
  refused(await change(ours, six[0], 'liaison', { liaison: banker.id }), 422, 'invalid_value');
  for (const one of six) expect(await change(ours, one, 'liaison', { liaison: successor.id }), 200);
  expect(await change(ours, liaison, 'departure', { kind: 'left' }), 200);
  assert.equal(state(six[0]), 'active');
  expect(await change(ours, successor, 'departure', { kind: 'left', notice: inDays(1.1) }), 200);
});

test('accounts_whose_liaison_left_do_nothing_until_they_have_another__GS_2_1_1', async () => {
  const liaison = await join('BANKA');
  const { six: [first, , one, , , somebody] } = await partner(liaison);
  const ours = await officer();
  expect(await change(ours, liaison, 'departure', { kind: 'left', notice: inDays(1.1) }), 200);
  superuser(`update identity.account set ends_at = statement_timestamp() where account_id = '${liaison.id}'`);
  await until(liaison, 'closed');
  await until(somebody, 'suspended');
  refused(await first.get('/v1/me'), 401, 'invalid_token');
  assert.equal(state(one), 'suspended');
});

test('a_partners_officer_names_a_liaison_for_each_new_account__GS_2_1_1', async () => {
  const { code, liaison, six: [first, , one, two] } = await common();
  const somebody = newcomer(code);
  refused(await first.post('/v1/accounts', accountRequest(somebody)), 422, 'invalid_value');
  refused(await first.post('/v1/accounts', { ...accountRequest(somebody), liaison: one.id, ends_at: inDays(5) }), 422, 'invalid_value');
  const created = expect(await first.post('/v1/accounts', { ...accountRequest(somebody), liaison: liaison.id, ends_at: inDays(5) }), 202);
  assert.equal(created.account.liaison, liaison.id);
  expect(await one.decide(created.review.id), 200);
  const last = expect(await two.decide(created.review.id), 200);
  expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, `${created.code_half}.${last.code_half}`), { token: null }), 201);
  refused(await change(await officer(), liaison, 'departure', { kind: 'left' }), 409, 'liaison_bound');
});
