// SPDX-License-Identifier: Apache-2.0
// The platform stands, says how it is, and speaks TLS as it should.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { connect, metrics, operations, platform } from './lib/platform.js';
import { expect } from './lib/client.js';
import { document } from './lib/contract.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');

test('it_is_healthy_and_ready_and_counts', async () => {
  expect(await operations().get('/healthz'), 200);
  const ready = expect(await operations().get('/readyz'), 200);
  assert.equal(ready.ready, true);
  const counted = await metrics();
  assert.ok(Object.keys(counted).some((name) => name.startsWith('countersign_password_hashes_total')));
});

test('the_operations_address_serves_nothing_else_and_the_public_one_none_of_it', async () => {
  for (const target of ['/v1/me', '/v1/records', '/.well-known/jwks.json', '/']) assert.equal((await operations().get(target, { unchecked: true })).status, 404);
  for (const target of ['/healthz', '/readyz', '/metrics']) assert.equal((await connect().get(target, { unchecked: true })).status, 404);
});

const shake = (options) => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(platform.base_url);
  const socket = tls.connect({ host: hostname, port, rejectUnauthorized: false, ...options }, () => { resolve(socket.getProtocol()); socket.destroy(); });
  socket.on('error', reject);
});

test('older_tls_is_refused__TS_2', async () => {
  assert.equal(await shake({}), 'TLSv1.3');
  for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2']) await assert.rejects(shake({ minVersion: version, maxVersion: version }), undefined, version);
});

test('a_certificate_of_a_foreign_authority_proves_nothing__TS_4', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-e2e-'));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/O=BANKA/CN=banka.li.wei',
    '-keyout', `${folder}/key.pem`, '-out', `${folder}/certificate.pem`, '-days', '2'], { stdio: 'ignore' });
  const client = connect({ certificate: fs.readFileSync(`${folder}/certificate.pem`), key: fs.readFileSync(`${folder}/key.pem`) });
  const body = { account: platform.accounts[0].account, password: platform.accounts[0].password };
  const answer = await client.exchange('POST', '/v1/sessions', { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(body)), {}).catch((error) => error);
  assert.ok(answer instanceof Error || answer.status === 400 || answer.status === 403, `${answer.status}`);
});

test('the_public_keys_are_public_and_named_by_their_thumbprints', async () => {
  const { keys } = expect(await connect().get('/.well-known/jwks.json'), 200);
  const { calculateJwkThumbprint } = await import('jose');
  for (const key of keys) {
    assert.equal(await calculateJwkThumbprint(key), key.kid);
    assert.equal(crypto.createPublicKey({ key, format: 'jwk' }).type, 'public');
  }
});

test('the_codes_of_the_contract_are_those_of_the_source', () => {
  const source = fs.readFileSync(path.join(root, 'src/base/status.h'), 'utf8');
  const codes = [...source.matchAll(/X\((\d+), CS_\w+, "(\w+)"/g)].map(([, , name]) => name).filter((name) => !['ok', 'again'].includes(name));
  assert.deepEqual([...document.components.schemas.problem_code.enum].sort(), codes.sort());
});

test('every_answer_bears_the_usual_security_headers__JR_11_3_2', async () => {
  for (const target of ['/.well-known/jwks.json', '/v1/me', '/v1/nothing']) {
    const { headers } = await connect().get(target, { unchecked: true });
    assert.match(headers['strict-transport-security'] ?? '', /max-age=\d+/);
    assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/);
  }
});
