// SPDX-License-Identifier: Apache-2.0
// Every test file ends with this: nginx raised no alarm and no sanitizer spoke while it ran.
import fs from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { varFolder } from './platform.js';

const logFolder = path.resolve(process.env.CS_LOG ?? path.join(varFolder, 'log'));

function sizes() {
  return new Map(fs.readdirSync(logFolder, { recursive: true }).map((name) => path.join(logFolder, name))
    .filter((file) => fs.statSync(file).isFile()).map((file) => [file, fs.statSync(file).size]));
}

export function added(before) {
  return [...sizes()].map(([file, size]) => {
    const start = Math.min(before.get(file) ?? 0, size);
    return fs.readFileSync(file).subarray(start).toString('utf8');
  }).join('\n');
}

export const snapshot = sizes;

export function assertQuiet(text, allowed = /$^/) {
  const loud = text.split('\n').filter((line) => /\[(alert|emerg)\]|Sanitizer|runtime error:|double free|PANIC:/.test(line) && !allowed.test(line));
  assert.deepEqual(loud, [], 'the logs hold an alarm');
}

export function watchLogs() {
  const before = sizes();
  after(() => {
    try {
      assertQuiet(added(before));
    } catch (error) {
      setTimeout(() => process.exit(1), 5000).unref(); // hooks behind a failed one do not run: what they would stop holds nobody up
      throw error;
    }
  });
}
