// SPDX-License-Identifier: Apache-2.0
// The oracle of every fault: the client's journal beside what the database holds.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { digest } from '../e2e/lib/signing.js';
import { cli, platform, superuser } from '../e2e/lib/platform.js';

const rows = (sql) => JSON.parse(superuser(`select coalesce(json_agg(t), '[]') from (${sql}) t`));

const entries = (since) => rows(`select entry_id, action, outcome, object, account_id, review_id, reason_code, digest, trace_id
  from audit.entry where entry_id >= '${since}' and action in ('record.create', 'record.publish', 'review.decide', 'record.release')`);

function index(list, key) {
  const map = new Map();
  for (const value of list) map.set(value[key], [...(map.get(value[key]) ?? []), value]);
  return map;
}
const isEffect = ({ outcome, reason_code: reason }) => outcome === 'done' && reason !== 'repeated';

// What each write brought about, in the words of the entry that must stand for it: its action, its object.
function effectOf({ kind, answer, target }) {
  const object = { 'record.create': () => answer.body.record.id, 'record.publish': () => target.split('/')[3], 'review.decide': () => target.split('/')[3] };
  return { kind, object: object[kind]() };
}

// Each verdict names the requests that it is about: kind, status, code.
const note = (found, name, { kind, status, code }) => { found[name].push(`${kind} ${status} ${code}`); };

export function judge(journal, since) {
  const log = entries(since);
  const byTrace = index(log, 'trace_id');
  const byObject = index(log.filter(isEffect), 'object');
  const found = { acknowledged_and_lost: [], doubled: [], unacknowledged_effects: [] };
  for (const line of journal.lines.filter(({ kind }) => kind !== 'review.read')) {
    const done = (byTrace.get(line.trace) ?? []).filter(isEffect);
    if (line.kind === 'record.release') judgeRead(line, done, found);
    else if (line.status >= 200 && line.status < 300) judgeWrite(line, byObject, found);
    else if (done.length > 0 && line.status !== null && line.code !== 'outcome_unknown') note(found, 'unacknowledged_effects', line);
    if (done.length > 1) note(found, 'doubled', line);
  }
  return { ...found, ...unloggedEffects(since) };
}

function judgeWrite(line, byObject, found) {
  const { kind, object } = effectOf(line);
  const done = (byObject.get(object) ?? []).filter((entry) => entry.action === kind && (kind !== 'review.decide' || entry.account_id === line.who));
  if (done.length === 0) note(found, 'acknowledged_and_lost', line);
  if (done.length > 1) note(found, 'doubled', line);
}

// A read's entry means: handed out for sending. An answer in hand needs its entry, over exactly these bytes.
function judgeRead(line, done, found) {
  const { status, answer, code } = line;
  if (status === 200) {
    const [entry] = done;
    if (entry?.entry_id !== answer.headers['delivery-identifier'] || entry.digest !== digest(answer.bytes)) note(found, 'acknowledged_and_lost', line);
  } else if (status !== null && code !== 'outcome_unknown' && done.length > 0) note(found, 'unacknowledged_effects', line);
}

// Whatever clients saw: each effect in the tables has its one entry, and each entry of an effect has it.
export function unloggedEffects(since) {
  const count = (sql) => Number(superuser(`select count(*) from (${sql}) t`));
  const of = (action) => `select object, account_id from audit.entry where entry_id >= '${since}' and action = '${action}' and outcome = 'done' and reason_code is null`;
  const differing = (effects, action, columns) => count(`(select ${columns} from (${effects}) x except all select ${columns} from (${of(action)}) y)`)
    + count(`(select ${columns} from (${of(action)}) y except all select ${columns} from (${effects}) x)`);
  return {
    records_and_entries_differ: differing(`select record_id::text as object from record.record where record_id >= '${since}'`, 'record.create', 'object'),
    reviews_and_entries_differ: differing(`select object_id::text as object from review.review where kind = 'record.publish' and review_id >= '${since}'`, 'record.publish', 'object'),
    decisions_and_entries_differ: differing(`select review_id::text as object, account_id from review.decision where review_id >= '${since}'`, 'review.decide', 'object, account_id'),
  };
}

export function assertJudged(verdict) {
  for (const [name, found] of Object.entries(verdict)) assert.equal(Number(found.length ?? found), 0, `${name}: ${found}`);
}

// Nothing since then is found wrong; earlier tests break into the log on purpose.
export function verifyLog(since) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cs-faults-')), 'log.jsonl');
  const database = platform.database.replace(/user=\S+/, 'user=cs_operator');
  const { stdout, stderr } = spawnSync(cli, ['verify', '--json', '--database', database, '--log-key', platform.log_key, '--write', file], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.match(stdout, /^\{/, stderr);
  const { findings, leaves } = JSON.parse(stdout);
  assert.ok(leaves > 0);
  assert.deepEqual(findings.filter(({ entry }) => !(entry && entry < since)), []);
}
