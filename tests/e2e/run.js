// SPDX-License-Identifier: Apache-2.0
// Runs the test files of a folder one after another, in the order of their names: people sign in on one terminal only,
// and what destroys comes last. What makes a platform of its own runs beside them.
// usage: node run.js FOLDER [part of a name…]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { text } from 'node:stream/consumers';
import { operationIds } from './lib/contract.js';

const [folder, ...parts] = process.argv.slice(2);
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.test.js') && (parts.length === 0 || parts.some((part) => name.includes(part))))
  .sort().map((name) => path.resolve(folder, name));

// A whole run calls everything that docs/openapi.yaml describes.
process.env.CS_CALLED = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cs-called-')), 'operations');

function checkCalled() {
  const called = fs.existsSync(process.env.CS_CALLED) ? fs.readFileSync(process.env.CS_CALLED, 'utf8').split('\n') : [];
  const missing = operationIds.filter((id) => !called.includes(id));
  if (missing.length === 0) return;
  console.log(`calls of docs/openapi.yaml that no test got an answer from: ${missing.join(', ')}`);
  process.exitCode = 1;
}

function start(list) {
  const results = run({ files: list, concurrency: 1 });
  results.on('test:fail', () => { process.exitCode = 1; });
  const Reporter = spec;
  return results.compose(Reporter.prototype ? new Reporter() : Reporter);
}

const isApart = (file) => /second-platform/.test(file);
const [apart, shared] = [files.filter(isApart), files.filter((file) => !isApart(file))];
const told = apart.length > 0 ? text(start(apart)) : '';
if (shared.length > 0) for await (const part of start(shared)) process.stdout.write(part);
process.stdout.write(await told);
if (path.basename(path.resolve(folder)) === 'e2e' && parts.length === 0) checkCalled();
