// SPDX-License-Identifier: Apache-2.0
// Agreements (GS-1.7): each party signs by somebody of its own; what is granted under one ends with it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { permissionRequest, publishRecord } from './lib/flows.js';
import { digest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const signer = (institution, index = 0) => person({ institution, role: 'approver.owner' }, index);
// Short, so that no request of another test could rest on it.
const proposal = (overrides = {}) => ({
  parties: ['BANKA', 'BANKB'], purpose: 'operations', duties_digest: digest('duties'), ends_at: inSeconds(180), ...overrides });
const propose = async (who, overrides) => who.post('/v1/agreements', proposal(overrides));

test('nobody_agrees_for_others__GS_1_7', async () => {
  const somebody = await signer('BANKB');
  for (const parties of [['BANKB', 'BANKX'], ['BANKA', 'OPERATOR']]) refused(await propose(somebody, { parties }), 422, 'invalid_value');
  refused(await propose(somebody, { parties: ['BANKB', 'REGULATOR'] }), 422, 'undecidable');
  refused(await propose(somebody, { ends_at: inSeconds(-1) }), 422, 'invalid_value');
  for (const role of ['author', 'approver.requester', 'auditor']) refused(await propose(await person({ institution: 'BANKB', role })), 403, 'forbidden');
});

test('an_agreement_binds_when_each_party_has_signed_and_carries_grants_until_its_end__GS_1_7', async () => {
  const [proposer, own, other] = [await signer('BANKB'), await signer('BANKB', 1), await signer('BANKA')];
  const { agreement, review } = expect(await propose(proposer), 202);
  const read = async (who) => (await who.read('/v1/agreements?limit=500')).items.find(({ id }) => id === agreement.id);
  refused(await proposer.decide(review.id), 403, 'own_request');
  expect(await own.decide(review.id), 200);
  assert.equal((await read(other)).state, 'proposed');
  expect(await other.decide(review.id), 200);
  assert.equal((await read(await person({ institution: 'REGULATOR', role: 'auditor' }))).state, 'active');

  const record = await publishRecord(await person({ institution: 'BANKA', role: 'author' }));
  const reader = await person({ institution: 'BANKB', role: 'author' });
  const ask = (overrides) => reader.post('/v1/permission-requests', permissionRequest({ record }, { purpose: 'operations', agreement: agreement.id, until: inSeconds(100), ...overrides }));
  assert.equal(refused(await ask({ until: inSeconds(400) }), 422, 'invalid_value').pointer, '/until');
  assert.equal(refused(await ask({ purpose: 'fraud' }), 422, 'invalid_value').pointer, '/agreement');
  const named = refused(await ask({ agreement: undefined }), 422, 'agreement_required');
  assert.ok(named.detail.includes(agreement.id), named.detail);
  const { review: asked } = expect(await ask(), 202);
  expect(await (await person({ institution: 'BANKB', role: 'approver.requester' })).decide(asked.id), 200);
  expect(await other.decide(asked.id), 200);
  const content = () => reader.client.get(`/v1/records/${record}/content?operation=view&purpose=operations`);
  expect(await content(), 200);

  superuser(`update access.agreement set ends_at = clock_timestamp() where agreement_id = '${agreement.id}'`);
  refused(await content(), 403, 'grant_required');
  const grant = superuser(`select grant_id from access.grant where review_id = '${asked.id}'`);
  for (let i = 0; i < 100 && (await reader.read(`/v1/grants/${grant}`)).state !== 'ended'; i++) await sleep(200);
  assert.equal((await reader.read(`/v1/grants/${grant}`)).state, 'ended');
  assert.equal((await read(other)).state, 'ended');
  assert.equal(superuser(`select reason_code from audit.entry where action = 'grant.ended' and grant_id = '${grant}'`), 'agreement');
});
