// SPDX-License-Identifier: Apache-2.0
// What the log calls done was handed out whole, and a refusal says what to mend.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { connect, person, superuser } from './lib/platform.js';
import { joinByBrowser } from './lib/browser.js';
import { expect, refused } from './lib/client.js';
import { permissionRequest, publishRecord, recordRequest } from './lib/flows.js';
import { canonicalize, contentDigest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });
const old = 'Thu, 01 Jan 1970 00:00:00 GMT';
const conditional = {
  'if-none-match': '*', 'if-match': '"x"', 'if-modified-since': new Date(Date.now() + 86400e3).toUTCString(), 'if-unmodified-since': old,
  range: 'bytes=0-3', 'if-range': '"x"', 'accept-encoding': 'gzip',
};

test('no_header_of_the_caller_keeps_back_or_cuts_what_the_log_calls_done__GS_2_2_2', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  for (const [name, value] of Object.entries(conditional)) {
    const answer = await owner.get(`/v1/records/${record}/content`, { headers: { [name]: value } });
    expect(answer, 200);
    assert.equal(answer.headers['content-digest'], contentDigest(answer.bytes), name);
    assert.equal(answer.headers['content-encoding'], undefined, name);
    const entry = superuser(`select outcome from audit.entry where entry_id = '${answer.headers['delivery-identifier']}'`);
    assert.equal(entry, 'done', name);
    expect(await owner.get('/.well-known/jwks.json', { headers: { [name]: value } }), 200);
    expect(await owner.get('/v1/me', { headers: { [name]: value } }), 200);
  }
});

test('HEAD_is_refused_and_hands_out_nothing__GS_2_2_2', async () => {
  const owner = await author();
  const record = await publishRecord(owner);
  const answer = await owner.client.exchange('HEAD', `/v1/records/${record}/content`, owner.client.headers({}), undefined, {});
  assert.equal(answer.status, 405);
  assert.equal(answer.bytes.length, 0);
  assert.match(answer.headers.allow, /GET/);
  // the first of its network, code and minute is an entry of its own, any other is summed
  const entries = superuser(`select action || ' ' || outcome from audit.entry where trace_id = '${answer.headers['trace-id']}'
    union all select 'call.refused summed' from ops.refusal_sum where code = 'method_not_allowed' and count > 1 and last_at > now() - interval '20 seconds'`);
  assert.match(entries, /^call\.refused (refused|summed)/);
});

const detail = (answer, expected) => assert.match(answer.body.detail ?? '', expected, answer.bytes.toString());

// A connection with a certificate that no CA of the platform stands behind.
function stranger() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-e2e-'));
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=nobody', '-keyout', key,
    '-out', certificate], { stdio: 'ignore' });
  return connect({ certificate: fs.readFileSync(certificate), key: fs.readFileSync(key) });
}

test('who_is_not_let_in_is_told_what_is_missing', async () => {
  const [owner, other] = [await author(), await person({ institution: 'BANKB', role: 'author' })];
  const token = owner.client.token;
  const me = (client, headers) => client.get('/v1/me', { token: null, headers });
  detail(await me(connect(), { authorization: `Bearer ${token}` }), /no client certificate/);
  detail(await me(owner.client), /no access token/);
  detail(await me(owner.client, { authorization: 'Basic eDp5' }), /Bearer/);
  detail(await me(owner.client, { authorization: 'Bearer x.y' }), /malformed/);
  detail(await me(other.client, { authorization: `Bearer ${token}` }), /another client certificate/);
  const [unknown, none] = [stranger(), connect()];
  const body = { account: 'banka.nobody', password: 'x' };
  const strange = await unknown.post('/v1/sessions', body);
  refused(strange, 403, 'device_not_bound');
  detail(strange, /not issued by an accepted CA/);
  const bare = await none.post('/v1/sessions', body);
  refused(bare, 403, 'device_not_bound');
  detail(bare, /no client certificate/);
});

test('the_end_of_a_session_is_told', async () => {
  const somebody = await person({ institution: 'BANKB', role: 'author' });
  const token = somebody.client.token;
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  const answer = await somebody.get('/v1/me', { token });
  refused(answer, 401, 'invalid_token');
  detail(answer, /has ended/);
  await somebody.signIn();
});

test('a_refused_body_is_told_what_is_expected', async () => {
  const owner = await author();
  const good = await recordRequest(owner);
  const raw = (text, headers) => owner.post('/v1/records', undefined, { raw: Buffer.from(text), headers });
  const changed = (change) => raw(JSON.stringify({ ...good, ...change }));
  detail(await raw(JSON.stringify(good), { 'content-type': 'text/plain' }), /send application\/json/);
  detail(await raw(''), /the body is empty/);
  detail(await raw(JSON.stringify(good).replace(/^\{/, '{"level":"public",')), /duplicate object key near '"level"'/);
  detail(await changed({ level: 'Public' }), /must be one of top_secret, secret, confidential, public/);
  detail(await changed({ title: 7 }), /text of 1 to 256 characters/);
  detail(await changed({ expires_at: 'tomorrow' }), /time in UTC/);
  const large = await raw(JSON.stringify(good).replace(/"content":\{/, '"content":{"n":9007199254740993,'));
  assert.equal(large.body.pointer, '/content');
  detail(large, /2\^53/);
  detail(await owner.get('/v1/nothing', { unchecked: true }), /./);
});

// What an entry takes of a purpose are 64 bytes: what the log could not say is refused before anything rests on it.
test('a_purpose_that_is_no_code_word_is_refused_and_its_refusal_is_in_the_log__GS_2_2_2', async () => {
  const [record, somebody] = [await publishRecord(await author(), { level: 'public' }), await joinByBrowser('BANKB')];
  const path = `/v1/records/${record}/content`;
  const entry = (answer) => superuser(`select outcome || ' ' || reason_code || coalesce(' ' || purpose, '') from audit.entry where trace_id = '${answer.body.trace_id}'`);
  for (const purpose of ['信'.repeat(22), '信', '𝕏'.repeat(64), 'x'.repeat(65), 'Risk', 'risk ', '0risk', '_', 'a-b', 'a"b', '\n']) {
    const read = await somebody.get(`${path}?purpose=${encodeURIComponent(purpose)}`, { unchecked: true });
    const asked = await somebody.post('/v1/explanations', { operation: 'view', record, purpose }, { unchecked: true });
    for (const answer of [read, asked]) {
      refused(answer, 400, 'wrong_type');
      assert.equal(answer.body.pointer, '/purpose');
      detail(answer, /code word/);
      assert.equal(entry(answer), 'refused wrong_type');
    }
  }
  for (const purpose of ['x', 'x'.repeat(64)]) {
    expect(await somebody.get(`${path}?purpose=${purpose}`), 200);
    expect(await somebody.post('/v1/explanations', { operation: 'view', record, purpose }), 200);
  }
  refused(await somebody.get(`${path}?purpose=risk%00x`, { unchecked: true }), 400, 'malformed');

  // And the proof that came with it is spent.
  const proof = await somebody.client.proofFor('GET', path);
  refused(await somebody.get(`${path}?purpose=${encodeURIComponent('信'.repeat(22))}`, { proof, unchecked: true }), 400, 'wrong_type');
  refused(await somebody.get(path, { proof }), 401, 'invalid_proof');
  somebody.client.close();
});

test('limits_are_characters_and_those_of_the_contract', async () => {
  const owner = await author();
  expect(await owner.post('/v1/records', await recordRequest(owner, { title: '信'.repeat(256) })), 201);
  const wrong = async (request, target, pointer) => {
    const answer = await owner.post(target, undefined, { raw: Buffer.from(JSON.stringify(request)) });
    refused(answer, 400, 'wrong_type');
    assert.equal(answer.body.pointer, pointer);
  };
  for (const title of ['信'.repeat(257), 'a'.repeat(257)]) await wrong(await recordRequest(owner, { title }), '/v1/records', '/title');
  await wrong(await recordRequest(owner, { audience: ['BANKA', 'BANKB', 'BANKA'] }), '/v1/records', '/audience/2');
  await wrong(await recordRequest(owner, { audience: [] }), '/v1/records', '/audience');
  const ask = (change) => permissionRequest({ record: crypto.randomUUID() }, change);
  await wrong(ask({ operations: ['view', 'view'] }), '/v1/permission-requests', '/operations/1');
  await wrong(ask({ operations: ['look'] }), '/v1/permission-requests', '/operations/0');
  await wrong(ask({ operations: [] }), '/v1/permission-requests', '/operations');
  await wrong(ask({ reason: '因'.repeat(2001) }), '/v1/permission-requests', '/reason');
  const kind = await owner.get('/v1/reviews?kind=record.burn', { unchecked: true });
  refused(kind, 400, 'wrong_type');
  detail(kind, /institution\.admit/);
});

test('an_attestation_that_does_not_hold_names_its_member__JR_5_1', async () => {
  const owner = await author();
  const content = { text: 'of these words' };
  const bytes = canonicalize(content);
  const attempt = async (...rest) => owner.post('/v1/records', undefined,
    { raw: Buffer.from(JSON.stringify({ ...await recordRequest(owner, { content }), attestation: await owner.attest(bytes, ...rest) })) });
  const cases = [
    [/\/source: must be a text of 1 to 2048/, 's'.repeat(2049)], [/\/source/, ''], [/content_digest/, 's', { content_digest: contentDigest('other') }],
    [/truthful/, 's', { truthful: false }], [/\/extra/, 's', { extra: 1 }], [/kid/, 's', {}, { kid: 'x'.repeat(43) }], [/typ/, 's', {}, { typ: 'JWT' }],
  ];
  for (const [expected, ...rest] of cases) {
    const answer = await attempt(...rest);
    refused(answer, 422, 'bad_attestation');
    detail(answer, expected);
  }
});

test('the_type_of_a_problem_leads_to_its_explanation', async () => {
  const owner = await author();
  const { body } = await owner.get('/v1/nothing', { unchecked: true });
  const { pathname, hash } = new URL(body.type);
  const page = await owner.client.exchange('GET', pathname, {}, undefined, {});
  assert.equal(page.status, 200);
  assert.equal(page.type, 'text/markdown');
  assert.ok(page.body.includes(`<a id="${hash.slice(1)}"></a>`), hash);
});
