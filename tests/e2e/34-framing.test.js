// SPDX-License-Identifier: Apache-2.0
// However a body is cut into chunks and frames, the answer is the same and no worker dies: watchLogs sees a signal.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import https from 'node:https';
import http2 from 'node:http2';
import path from 'node:path';
import { accountsFile, people, person, platform } from './lib/platform.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const url = new URL(platform.base_url);
const ca = fs.readFileSync(path.resolve(path.dirname(accountsFile), platform.ca));
const [author] = people({ institution: 'BANKA', role: 'author' });
const identity = { ca, cert: author.certificatePem, key: author.keyPem };

// Without a length node sends chunks, the last of them empty.
function chunked(method, target, parts, tls, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = https.request({ hostname: url.hostname, port: url.port, path: target, method, ...tls,
      headers: { ...headers, 'transfer-encoding': 'chunked', 'content-type': 'application/json' } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', reject);
    for (const part of parts) request.write(part);
    request.end();
  });
}

// Each part is a DATA frame; the stream ends with an empty one.
function framed(method, target, parts, tls, headers = {}) {
  return new Promise((resolve, reject) => {
    const client = http2.connect(platform.base_url, tls);
    client.on('error', reject);
    const stream = client.request({ ':method': method, ':path': target, 'content-type': 'application/json', ...headers }, { endStream: false });
    let status;
    stream.on('response', (fields) => { status = fields[':status']; });
    stream.on('error', (error) => { client.destroy(); reject(error); });
    stream.on('end', () => { client.close(); resolve(status); });
    stream.resume();
    for (const part of parts) stream.write(part);
    setImmediate(() => stream.end());
  });
}

const wrong = ['{"account":"nobody.here",', '"password":"wrong-Password-1"}'];

test('a_body_where_none_is_expected_stops_no_worker__JR_11_3_2', async () => {
  for (const send of [chunked, framed]) {
    for (const method of ['GET', 'POST']) {
      const status = await send(method, '/.well-known/jwks.json', ['abc'], { ca });
      assert.ok([200, 400, 405, 415].includes(status), `${send.name} ${method}: ${status}`);
    }
  }
});

test('a_body_in_pieces_is_read_as_one__JR_11_3_2', async () => {
  for (const send of [chunked, framed]) {
    assert.equal(await send('POST', '/v1/sessions', wrong, identity), 403);
  }
  const length = String(Buffer.byteLength(wrong.join('')));
  assert.equal(await framed('POST', '/v1/sessions', wrong, identity, { 'content-length': length }), 403);
});

test('a_large_chunked_body_meets_the_same_limit__JR_11_3_2', async () => {
  const status = await chunked('POST', '/v1/sessions', [wrong[0], ' '.repeat(70 * 1024), wrong[1]], identity);
  assert.equal(status, 413);
});

test('after_all_of_it_everybody_is_served__JR_6', async () => {
  const somebody = await person({ institution: 'BANKA', role: 'author' });
  await Promise.all(Array.from({ length: 8 }, () => somebody.read('/v1/me')));
});
