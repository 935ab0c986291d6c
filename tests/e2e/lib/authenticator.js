// SPDX-License-Identifier: Apache-2.0
// An authenticator made of paper (WebAuthn): every part of what it says can be set, so that each can be wrong.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { canonicalize, sha256, thumbprint } from './signing.js';
import { platform, varFolder } from './platform.js';

const encoded = (bytes) => Buffer.from(bytes).toString('base64url');
export const origin = `https://localhost:${new URL(platform.base_url).port}`;

// CBOR, as much of it as an authenticator writes.
function head(major, value) {
  if (value < 24) return Buffer.from([major << 5 | value]);
  return value < 256 ? Buffer.from([major << 5 | 24, value]) : Buffer.from([major << 5 | 25, value >> 8, value & 255]);
}
function cbor(value) {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([name, member]) => [cbor(name), cbor(member)])]);
}

// What the platform's demonstration accepts as the maker's word: a certificate below var/pki/maker.pem.
function makeBatch() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-maker-'));
  const file = (name) => path.join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  fs.writeFileSync(file('ext'), 'basicConstraints=critical,CA:FALSE\n');
  openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('key'), '-out', file('request'),
    '-subj', '/C=CN/O=A maker/OU=Authenticator Attestation/CN=A batch');
  openssl('x509', '-req', '-in', file('request'), '-CA', path.join(varFolder, 'pki/maker.pem'), '-CAkey', path.join(varFolder, 'pki/maker.key'),
    '-set_serial', '5', '-days', '30', '-extfile', file('ext'), '-outform', 'DER', '-out', file('der'));
  return { key: crypto.createPrivateKey(fs.readFileSync(file('key'))), der: fs.readFileSync(file('der')) };
}

export class Authenticator {
  // `counts: false`: the count stays 0. `kept`: the id and key of an earlier one.
  constructor({ attested = true, counts = true, kept } = {}) {
    this.privateKey = kept?.privateKey ?? crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    this.publicKey = crypto.createPublicKey(this.privateKey);
    this.id = kept?.id ?? crypto.randomBytes(16);
    this.step = counts ? 1 : 0;
    this.count = 0;
    this.batch = attested ? makeBatch() : undefined;
  }

  client(type, challenge, { pageOrigin = origin, more = { crossOrigin: false } } = {}) {
    return Buffer.from(JSON.stringify({ type, challenge: encoded(challenge), origin: pageOrigin, ...more }));
  }

  data({ rpId = 'localhost', flags, count }, attested = Buffer.alloc(0)) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(count);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), number, attested]);
  }

  answer(response) { return { id: encoded(this.id), rawId: encoded(this.id), type: 'public-key', response, clientExtensionResults: {} }; }

  register(challenge, options = {}) {
    const { x, y } = this.publicKey.export({ format: 'jwk' });
    const key = cbor(new Map([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]));
    const data = this.data({ flags: 0x45, count: this.count, ...options }, Buffer.concat([Buffer.alloc(16), Buffer.from([0, 16]), this.id, key]));
    const client = this.client('webauthn.create', challenge, options);
    const signed = this.batch && crypto.sign('sha256', Buffer.concat([data, sha256(client)]), options.maker ?? this.batch.key);
    const statement = signed ? new Map([['alg', -7], ['sig', signed], ['x5c', [this.batch.der]]]) : new Map();
    const object = cbor(new Map([['fmt', signed ? 'packed' : 'none'], ['attStmt', statement], ['authData', data]]));
    return this.answer({ clientDataJSON: encoded(client), attestationObject: encoded(object) });
  }

  assert(challenge, options = {}) {
    this.count += this.step;
    const data = this.data({ flags: 0x05, count: this.count, ...options });
    const client = this.client(options.type ?? 'webauthn.get', challenge, options);
    const signature = crypto.sign('sha256', Buffer.concat([data, sha256(client)]), options.key ?? this.privateKey);
    return { ...this.answer({ clientDataJSON: encoded(client), authenticatorData: encoded(data), signature: encoded(signature) }), ...options.answer };
  }

  // The first two parts of a JWS, and what the passkey makes over their digest.
  async sign(typ, payload, options = {}) {
    const header = { alg: 'ES256', kid: await thumbprint(this.publicKey), typ, ...options.header };
    const signing_input = `${encoded(canonicalize(header))}.${encoded(canonicalize(payload))}`;
    return { signing_input, assertion: this.assert(options.challenge ?? sha256(signing_input), options) };
  }
}

// The demonstration's maker vouches for what another authenticator, one without a maker, has registered.
export function vouched(registration) {
  const { clientDataJSON, authenticatorData } = registration.response;
  const [data, client] = [authenticatorData, clientDataJSON].map((text) => Buffer.from(text, 'base64url'));
  const batch = makeBatch();
  const sig = crypto.sign('sha256', Buffer.concat([data, sha256(client)]), batch.key);
  const object = cbor(new Map([['fmt', 'packed'], ['attStmt', new Map([['alg', -7], ['sig', sig], ['x5c', [batch.der]]])], ['authData', data]]));
  return { ...registration, response: { clientDataJSON, attestationObject: encoded(object) } };
}

// What a registration signs (docs/PROTOCOL.passkey.md).
export const registrationChallenge = (account, session, transport) =>
  sha256(canonicalize({ account, aud: platform.platform, session, thumbprint: transport }));
