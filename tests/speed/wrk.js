// SPDX-License-Identifier: Apache-2.0
// Requests of one reader by wrk, with the reader's certificate; for what it measures beside what.
import fs from 'node:fs';
import path from 'node:path';
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { platform } from '../e2e/lib/platform.js';

export const setting = (name, otherwise) => Number(process.env[name] ?? otherwise);
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function measure(text) {
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(text);
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(text);
  return { perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]), p99: Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}

// A function that reads a path of the platform for so many seconds over so many connections.
export function prepareWrk(folder, reader, { connections, seconds }) {
  const file = (name, text) => { fs.writeFileSync(path.join(folder, name), text); return path.join(folder, name); };
  const script = file('headers.lua', `wrk.headers["Authorization"] = "Bearer ${reader.client.token}"\n`);
  const library = path.join(folder, 'certificate.so');
  execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, new URL('certificate.c', import.meta.url).pathname, '-lssl', '-ldl']);
  const env = { ...process.env, LD_PRELOAD: library, CS_CERTIFICATE: file('certificate.pem', reader.certificatePem), CS_KEY: file('key.pem', reader.keyPem) };
  return async (target) => measure((await promisify(execFile)(
    'wrk', ['-t2', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, `${platform.base_url}${target}`], { env, encoding: 'utf8' })).stdout);
}

export const line = (name, figures) => console.log(`${name.padEnd(26)} ${Math.round(median(figures.map(({ perSecond }) => perSecond))).toString().padStart(7)} a second   p99 ${median(figures.map(({ p99 }) => p99)).toFixed(1)} ms`);
