// SPDX-License-Identifier: Apache-2.0
// Would the tests of the database notice? On a scratch server functions are replaced by ones with a small mistake, one
// by one, and the pgTAP files that call them are run, until one fails. A measure, not a gate, and not of the suite: an hour.
//   walls      each predicate of what row security does not bind (sql/security/owners.sql) is forgotten once: the second
//              wall does not stand there, so that a forgotten predicate is a leak unless a test sees it (FC-2)
//   decisions  what decides who decides: comparisons turned round, conditions dropped, "and" for "or" (GS-2.2.2)
//   node tests/mutation/database.js walls|decisions [part of a function's name]      CS_SAMPLE=N takes N of them, by CS_SEED
// CS_FILES='40|41|52-permissions' asks the files alone whose names match: sooner told, and what it misses others may see.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { choose, either, mistakes, omissions, report } from './mutants.js';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const folder = path.join(root, 'tests/database');
const seed = Number(process.env.CS_SEED ?? Date.now() % 1e6);
const [which, part = ''] = process.argv.slice(2);

const language = {
  quiet: /--.*$|'(?:[^'])*'/gm,
  swaps: [...either(' = ', ' <> '), ...either(' and ', ' or '), [' < ', ' >= '], [' > ', ' <= '], [' <= ', ' > '], [' >= ', ' < '],
    ...either('not exists', 'exists'), ...either('is null', 'is not null'), ...either('is distinct from', 'is not distinct from'),
    ...either(' in (', ' not in (')],
  guards: [/\bif ([^;]*?) then$/gm, (condition, value) => `if ${value ? 'true or' : 'false and'} (${condition}) then`],
};
const decisions = ['check_decision', 'check_countersignature', 'find_state', 'has_room', 'is_class_enough', 'is_eligible', 'is_ready', 'list_deciders',
  'list_holders', 'list_delegates', 'may_decide', 'may_read', 'find_shortage', 'guard_decision', 'guard_stage', 'guard_review'];
const kinds = {
  walls: { where: "p.proowner = 'cs_lookup'::regrole", make: omissions },
  decisions: { where: `n.nspname = 'review' and p.proname = any ('{${decisions}}')`, make: mistakes },
};
const { where, make } = kinds[which] ?? (() => { throw new Error('usage: database.js walls|decisions [part of a function\'s name]'); })();

// A server with our database on it, for as long as its standard input is open.
const server = spawn(path.join(folder, 'run.sh'), ['--serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
const { value: place } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
if (!place) throw new Error('no server');
const env = { ...process.env, PGHOST: place, PGUSER: 'postgres', PGDATABASE: 'countersign',
  PGOPTIONS: `-c test.place=${place} -c client_min_messages=warning -c statement_timeout=60s` };
const ask = (sql) => execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1'], { env, input: sql, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }).trimEnd();
const replaces = (definition) => { try { ask(`${definition};`); return true; } catch { return false; } };
const passes = (file) => spawnSync('pg_prove', ['-Q', '--ext', '.sql', file], { cwd: folder, env, stdio: 'ignore', timeout: 300e3 }).status === 0;

// Which files call which function, the fastest first.
function cover() {
  ask("alter database countersign set track_functions = 'all'");
  const callers = new Map();
  const asked = new RegExp(process.env.CS_FILES ?? '');
  const timed = fs.readdirSync(folder).filter((file) => /^\d.*\.sql$/.test(file) && asked.test(file)).map((file) => {
    ask('select pg_stat_reset()');
    const since = Date.now();
    if (!passes(file)) throw new Error(`${file} fails before anything is changed`);
    return { file, took: Date.now() - since, called: ask('select funcid::regprocedure from pg_stat_user_functions').split('\n') };
  });
  for (const { file, called } of timed.sort((one, other) => one.took - other.took)) {
    for (const name of called) callers.set(name, [...callers.get(name) ?? [], file]);
  }
  return callers;
}

function measure() {
  const names = ask(`select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where ${where} and l.lanname in ('sql', 'plpgsql') and p.proname like '%${part}%' order by 1`).split('\n');
  const definitions = new Map(names.map((name) => [name, ask(`select pg_get_functiondef('${name}'::regprocedure)`)]));
  const all = names.flatMap((name) => [...make(definitions.get(name), language)].map((mutant) => ({ name, ...mutant })));
  const chosen = choose(all, Number(process.env.CS_SAMPLE ?? 0), seed);
  const callers = cover();
  const counts = { caught: 0, missed: 0, unbuilt: 0 };
  for (const { name, line, from, to, text } of chosen) {
    const files = callers.get(name) ?? [];
    const outcome = !replaces(text) ? 'unbuilt' : files.every(passes) ? 'missed' : 'caught';
    replaces(definitions.get(name));
    counts[outcome] += 1;
    if (outcome === 'missed') console.log(`missed: ${name}:${line}: ${from.replace(/\s+/g, ' ')} -> ${to} (${files.length} files)`);
  }
  report(which, counts, chosen.length, all.length, seed);
}

try {
  measure();
} finally {
  server.stdin.end();
}
