// SPDX-License-Identifier: Apache-2.0
// Would the tests notice? Small mistakes are made one by one, in a copy of the project: a comparison turned round, a
// condition dropped, "and" for "or". A mutant is caught when its tests fail, and missed when they pass; what does not
// even build counts for neither. A measure, not a gate: the missed ones are printed, to be looked at.
//   make mutation      CS_SAMPLE=N takes N of them, by CS_SEED; the database's: database.js
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { choose, either, mistakes, report } from './mutants.js';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-mutation-'));
const seed = Number(process.env.CS_SEED ?? Date.now() % 1e6);

const files = ['decide', 'rule', 'facts', 'explain', 'risk'].map((name) => `src/access/${name}.c`).filter((file) => fs.existsSync(path.join(root, file)));
const language = {
  quiet: /\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|^#.*$|static bool\b/gm,
  swaps: [...either(' == ', ' != '), ...either(' && ', ' || '), [' < ', ' <= '], [' <= ', ' < '], [' > ', ' >= '], [' >= ', ' > '],
    ...either('true', 'false'), ['!', ''], [' + 1', ''], [' ? ', ' == 0 ? '], [' |= ', ' = ']],
  guards: [/\bif \(([^\n]*)\) \{$/gm, (condition, value) => `if (${value ? 'true ||' : 'false &&'} (${condition})) {`],
};
const isBuilt = () => spawnSync('make', ['-s', 'CFLAGS=-g -O0 -Wno-error -U_FORTIFY_SOURCE', `${place}/build/unit`], { cwd: place, timeout: 300e3 }).status === 0;
const passes = () => spawnSync(`${place}/build/unit`, ['decision', 'facts', 'explain', 'risk'], { cwd: place, timeout: 60e3 }).status === 0;

function measure() {
  const all = files.flatMap((file) => [...mistakes(fs.readFileSync(path.join(root, file), 'utf8'), language)].map((mutant) => ({ file, ...mutant })));
  const chosen = choose(all, Number(process.env.CS_SAMPLE ?? 0), seed);
  const counts = { caught: 0, missed: 0, unbuilt: 0 };
  if (!isBuilt() || !passes()) throw new Error('the tests fail before anything is changed');
  for (const { file, line, from, to, text } of chosen) {
    const kept = fs.readFileSync(path.join(place, file));
    fs.writeFileSync(path.join(place, file), text);
    const outcome = !isBuilt() ? 'unbuilt' : passes() ? 'missed' : 'caught';
    fs.writeFileSync(path.join(place, file), kept);
    counts[outcome] += 1;
    if (outcome === 'missed') console.log(`missed: ${file}:${line}: ${from} -> ${to || '(nothing)'}`);
  }
  report('decision', counts, chosen.length, all.length, seed);
}

try {
  execFileSync('sh', ['-c', `git ls-files -z -co --exclude-standard | xargs -0 tar -cf - 2>/dev/null | tar -xf - -C ${place}`], { cwd: root });
  execFileSync('./configure', [], { cwd: place, stdio: 'ignore' });
  measure();
} finally {
  fs.rmSync(place, { recursive: true, force: true });
}
