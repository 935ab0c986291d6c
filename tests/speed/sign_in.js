// SPDX-License-Identifier: Apache-2.0
// What a flood of sign-ins does to those who are signed in: p99 of an audited release with it and without it, in interleaved
// rounds of the same run; the median of the paired ratios counts. Beside it: sign-ins a second, and the workers' memory.
//   node tests/speed/sign_in.js     CS_ROUNDS, CS_SECONDS, CS_CONNECTIONS (of the reader), CS_FLOOD (people at once) choose
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, varFolder } from '../e2e/lib/platform.js';
import { publishRecord } from '../e2e/lib/flows.js';
import { line, median, prepareWrk, setting } from './wrk.js';

const [rounds, seconds, connections, lanes] = [setting('CS_ROUNDS', 7), setting('CS_SECONDS', 5), setting('CS_CONNECTIONS', 8), setting('CS_FLOOD', 32)];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-speed-'));

const master = fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8').trim();
const workers = fs.readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ');
const memory = (name) => workers.map((pid) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
const mebibytes = (list) => list.map((size) => size.toFixed(1)).join(', ');

// One process for all rounds: its own beginning is not to be measured.
function startFlood(others) {
  const flood = spawn(process.execPath, [new URL('flood.js', import.meta.url).pathname, String(lanes), ...others], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: flood.stdout });
  const tell = async (command) => { flood.stdin.write(command); return JSON.parse((await once(lines, 'line'))[0]); };
  const during = async (work) => {
    await tell('go');
    await sleep(500);
    await tell('go');
    const result = await work();
    const counts = await tell('stop');
    await sleep(2000); // those who wait have their answer
    return { result, counts };
  };
  return { during, end: async () => { flood.stdin.end(); await once(flood, 'exit'); } };
}

const author = await person({ institution: 'BANKA', role: 'author' });
const reader = await person({ institution: 'BANKB', role: 'author' });
const record = await publishRecord(author, { level: 'public', content: { text: 'x'.repeat(1400) } });
const wrk = prepareWrk(folder, reader, { connections, seconds });
const read = () => wrk(`/v1/records/${record}/content`);
const flood = startFlood([author.account, reader.account]);
try {
  const [alone, beside, signIns] = [[], [], []];
  console.log(`load ${os.loadavg().map((load) => load.toFixed(1)).join(' ')} on ${os.cpus().length} cores`);
  console.log(`memory of the workers before ${mebibytes(memory('VmRSS'))} MiB`);
  const idle = await flood.during(() => sleep(seconds * 1000));
  console.log(`sign-ins, nobody reading    ${(idle.counts.signed_in / seconds).toFixed(1)} a second (${lanes} people at once)`);
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await read());
    const { result, counts } = await flood.during(read);
    beside.push(result);
    signIns.push(counts);
  }
  console.log(`sign-ins beside the reads   ${median(signIns.map(({ signed_in: n }) => n / seconds)).toFixed(1)} a second, ${median(signIns.map(({ refused: n }) => n / seconds)).toFixed(1)} refused`);
  console.log(`memory of the workers after ${mebibytes(memory('VmRSS'))} MiB, at most ${mebibytes(memory('VmHWM'))} MiB`);
  line('release alone', alone);
  line('release beside sign-ins', beside);
  console.log(`ratio of p99 ${median(beside.map(({ p99 }, i) => p99 / alone[i].p99)).toFixed(2)}, of releases ${median(beside.map(({ perSecond }, i) => perSecond / alone[i].perSecond)).toFixed(2)} (median of ${rounds} paired rounds of ${seconds} s, ${connections} connections)`);
} finally {
  await flood.end();
  fs.rmSync(folder, { recursive: true });
}
