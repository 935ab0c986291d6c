// SPDX-License-Identifier: Apache-2.0
// The platform's processes, found by what they are, and ended without warning.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { varFolder } from '../e2e/lib/platform.js';
import { pick } from '../e2e/lib/random.js';

const pidOf = (name) => Number(fs.readFileSync(path.join(varFolder, 'run', name), 'utf8').trim());

function children(pid) {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
const title = (pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');

export const postmaster = () => pidOf('database.pid');
export const keeper = (name) => pidOf(`${name}.keeper`);
export const backends = () => children(postmaster()).filter((pid) => /cs_gateway countersign/.test(title(pid)));
export const workers = () => children(pidOf('nginx.pid')).filter((pid) => /worker process/.test(title(pid)));

const find = {
  worker: () => pick(workers()),
  backend: () => pick(backends()),
  postmaster,
  sealer: () => pidOf('sealer.pid'),
};

// Kills one of that kind; waits until there is one. A process may end between being found and being killed: that is no kill.
export async function kill(kind) {
  for (;;) {
    try {
      const pid = find[kind]();
      if (pid && process.kill(pid, 'SIGKILL')) return pid;
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    }
    await sleep(20);
  }
}

export function signal(pids, name) {
  for (const pid of pids) process.kill(pid, name);
}
