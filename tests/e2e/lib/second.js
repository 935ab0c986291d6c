// SPDX-License-Identifier: Apache-2.0
// A second, fresh platform of a test's own, made by the same quickstart with other folders, ports and policies.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../../..');

// `change` gets each policy document by name, and may change it.
function changedPolicies(folder, change) {
  const policies = path.join(root, 'policies');
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(policies).filter((file) => file.endsWith('.json'))) {
    const document = JSON.parse(fs.readFileSync(path.join(policies, name), 'utf8'));
    change(document);
    fs.writeFileSync(path.join(folder, name), JSON.stringify(document, null, 2));
  }
}

const freePort = (from) => execFileSync('bash', ['-c', `. '${root}/tests/lib/ports.sh'; port_find ${from}`], { encoding: 'utf8' }).trim();

// Far from where others look for a free one: it is taken only minutes after it was found.
export const somewhere = () => freePort(20000 + Math.floor(Math.random() * 10000));

// Modules read at their import which platform they are of: import what talks to the second one after this, by `await import(…)`.
export function startSecond(change, { port = somewhere(), opsPort = somewhere() } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs2-'));
  fs.chmodSync(folder, 0o755);
  changedPolicies(path.join(folder, 'policies'), change);
  const env = { ...process.env, CS_VAR: path.join(folder, 'var'), CS_PORT: port, CS_OPS_PORT: opsPort,
    CS_POLICIES: path.join(folder, 'policies'), CS_STORY: 'no' };
  const run = (command) => execFileSync(path.join(root, 'deploy/quickstart.sh'), [command], { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  try {
    run('start');
  } catch (error) {
    run('clean');
    throw new Error(`the second platform did not start:\n${error.stdout}\n${error.stderr}`);
  }
  process.env.CS_ACCOUNTS = path.join(folder, 'var/demo/accounts.json');
  return { folder, run, remove: () => { run('clean'); fs.rmSync(folder, { recursive: true, force: true }); } };
}
