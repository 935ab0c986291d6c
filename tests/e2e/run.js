// SPDX-License-Identifier: Apache-2.0
// Runs the test files of a folder one after another, in the order of their names: people sign in on one terminal only,
// and what destroys comes last.   usage: node run.js FOLDER [part of a name…]
import fs from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const [folder, ...parts] = process.argv.slice(2);
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.test.js') && (parts.length === 0 || parts.some((part) => name.includes(part))))
  .sort().map((name) => path.resolve(folder, name));

const results = run({ files, concurrency: 1 });
results.on('test:fail', () => { process.exitCode = 1; });
const Reporter = spec;
results.compose(Reporter.prototype ? new Reporter() : Reporter).pipe(process.stdout);
