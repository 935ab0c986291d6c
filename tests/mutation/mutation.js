// SPDX-License-Identifier: Apache-2.0
// Would the tests notice? Small mistakes are made one by one, in a copy of the project: a comparison turned round, a
// condition dropped, "and" for "or". A mutant is caught when its tests fail, and missed when they pass; what does not
// even build counts for neither. A measure, not a gate: the missed ones are printed, to be looked at.
//   make mutation      or: node tests/mutation/mutation.js [c|sql]      CS_SAMPLE=N takes N of them, by CS_SEED
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-mutation-'));
const sample = Number(process.env.CS_SAMPLE ?? 0);
const seed = Number(process.env.CS_SEED ?? Date.now() % 1e6);

const either = (one, other) => [[one, other], [other, one]];
const languages = {
  c: {
    files: ['decide', 'rule', 'facts', 'explain', 'risk'].map((name) => `src/access/${name}.c`).filter((file) => fs.existsSync(path.join(root, file))),
    quiet: /\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|^#.*$|static bool\b/gm,
    swaps: [...either(' == ', ' != '), ...either(' && ', ' || '), [' < ', ' <= '], [' <= ', ' < '], [' > ', ' >= '], [' >= ', ' > '],
      ...either('true', 'false'), ['!', ''], [' + 1', ''], [' ? ', ' == 0 ? '], [' |= ', ' = ']],
    guards: [/\bif \(([^\n]*)\) \{$/gm, (condition, value) => `if (${value ? 'true ||' : 'false &&'} (${condition})) {`],
    build: () => spawnSync('make', ['-s', 'CFLAGS=-g -O0 -Wno-error -U_FORTIFY_SOURCE', `${place}/build/unit`], { cwd: place, timeout: 300e3 }).status === 0,
    test: () => spawnSync(`${place}/build/unit`, ['decision', 'facts', 'explain', 'risk'], { cwd: place, timeout: 60e3 }).status === 0,
  },
  sql: {
    files: ['check_decision', 'check_countersignature', 'find_state', 'has_room', 'is_class_enough', 'is_eligible', 'is_ready', 'list_deciders',
      'list_holders', 'may_decide', 'find_shortage'].map((name) => `sql/review/review.${name}.sql`).filter((file) => fs.existsSync(path.join(root, file))),
    quiet: /--.*$|'(?:[^'])*'|^comment on .*$|^(?:revoke|grant) .*$/gm,
    swaps: [...either(' = ', ' <> '), ...either(' and ', ' or '), [' < ', ' >= '], [' > ', ' <= '], [' <= ', ' > '], [' >= ', ' < '],
      ...either('not exists', 'exists'), ...either('is null', 'is not null'), ...either('is distinct from', 'is not distinct from'),
      ...either(' in (', ' not in (')],
    guards: [/\bif ([^;]*?) then$/gm, (condition, value) => `if ${value ? 'true or' : 'false and'} (${condition}) then`],
    build: () => true,
    test: () => spawnSync('tests/database/run.sh', fs.readdirSync(path.join(place, 'tests/database')).filter((name) => /^4\d-.*\.sql$/.test(name)),
      { cwd: place, timeout: 600e3, stdio: 'ignore' }).status === 0,
  },
};

// Comments, texts and declarations as blanks of the same length, so that places stay what they are.
const silence = (text, quiet) => text.replace(quiet, (part) => part.replace(/[^\n]/g, ' '));

function* mutants(file, { quiet, swaps, guards: [guard, spoil] }) {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  const code = silence(text, quiet);
  const put = (at, from, to) => ({ file, line: text.slice(0, at).split('\n').length, from: from.trim(), to: to.trim(), text: text.slice(0, at) + to + text.slice(at + from.length) });
  for (const [from, to] of swaps) {
    for (let at = code.indexOf(from); at >= 0; at = code.indexOf(from, at + from.length)) {
      const isPart = from === '!' && code[at + 1] === '=';
      const isNegated = from === 'exists' && code.slice(0, at).endsWith('not ');
      if (!isPart && !isNegated) yield put(at, from, to);
    }
  }
  for (const { index, 0: whole, 1: condition } of code.matchAll(guard)) {
    const from = text.slice(index, index + whole.length);
    const real = from.slice(whole.indexOf(condition), whole.indexOf(condition) + condition.length);
    for (const value of [true, false]) yield put(index, from, spoil(real, value));
  }
}

function shuffle(list) {
  let state = seed;
  const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
  return list.map((item) => [random(), item]).sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

function measure(name, language) {
  const all = language.files.flatMap((file) => [...mutants(file, language)]);
  const chosen = sample && sample < all.length ? shuffle(all).slice(0, sample) : all;
  const counts = { caught: 0, missed: 0, unbuilt: 0 };
  if (!language.build() || !language.test()) throw new Error(`${name}: the tests fail before anything is changed`);
  for (const { file, line, from, to, text } of chosen) {
    const kept = fs.readFileSync(path.join(place, file));
    fs.writeFileSync(path.join(place, file), text);
    const outcome = !language.build() ? 'unbuilt' : language.test() ? 'missed' : 'caught';
    fs.writeFileSync(path.join(place, file), kept);
    counts[outcome] += 1;
    if (outcome === 'missed') console.log(`missed: ${file}:${line}: ${from} -> ${to || '(nothing)'}`);
  }
  const built = counts.caught + counts.missed;
  console.log(`${name}: ${counts.caught} of ${built} caught (${((100 * counts.caught) / Math.max(built, 1)).toFixed(1)} %), ${counts.unbuilt} did not build, ${chosen.length} of ${all.length} made${chosen.length < all.length ? `, seed ${seed}` : ''}`);
}

try {
  execFileSync('sh', ['-c', `git ls-files -z -co --exclude-standard | xargs -0 tar -cf - 2>/dev/null | tar -xf - -C ${place}`], { cwd: root });
  execFileSync('./configure', [], { cwd: place, stdio: 'ignore' });
  if (process.argv[2] === 'sql') execFileSync('make', ['-s'], { cwd: place, stdio: 'ignore' });
  for (const [name, language] of Object.entries(languages)) {
    if ((process.argv[2] ?? 'c') === name) measure(name, language);
  }
} finally {
  fs.rmSync(place, { recursive: true, force: true });
}
