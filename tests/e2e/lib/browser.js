// SPDX-License-Identifier: Apache-2.0
// A person whose device is a browser's key: DPoP proofs (RFC 9449) made by jose, no client certificate.
import crypto from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, exportJWK } from 'jose';
import { Client, expect } from './client.js';
import { activate, enrolRequest, newcomerName } from './flows.js';
import { Person, connectOptions } from './platform.js';
import { digest } from './signing.js';

export const ath = (token) => digest(token);
const now = () => Math.floor(Date.now() / 1000);

export class ProofKey {
  constructor(algorithm = 'ES256') {
    const pair = algorithm === 'EdDSA' ? crypto.generateKeyPairSync('ed25519') : crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
    Object.assign(this, { algorithm, ...pair });
  }

  async jwk() { return exportJWK(this.publicKey); }
  async jkt() { return calculateJwkThumbprint(await this.jwk()); }

  // The claims of a proof; an undefined override takes its member away. header: likewise.
  async proof(claims, header = {}) {
    const whole = JSON.stringify({ jti: crypto.randomUUID(), iat: now(), ...claims });
    return new CompactSign(Buffer.from(whole))
      .setProtectedHeader({ alg: this.algorithm, typ: 'dpop+jwt', jwk: await this.jwk(), ...header }).sign(this.privateKey);
  }
}

// A client that makes a proof for each call and takes the nonce that it is told; `proof` sends that one, null sends none.
export class ProofClient extends Client {
  constructor({ key, origin, ...options }) {
    super(options);
    this.key = key;
    this.origin = origin ?? options.baseUrl;
    this.nonce = undefined;
  }

  headers(options) {
    const out = super.headers(options);
    if (options.headers?.authorization === undefined && out.authorization) out.authorization = out.authorization.replace(/^Bearer /, 'DPoP ');
    return out;
  }

  async claims(method, path, authorization) {
    const token = authorization?.replace(/^\S+ /, '');
    return { htm: method, htu: `${this.origin}${path.split('?')[0]}`, nonce: this.nonce, ath: token && ath(token) };
  }

  async exchange(method, path, headers, bytes, options) {
    if (options.proof === null) return super.exchange(method, path, headers, bytes, options);
    const dpop = options.proof ?? await this.key.proof(await this.claims(method, path, headers.authorization));
    const answer = await super.exchange(method, path, { ...headers, dpop }, bytes, options);
    this.nonce = answer.headers['dpop-nonce'] ?? this.nonce;
    if (options.proof !== undefined || options.once || answer.body?.code !== 'use_dpop_nonce') return answer;
    return this.exchange(method, path, headers, bytes, { ...options, once: true });
  }

  // A proof for this call as it must be, with `claims` and `header` for those who cheat.
  async proofFor(method, path, { token = this.token, claims, header, key = this.key } = {}) {
    return key.proof({ ...await this.claims(method, path, token ? `DPoP ${token}` : undefined), ...claims }, header);
  }
}

export class BrowserPerson extends Person {
  constructor(listed) {
    super(listed);
    this.signingKey = this.proofKey.privateKey;
  }

  connect(options = {}) { return new ProofClient({ ...connectOptions, key: this.proofKey, ...options }); }
}

// Somebody new without a certificate, and the whole way until they are signed in on their browser.
export function browserNewcomer(institution, { algorithm, ...overrides } = {}) {
  return new BrowserPerson({
    account: newcomerName(institution), institution, department: 'credit', rank: 'staff', roles: ['author'], kind: 'person',
    password: 'Grey-Heron-41-wades', proofKey: new ProofKey(algorithm), ...overrides });
}

export async function joinByBrowser(institution, overrides) {
  const somebody = browserNewcomer(institution, overrides);
  const { code } = await activate(somebody);
  somebody.device = expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code, { jwk: await somebody.proofKey.jwk() })), 201).device;
  return (await somebody.signIn()).settle();
}
