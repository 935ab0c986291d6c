// SPDX-License-Identifier: Apache-2.0
// One-time codes (RFC 6238) as an authenticator makes them. Each step is good for one code of an account: what was used
// is kept in a file beside the platform's accounts, so that no file of tests uses a step twice unknowingly.
import fs from 'node:fs';
import path from 'node:path';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountsFile } from './accounts.js';

const folder = path.join(path.dirname(accountsFile), 'otp');
const periodMs = 30_000;
export const currentStep = () => Math.floor(Date.now() / periodMs);

export function readBase32(text) {
  const bits = [...text.replace(/=+$/, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

export function codeOf(secret, step, { algorithm = 'sha1', digits = 6 } = {}) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = crypto.createHmac(algorithm, readBase32(secret)).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

// Secret, algorithm and digits of an otpauth: URI.
export function readUri(uri) {
  const query = new URL(uri).searchParams;
  return { secret: query.get('secret'), algorithm: (query.get('algorithm') ?? 'SHA1').toLowerCase(), digits: Number(query.get('digits') ?? 6) };
}

const file = (account) => path.join(folder, account);
const lastStep = (account) => (fs.existsSync(file(account)) ? Number(fs.readFileSync(file(account), 'utf8')) : 0);

// A code is taken one step early and one step late: an unused account has three at once, then one each period. The
// earliest is taken first, unless it would run out on the way.
const firstStep = () => currentStep() - (Date.now() % periodMs > periodMs - 4000 ? 0 : 1);

// A code that can be used. Where all are spent nobody waits: `forget` makes the account's last one as old as if they had.
export async function takeCode(account, secret, forget) {
  let step = Math.max(lastStep(account) + 1, firstStep());
  if (step > currentStep() + 1) {
    forget();
    step = firstStep();
  }
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file(account), String(step));
  const waitMs = (step - 1) * periodMs + 300 - Date.now();
  if (waitMs > 0) await sleep(waitMs);
  return codeOf(secret, step);
}
