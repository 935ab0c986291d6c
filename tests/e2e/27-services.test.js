// SPDX-License-Identifier: Apache-2.0
// A bank's system signs in by OAuth 2.0 as oauth4webapi speaks it: certificate, addresses, few rights.
import test from 'node:test';
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { people, person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountReviewers } from './lib/deciders.js';
import { createRecord, join, newcomer, permissionRequest, publishRecord, recordRequest, submit } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const owner = () => people({ institution: 'BANKB', role: 'author' })[0];

export const serviceRequest = (service, overrides = {}) => ({
  name: service.account, kind: 'service', owner: owner().account, institution: service.institution, department: 'credit',
  rank: service.rank, roles: ['service'], addresses: ['127.0.0.1/32'], certificate: service.certificatePem.toString(), ...overrides });

// Proposed by an officer, activated by two others: it has no code and no password.
async function employ(overrides = {}) {
  const service = newcomer('BANKB', { kind: 'service' });
  const officer = await person({ institution: 'BANKB', role: 'account.officer' });
  const created = expect(await officer.post('/v1/accounts', serviceRequest(service, overrides)), 202);
  assert.equal(created.code_half, undefined, 'a service has no enrolment code');
  for (const { account } of (await accountReviewers('BANKB')).slice(0, 2)) {
    assert.equal(expect(await (await person({ account })).decide(created.review.id), 200).code_half, undefined);
  }
  service.id = created.account.id;
  return service;
}

const ask = (client, parameters, options) => client.call('POST', '/oauth2/token', {
  raw: Buffer.from(new URLSearchParams({ grant_type: 'client_credentials', ...parameters }).toString()), headers: form, token: null, ...options });

function oauthRefused(answer, error, status = 400) {
  assert.equal(`${answer.status} ${answer.body.error}`, `${status} ${error}`, answer.bytes.toString('utf8', 0, 400));
}

let service;

test('an_oauth_client_as_it_is_signs_a_service_in__GS_2_1_3', async () => {
  service = await employ({ terminals: 2 });
  const fetcher = async (url, { method, headers, body }) => {
    const { pathname } = new URL(url);
    const answer = await service.client.call(method, pathname, {
      raw: body === undefined ? undefined : Buffer.from(body.toString()), token: null, headers: Object.fromEntries(new Headers(headers)) });
    return new Response(answer.bytes.length ? answer.bytes : null, { status: answer.status, headers: Object.entries(answer.headers).filter(([, value]) => typeof value === 'string') });
  };
  const issuer = new URL(platform.base_url);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', [oauth.customFetch]: fetcher });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const client = { client_id: service.account };
  const answer = await oauth.clientCredentialsGrantRequest(server, client, oauth.TlsClientAuth(), {}, { [oauth.customFetch]: fetcher });
  const token = await oauth.processClientCredentialsResponse(server, client, answer);
  assert.equal(token.token_type, 'bearer');
  service.client.token = token.access_token;
  const me = expect(await service.client.get('/v1/me'), 200);
  assert.equal(me.account.name, service.account);
  assert.deepEqual(me.permissions, ['record.read']);
});

test('a_service_reads_what_its_institution_may_and_nothing_above_secret__GS_3_1_2', async () => {
  const note = await publishRecord(await person({ institution: 'BANKB', role: 'author' }), { level: 'public' });
  expect(await service.client.get(`/v1/records/${note}/content?operation=view`), 200);
  const author = await person({ institution: 'BANKB', role: 'author' });
  const high = await publishRecord(author, { level: 'top_secret' });
  refused(await service.client.get(`/v1/records/${high}`), 404, 'not_found');
  refused(await service.client.get(`/v1/records/${high}/content?operation=view`), 404, 'not_found');
  for (const record of (await service.read('/v1/records?limit=500')).items) assert.notEqual(record.level, 'top_secret');
});

test('a_service_neither_asks_nor_writes_nor_decides_nor_signs_in_by_password', async () => {
  refused(await service.client.post('/v1/sessions', { account: service.account, password: 'Grey-Heron-41-wades' }, { token: null }), 403, 'device_not_bound');
  refused(await service.client.post('/v1/devices', { account: service.account, label: 'x', password: 'Grey-Heron-41-wades' }, { token: null }), 403, 'invalid_enrolment');
  refused(await service.client.post('/v1/otp'), 403, 'forbidden');
  refused(await service.client.get('/v1/alerts'), 403, 'forbidden');
  refused(await service.client.get('/v1/accounts'), 403, 'forbidden');
  refused(await service.client.get('/v1/audit/entries'), 403, 'forbidden');
  const author = await person({ institution: 'BANKB', role: 'author' });
  const { record } = await createRecord(author);
  const review = await author.read(`/v1/reviews/${await submit(author, record.id)}`);
  refused(await service.get(`/v1/reviews/${review.id}`), 404, 'not_found');
  assert.deepEqual((await service.read('/v1/reviews')).items, [], 'no review is for it');
  refused(await service.post(`/v1/reviews/${review.id}/decisions`, await service.decision(review)), 404, 'not_found');
  refused(await service.post('/v1/records', await recordRequest(service)), 403, 'forbidden');
  refused(await service.post(`/v1/records/${record.id}/publication`, { urgency: 'normal' }), 403, 'forbidden');
  refused(await service.post('/v1/permission-requests', permissionRequest({ record: record.id })), 403, 'forbidden');
});

test('from_another_address_neither_a_token_nor_a_call__GS_2_1_3', async () => {
  const elsewhere = service.connect({ localAddress: '127.0.0.9' });
  oauthRefused(await ask(elsewhere, { client_id: service.account }), 'unauthorized_client');
  elsewhere.token = service.client.token;
  refused(await elsewhere.get('/v1/me'), 403, 'address_not_allowed');
  elsewhere.close();
});

test('another_certificate_or_name_is_invalid_client_and_both_look_alike', async () => {
  const other = newcomer('BANKB');
  const answers = [
    await ask(other.client, { client_id: service.account }),
    await ask(other.client, { client_id: 'bankb.nobody.at.all' }),
    await ask(service.client, { client_id: owner().account }),
    await ask(owner().client, { client_id: owner().account })];
  for (const answer of answers) {
    oauthRefused(answer, 'invalid_client');
    assert.deepEqual(answer.body, answers[0].body);
  }
  refused(await other.client.get('/v1/me', { token: service.client.token }), 401, 'invalid_token');
});

test('what_rfc_6749_does_not_allow_is_refused_in_its_words', async () => {
  const { client, account } = service;
  const raw = (text, headers = form) => client.call('POST', '/oauth2/token', { raw: Buffer.from(text), headers, token: null });
  oauthRefused(await ask(client, { client_id: account, grant_type: 'password' }), 'unsupported_grant_type');
  oauthRefused(await ask(client, { client_id: account, scope: 'all' }), 'invalid_scope');
  oauthRefused(await ask(client, {}), 'invalid_request');
  oauthRefused(await ask(client, { client_id: account, client_secret: 'x' }), 'invalid_request');
  oauthRefused(await ask(client, { client_id: account }, { headers: { ...form, authorization: 'Basic eDp5' } }), 'invalid_request');
  oauthRefused(await raw(`grant_type=client_credentials&client_id=${account}&client_id=${account}`), 'invalid_request');
  oauthRefused(await raw(`grant_type=client_credentials&client_id=%zz`), 'invalid_request');
  oauthRefused(await raw(`grant_type=client_credentials&client_id=%00`), 'invalid_request');
  oauthRefused(await raw(`grant_type=client_credentials&client_id=%ff`), 'invalid_request');
  oauthRefused(await raw('{}', { 'content-type': 'application/json' }), 'invalid_request', 415);
  oauthRefused(await client.call('GET', '/oauth2/token', { unchecked: true, token: null }), 'invalid_request', 405);
  expect(await raw(`grant_type=client_credentials&client_id=${account}&scope=&resource=x&audience=y`), 200);
});

test('its_terminals_are_counted_and_the_oldest_session_ends__GS_2_2_1', async () => {
  const tokens = [];
  for (let i = 0; i < 3; i++) tokens.push(expect(await ask(service.client, { client_id: service.account }), 200).access_token);
  refused(await service.client.get('/v1/me', { token: tokens[0] }), 401, 'invalid_token');
  for (const token of tokens.slice(1)) expect(await service.client.get('/v1/me', { token }), 200);
  const many = await Promise.all(Array.from({ length: 20 }, () => ask(service.client, { client_id: service.account })));
  many.forEach((answer) => expect(answer, 200));
  assert.equal(superuser(`select count(*) from identity.live_session where account_id = '${service.id}'`), '2');
});

test('whoever_is_no_service_cannot_be_made_one__GS_3_1_1', async () => {
  const officer = await person({ institution: 'BANKB', role: 'account.officer' });
  const refuse = async (overrides, code, pointer) => {
    const answer = await officer.post('/v1/accounts', serviceRequest(newcomer('BANKB'), overrides), { unchecked: true });
    assert.equal(`${answer.body.code} ${answer.body.pointer}`, `${code} ${pointer}`);
  };
  await refuse({ roles: ['author'] }, 'invalid_value', '/roles');
  await refuse({ roles: ['auditor'] }, 'invalid_value', '/roles');
  await refuse({ addresses: ['somewhere'] }, 'invalid_value', '/addresses/0');
  await refuse({ addresses: ['127.0.0.1', '10.0.0.1/8'] }, 'invalid_value', '/addresses/1');
  await refuse({ addresses: ['0.0.0.0/1', '128.0.0.0/1'] }, 'invalid_value', '/addresses/0');
  await refuse({ terminals: 9 }, 'invalid_value', '/terminals');
  await refuse({ owner: 'bankb.nobody' }, 'invalid_value', '/owner');
  await refuse({ owner: people({ institution: 'BANKA' })[0].account }, 'invalid_value', '/owner');
  await refuse({ owner: service.account }, 'invalid_value', '/owner');
  await refuse({ owner: undefined }, 'missing_member', '/kind');
  await refuse({ person: { name: 'A person', number: '7' } }, 'unknown_member', '/kind');
});

test('it_ends_with_its_owner_however_that_one_goes__GS_2_1_1', async () => {
  for (const [what, body] of [['departure', { kind: 'left' }], ['departure', { kind: 'retired' }], ['suspension', { reason: 'A phone was lost.' }]]) {
    const answers = await join('BANKB');
    const owned = await employ({ owner: answers.account });
    owned.client.token = expect(await ask(owned.client, { client_id: owned.account }), 200).access_token;
    expect(await owned.client.get('/v1/me'), 200);
    const officer = await person({ institution: 'BANKB', role: 'account.officer' });
    expect(await officer.post(`/v1/accounts/${answers.id}/${what}`, body), 200);
    const after = await owned.client.get('/v1/me');
    assert.ok(['401 invalid_token', '403 account_not_active'].includes(`${after.status} ${after.body.code}`), `${what}: ${after.status} ${after.body.code}`);
    oauthRefused(await ask(owned.client, { client_id: owned.account }), 'unauthorized_client');
  }
  expect(await ask(service.client, { client_id: service.account }), 200);
});
