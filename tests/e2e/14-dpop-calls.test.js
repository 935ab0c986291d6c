// SPDX-License-Identifier: Apache-2.0
// Whoever has a browser's key and no certificate does all that is theirs by it (GS-2.1.3, RFC 9449).
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { connectOptions, people, person } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { confirmers } from './lib/deciders.js';
import { activate, createRecord, enrolRequest, submit } from './lib/flows.js';
import { ProofClient, ProofKey, browserNewcomer, joinByBrowser } from './lib/browser.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

let somebody;
before(async () => { somebody = await joinByBrowser('BANKB'); });
after(() => somebody.client.close());

const another = () => new ProofClient({ ...connectOptions, key: new ProofKey() });
const digest = (text) => crypto.createHash('sha256').update(text).digest('base64url');
const call = (client, method, path, body, options) => client.call(method, path, { body, ...options });

test('a_refreshed_token_stays_bound_to_the_key__RFC_9449_5', async () => {
  const former = somebody.client.token;
  const fresh = expect(await somebody.client.post('/v1/sessions/current/refresh'), 200);
  assert.equal(fresh.token_type, 'DPoP');
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  somebody.client.token = fresh.access_token;
  await somebody.read('/v1/me');
  refused(await another().get('/v1/me', { token: fresh.access_token }), 401, 'invalid_token');
  refused(await another().post('/v1/sessions/current/refresh', undefined, { token: fresh.access_token }), 401, 'invalid_token');
  assert.notEqual(former, fresh.access_token);
});

test('the_phrase_is_shown_to_the_bound_key_only__JR_11_3_1', async () => {
  const path = `/v1/phrase?account=${somebody.account}`;
  expect(await call(somebody.client, 'PUT', '/v1/phrase', { phrase: 'A lamp in the fog' }), 204);
  assert.equal(expect(await somebody.get(path, { token: null }), 200).phrase, 'A lamp in the fog');
  refused(await another().get(path, { token: null }), 403, 'device_not_bound');
  refused(await somebody.get(path, { token: null, proof: await somebody.client.proofFor('GET', '/v1/me', { token: null }) }), 401, 'invalid_proof');
  const [author] = people({ institution: 'BANKB', role: 'author' });
  refused(await author.client.get(path, { token: null }), 403, 'device_not_bound');
});

test('a_proof_for_the_phrase_is_good_once__RFC_9449_11_1', async () => {
  const path = `/v1/phrase?account=${somebody.account}`;
  expect(await somebody.get(path, { token: null }), 200);
  const proof = await somebody.client.proofFor('GET', '/v1/phrase', { token: null });
  expect(await somebody.get(path, { token: null, proof }), 200);
  refused(await somebody.get(path, { token: null, proof }), 401, 'invalid_proof');
});

test('a_code_steps_up_by_the_key_that_signed_in__RFC_9470', async () => {
  if (!somebody.otp_secret) await somebody.enrol_otp();
  const thief = another();
  const body = { otp: '000000', operation: 'review.decide', digest: digest('it') };
  refused(await thief.post('/v1/sessions/current/step-up', body, { token: somebody.client.token }), 401, 'invalid_token');
  assert.equal(expect(await somebody.stepUp('review.decide', digest('it')), 201).step_up.digest, digest('it'));
});

// The key lies in software: policies/reviews.json wants a device of a higher class for every kind.
test('a_review_is_read_but_not_decided_by_a_key_in_software__GS_2_1_3', async () => {
  const reviewer = browserNewcomer('BANKB', { roles: ['reviewer.department'] });
  const { code } = await activate(reviewer);
  const { device } = expect(await reviewer.client.post('/v1/devices', enrolRequest(reviewer, code, { jwk: await reviewer.proofKey.jwk() })), 201);
  expect(await (await person({ account: confirmers('BANKB')[0].account })).decide(device.review), 200);
  await (await reviewer.signIn()).settle();
  const author = await person({ institution: 'BANKB', role: 'author', department: 'credit' });
  const review = await reviewer.read(`/v1/reviews/${await submit(author, (await createRecord(author)).record.id)}`);
  refused(await reviewer.decide(review), 403, 'device_class');
  refused(await reviewer.decide(review, { verdict: 'reject', comment: 'no' }), 403, 'device_class');
  reviewer.client.close();
});

test('own_devices_and_sessions_are_seen_by_it__GS_2_1_3', async () => {
  const [device] = (await somebody.read('/v1/devices')).items;
  assert.equal(device.transport, 'browser');
  assert.equal(device.thumbprint, await somebody.proofKey.jkt());
  assert.match(refused(await somebody.client.delete(`/v1/devices/${device.id}`), 409, 'last_device').detail, /reset/);
  assert.equal((await somebody.read('/v1/sessions')).items.length, 1);
});

test('a_password_is_changed_by_it__GS_2_1_2', async () => {
  const next = 'Teal+harbour%61';
  const body = { current: somebody.password, new: next };
  refused(await call(another(), 'PUT', '/v1/password', body, { token: somebody.client.token }), 401, 'invalid_token');
  expect(await call(somebody.client, 'PUT', '/v1/password', body), 200);
  await somebody.read('/v1/me');
  refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 401, 'invalid_credentials');
  somebody.password = next;
  await somebody.signIn();
});

test('signing_out_everywhere_ends_its_token__GS_2_2_1', async () => {
  await somebody.read('/v1/me');
  refused(await another().delete('/v1/sessions', { token: somebody.client.token }), 401, 'invalid_token');
  expect(await somebody.client.delete('/v1/sessions'), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await somebody.client.post('/v1/sessions/current/refresh'), 401, 'invalid_token');
  await somebody.signIn();
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
});
