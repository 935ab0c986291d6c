// SPDX-License-Identifier: Apache-2.0
// HTTPS with a client certificate. What leaves and what comes back is judged by openapi.yaml on the way.
import http from 'node:http';
import https from 'node:https';
import assert from 'node:assert/strict';
import { checkAnswer, checkRequest } from './contract.js';

export class Client {
  // certificate and key may be left out: a stranger. localAddress: where it comes from, 127.0.0.0/8 here. `sockets`: how many connections at most.
  constructor({ baseUrl, ca, certificate, key, localAddress, sockets = 4 }) {
    this.url = new URL(baseUrl);
    this.secure = this.url.protocol === 'https:';
    this.agent = new (this.secure ? https : http).Agent({ keepAlive: true, maxSockets: sockets, ca, cert: certificate, key, localAddress });
    this.token = null;
  }

  // options: query, body (sent as JSON), raw (sent as it is), headers, key (Idempotency-Key), token, timeoutMs,
  // file (a record's own bytes are expected, whatever their media type), unchecked (a request that is meant to be wrong)
  async call(method, target, options = {}) {
    const [path, search = ''] = target.split('?');
    const query = { ...Object.fromEntries(new URLSearchParams(search)), ...options.query };
    const headers = this.headers(options);
    if (options.raw === undefined && !options.unchecked) checkRequest({ method, path, query, headers, body: options.body });
    const text = options.unchecked ? search : new URLSearchParams(query).toString();
    const bytes = options.raw ?? (options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body)));
    const answer = await this.exchange(method, text ? `${path}?${text}` : path, headers, bytes, options);
    if (this.secure || !options.unchecked) checkAnswer({ method, path }, answer, this.secure);
    return answer;
  }

  headers({ headers = {}, key, token = this.token, body, raw }) {
    const out = { ...headers };
    if (token) out.authorization ??= `Bearer ${token}`;
    if (key) out['idempotency-key'] = key;
    if (body !== undefined || raw !== undefined) out['content-type'] ??= 'application/json';
    return out;
  }

  exchange(method, path, headers, bytes, { timeoutMs = 30000, file = false }) {
    const { hostname, port } = this.url;
    const length = bytes === undefined ? {} : { 'content-length': bytes.length };
    return new Promise((resolve, reject) => {
      const request = (this.secure ? https : http).request(
        { hostname, port, path, method, headers: { ...headers, ...length }, agent: this.agent, timeout: timeoutMs },
        (response) => {
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('end', () => resolve(readAnswer(response, Buffer.concat(parts), file)));
          response.on('error', reject);
        });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      request.on('error', reject);
      request.end(bytes);
    });
  }

  get(path, options) { return this.call('GET', path, options); }
  post(path, body, options) { return this.call('POST', path, { body, ...options }); }
  delete(path, options) { return this.call('DELETE', path, options); }
  close() { this.agent.destroy(); }
}

function readAnswer(response, bytes, file) {
  const type = (response.headers['content-type'] ?? '').split(';')[0].trim();
  const json = type === 'application/json' || type === 'application/problem+json';
  const isFile = file && response.statusCode < 400;
  return { status: response.statusCode, headers: response.headers, type, bytes, isFile,
    body: bytes.length === 0 ? undefined : json && !isFile ? JSON.parse(bytes) : bytes.toString() };
}

// The body of an answer that is as expected; else the problem is told.
export function expect(answer, status) {
  assert.equal(answer.status, status, `${answer.status} ${answer.bytes.toString('utf8', 0, 800)}`);
  return answer.body;
}

export function refused(answer, status, code) {
  assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`, answer.bytes.toString('utf8', 0, 800));
  return answer.body;
}
