// SPDX-License-Identifier: Apache-2.0
// What the platform keeps of a password, made again beside it: Argon2id over HMAC-SHA-256 under the pepper (GS-2.1.2).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { metrics, superuser, varFolder } from './platform.js';

const keys = path.join(varFolder, 'keys/gateway');
const account = ({ account: name }) => `(select account_id from identity.account where name = '${name}')`;

export const credentialOf = (somebody) => JSON.parse(superuser(`select row_to_json(c) from identity.credential c where account_id = ${account(somebody)}`));

function newestPepper() {
  const versions = fs.readdirSync(keys).flatMap((name) => /^pepper\.(\d+)\.key$/.exec(name)?.[1] ?? []).map(Number);
  return Math.max(...versions);
}

function argon2(secret, salt, mib, iterations) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-argon2-'));
  const command = path.join(folder, 'argon2');
  try {
    execFileSync('cc', ['-O2', '-o', command, new URL('argon2.c', import.meta.url).pathname, '-largon2']);
    return Buffer.from(execFileSync(command, [salt, String(mib), String(iterations)], { input: secret, encoding: 'utf8' }), 'hex');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

// The row as it would stand if the policy had been another one when the password was set.
export function hashAs(somebody, { mib, iterations }) {
  const pepper = newestPepper();
  const key = Buffer.from(fs.readFileSync(path.join(keys, `pepper.${pepper}.key`), 'utf8').trim(), 'hex');
  const salt = crypto.randomBytes(8).toString('hex');
  const secret = crypto.createHmac('sha256', key).update(somebody.password).digest();
  const kept = crypto.createHash('sha256').update(argon2(secret, salt, mib, iterations)).digest('hex');
  superuser(`update identity.credential set salt = '${salt}', memory_kib = ${mib * 1024}, iterations = ${iterations}, parallelism = 1,
    pepper = ${pepper}, output_digest = '\\x${kept}' where account_id = ${account(somebody)}`);
}

// A new version of the pepper, as an operator brings it: a file in the keyring, and the configuration read anew.
export async function renewPepper() {
  const version = newestPepper() + 1;
  const file = path.join(keys, `pepper.${version}.key`);
  const { uid, gid } = fs.statSync(path.join(keys, 'pepper.1.key'));
  fs.writeFileSync(file, `${crypto.randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  fs.chownSync(file, uid, gid);
  process.kill(Number(fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8')), 'SIGHUP');
  await sleep(2000);
  await metrics();
  return version;
}
