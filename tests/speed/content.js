// SPDX-License-Identifier: Apache-2.0
// How fast is the audited release of a 1.5 KiB record over TLS beside a static file from the same nginx in the same run?
// Interleaved rounds by wrk; what counts is the median of the paired ratios, since machines are noisy.
//   node tests/speed/content.js     CS_ROUNDS, CS_SECONDS, CS_CONNECTIONS choose
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, varFolder } from '../e2e/lib/platform.js';
import { publishRecord } from '../e2e/lib/flows.js';
import { line, median, prepareWrk, setting } from './wrk.js';

const [rounds, seconds, connections] = [setting('CS_ROUNDS', 5), setting('CS_SECONDS', 5), setting('CS_CONNECTIONS', 64)];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-speed-'));
const configuration = path.join(varFolder, 'nginx.conf');
const content = { text: 'x'.repeat(1400) };

// The gateway's own nginx gets one more location while this runs.
async function serveStatic() {
  const original = fs.readFileSync(configuration, 'utf8');
  fs.chmodSync(folder, 0o755);
  fs.writeFileSync(path.join(folder, 'static.json'), JSON.stringify({ content, padding: 'x'.repeat(100) }));
  const end = () => { fs.writeFileSync(configuration, original); reload(); };
  fs.writeFileSync(configuration, original.replace(/location \/ \{/, `location = /static.json { root ${folder}; }\n        location / {`));
  reload();
  await sleep(1500);
  return end;
}

const reload = () => process.kill(Number(fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8')), 'SIGHUP');

const author = await person({ institution: 'BANKA', role: 'author' });
const reader = await person({ institution: 'BANKB', role: 'author' });
const record = await publishRecord(author, { level: 'public', content });
const wrk = prepareWrk(folder, reader, { connections, seconds });
const restore = await serveStatic();
try {
  const [files, releases] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    files.push(await wrk('/static.json'));
    releases.push(await wrk(`/v1/records/${record}/content`));
  }
  line('static file over TLS', files);
  line('audited release', releases);
  console.log(`ratio ${median(releases.map(({ perSecond }, i) => perSecond / files[i].perSecond)).toFixed(3)} (median of ${rounds} paired rounds of ${seconds} s, ${connections} connections)`);
} finally {
  restore();
  fs.rmSync(folder, { recursive: true });
}
