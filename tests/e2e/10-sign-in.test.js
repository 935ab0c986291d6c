// SPDX-License-Identifier: Apache-2.0
// A person signs in on a bound device with a password, and with nothing less.
import test from 'node:test';
import assert from 'node:assert/strict';
import { decodeJwt, createLocalJWKSet, jwtVerify } from 'jose';
import { connect, people, person, platform, metrics } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { join, newcomer } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const signIn = (client, account, password, options) => client.post('/v1/sessions', { account, password }, { token: null, ...options });
const hashes = async () => Object.entries(await metrics()).filter(([name]) => name.startsWith('countersign_password_hashes_total')).reduce((sum, [, n]) => sum + n, 0);

test('a_bound_device_and_the_password_sign_in__GS_2_1_3', async () => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const me = await author.read('/v1/me');
  assert.equal(me.account.name, author.account);
  assert.equal(me.platform, platform.platform);
  assert.equal(me.session, author.session.session);
  assert.deepEqual([me.institution, me.department, me.rank], [author.institution, author.department, author.rank]);
  assert.deepEqual([...me.permissions].sort(), [...author.permissions].sort());
});

test('the_token_is_a_standard_one_bound_to_the_certificate__TS_4', async () => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const keys = expect(await connect().get('/.well-known/jwks.json'), 200);
  const { payload } = await jwtVerify(author.session.access_token, createLocalJWKSet(keys),
    { algorithms: ['ES256'], issuer: platform.platform, audience: platform.platform, typ: 'JWT' });
  const { X509Certificate, createHash } = await import('node:crypto');
  const der = new X509Certificate(author.certificatePem).raw;
  assert.equal(payload.cnf['x5t#S256'], createHash('sha256').update(der).digest('base64url'));
  assert.equal(payload.sub, author.id);
  assert.notEqual(payload.sid, author.session.session, 'the session in answers opens nothing');
});

test('a_token_with_another_certificate_is_refused__TS_4', async () => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const [, thief] = people({ institution: 'BANKA' });
  refused(await thief.client.get('/v1/me', { token: author.session.access_token }), 401, 'invalid_token');
  refused(await connect().get('/v1/me', { token: author.session.access_token }), 401, 'invalid_token');
  await author.read('/v1/me');
});

test('a_tampered_token_is_refused__TS_4', async () => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const [header, payload, signature] = author.session.access_token.split('.');
  const forged = (change) => Buffer.from(JSON.stringify({ ...decodeJwt(author.session.access_token), ...change })).toString('base64url');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  const flipped = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
  const tokens = [`${header}.${forged({ exp: 4e9 })}.${signature}`, `${none}.${payload}.`, `${header}.${payload}.${flipped}`,
    `${header}.${payload}.${signature}!!!!`, `${header}.${payload}.${signature}.${signature}`, `${header}.${payload}`, 'x'];
  for (const token of tokens) refused(await author.get('/v1/me', { token }), 401, 'invalid_token');
  refused(await author.get('/v1/me', { token: null, headers: { authorization: `DPoP ${author.session.access_token}` } }), 401, 'invalid_token');
  refused(await author.get('/v1/me', { token: null }), 401, 'invalid_token');
});

test('an_unbound_device_never_reaches_the_password__GS_2_1_3', async () => {
  const [author] = people({ institution: 'BANKA', role: 'author' });
  const [, other] = people({ institution: 'BANKA' });
  const stranger = newcomer('BANKA');
  const before = await hashes();
  for (const client of [connect(), other.client, stranger.client]) {
    refused(await signIn(client, author.account, author.password), 403, 'device_not_bound');
    refused(await signIn(client, author.account, 'wrong-Password-1'), 403, 'device_not_bound');
    refused(await signIn(client, 'banka.no.body', 'wrong-Password-1'), 403, 'device_not_bound');
  }
  assert.equal(await hashes(), before, 'no password was hashed');
  await author.signIn();
});

test('third_wrong_password_locks__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  for (const left of [2, 1, 0]) {
    const problem = refused(await signIn(somebody.client, somebody.account, 'wrong-Password-1'), ...(left ? [401, 'invalid_credentials'] : [423, 'account_locked']));
    if (left) assert.equal(problem.attempts_left, left);
  }
  const before = await hashes();
  refused(await signIn(somebody.client, somebody.account, somebody.password), 423, 'account_locked');
  assert.equal(await hashes(), before, 'a locked account costs no hash');
});

test('a_lock_is_told_to_people_once__GS_2_2_1', async () => {
  const [somebody, auditor] = [await join('BANKB'), await person({ institution: 'BANKB', role: 'auditor' })];
  const told = async () => (await auditor.read(`/v1/alerts?code=account_locked&account=${somebody.id}`)).items;
  for (let i = 0; i < 2; i += 1) await signIn(somebody.client, somebody.account, 'wrong-Password-1');
  assert.deepEqual(await told(), []);
  for (let i = 0; i < 3; i += 1) refused(await signIn(somebody.client, somebody.account, 'wrong-Password-1'), 423, 'account_locked');
  const [alert, ...others] = await told();
  assert.deepEqual([alert.grade, alert.count, alert.subject, others.length], ['warning', 1, { kind: 'password' }, 0]);
  assert.ok(alert.entry, 'with an entry');
});

test('a_right_password_clears_the_wrong_ones__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  for (let round = 0; round < 2; round += 1) {
    assert.equal(refused(await signIn(somebody.client, somebody.account, 'wrong-Password-1'), 401, 'invalid_credentials').attempts_left, 2);
    assert.equal(refused(await signIn(somebody.client, somebody.account, 'wrong-Password-2'), 401, 'invalid_credentials').attempts_left, 1);
    await somebody.signIn();
  }
});

test('the_right_password_under_another_spelling_of_the_name_is_nobodys__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  for (const account of [somebody.account.toUpperCase(), ` ${somebody.account}`, `${somebody.account} `]) {
    const answer = await signIn(somebody.client, account, somebody.password, { unchecked: true });
    assert.ok([400, 403].includes(answer.status), `${account}: ${answer.status}`);
  }
});

test('signing_in_again_on_the_device_ends_the_former_session__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const former = somebody.client.token;
  await somebody.signIn();
  refused(await somebody.get('/v1/me', { token: former }), 401, 'invalid_token');
  await somebody.read('/v1/me');
});

test('after_sign_out_the_token_opens_nothing__GS_2_1_3', async () => {
  const somebody = await join('BANKB');
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await somebody.client.delete('/v1/sessions/current'), 401, 'invalid_token');
});
