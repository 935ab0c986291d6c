// SPDX-License-Identifier: Apache-2.0
// Must hold 7 and 5, on a fresh platform of their own: another policy folder decides otherwise; and what the database's
// superuser changes, removes or inserts in the log is found and named, with the database stopped. The last test ends it.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSecond } from './lib/second.js';
import { expect, refused } from './lib/client.js';

let second, flows, at;

function change(document) {
  if (document.name === 'reviews') {
    const { stages } = document.kinds['record.publish'];
    stages.push({ ...stages.at(-1), name: 'second_compliance' });
  }
  if (document.name === 'levels') {
    document.grant.other = document.grant.other.filter((level) => level !== 'confidential');
    document.matrix.public.staff = document.matrix.public.staff.filter((operation) => operation !== 'download');
  }
  if (document.name === 'sessions') Object.assign(document, { terminals: 2, on_limit: 'replace_oldest' });
  if (document.name === 'log') document.seal_age_max_ms = 15000;
}

before(async () => {
  second = startSecond(change);
  flows = await import('./lib/flows.js');
  at = await import('./lib/platform.js');
});
after(() => second?.remove());

const author = () => at.person({ institution: 'BANKA', role: 'author' });

async function publishInFour(overrides) {
  const owner = await author();
  const { record } = await flows.createRecord(owner, overrides);
  const review = await flows.submit(owner, record.id);
  const after = await flows.approveStages(owner, review);
  assert.deepEqual([after.state, after.stages.length, after.stages[3].state], ['open', 4, 'open']);
  const last = await at.person({ institution: 'BANKA', role: 'reviewer.compliance' }, 1);
  assert.equal(expect(await last.decide(review), 200).review.state, 'approved');
  return record.id;
}

test('another_policy_folder_has_another_number_of_stages_and_decides_otherwise__GS_3_1_2', async () => {
  const record = await publishInFour({ level: 'confidential' });
  const reader = await at.person({ institution: 'BANKB', role: 'author' });
  expect(await reader.get(`/v1/records/${record}/content`), 200); // as shipped: grant_required
  const open = await publishInFour({ level: 'public' });
  expect(await reader.get(`/v1/records/${open}/content`), 200);
  refused(await reader.get(`/v1/records/${open}/content?operation=download`), 403, 'operation_not_allowed'); // as shipped: allowed
});

test('another_policy_replaces_the_oldest_of_two_terminals_whatever_races_over_two_nodes__GS_2_2_1', async () => {
  const [{ startNode }, { race }] = [await import('./lib/node.js'), await import('./lib/terminals.js')];
  const node = await startNode();
  try {
    const { answers, live, statuses } = await race(await flows.join('BANKB'), { terminals: 6, each: 8, node });
    answers.forEach((answer) => expect(answer, 201));
    assert.equal(live, 2);
    assert.equal(statuses.filter((status) => status === 200).length, 2, `${statuses}`);
  } finally {
    await node.stop();
  }
});

test('a_password_changed_on_one_node_ends_the_other_terminals_session_on_the_other_node__GS_2_1_2', async () => {
  const [{ startNode }, { addTerminal }] = [await import('./lib/node.js'), await import('./lib/terminals.js')];
  const node = await startNode();
  try {
    const somebody = await flows.join('BANKB');
    const other = await addTerminal(somebody);
    await other.signIn();
    const there = Object.assign(other.connect({ baseUrl: node.baseUrl }), { token: other.client.token });
    for (let i = 0; i < 8; i += 1) expect(await there.get('/v1/me'), 200);
    expect(await somebody.client.call('PUT', '/v1/password', { body: { current: somebody.password, new: 'Blue-Egret-62-glides' } }), 200);
    for (let i = 0; i < 8; i += 1) refused(await there.get('/v1/me'), 401, 'invalid_token');
    await somebody.read('/v1/me');
  } finally {
    await node.stop();
  }
});

async function readyBecomes(status) {
  for (let waited = 0; waited < 60000; waited += 200) {
    const answer = await at.operations().get('/readyz');
    if (answer.status === status) return answer;
    await sleep(200);
  }
  return assert.fail(`/readyz did not become ${status}`);
}

// Each worker sees it by itself, within a second; a new connection may come to any of them.
async function answersEverywhere(who, status) {
  for (let inRow = 0, asked = 0; inRow < 20; asked += 1) {
    assert.ok(asked < 200, `every worker answers ${status}`);
    const connection = Object.assign(who.connect(), { token: who.client.token });
    const answer = await connection.get('/v1/me');
    connection.close();
    if (answer.status !== 200) refused(answer, 503, 'log_unavailable');
    inRow = answer.status === status ? inRow + 1 : 0;
    if (inRow === 0) await sleep(100);
  }
}

test('a_log_that_is_not_sealed_in_time_stops_new_work_until_it_is__GS_2_2_2', async () => {
  const reader = await at.person({ institution: 'BANKB', role: 'author' });
  const sealer = Number(fs.readFileSync(path.join(second.folder, 'var/run/sealer.pid'), 'utf8'));
  process.kill(sealer, 'SIGSTOP');
  try {
    await reader.read('/v1/me'); // leaves an entry that nobody seals
    assert.match(JSON.stringify((await readyBecomes(503)).body), /"seal_age"/);
    await answersEverywhere(reader, 503);
  } finally {
    process.kill(sealer, 'SIGCONT');
  }
  await readyBecomes(200);
  await answersEverywhere(reader, 200);
});

const file = () => path.join(second.folder, 'log.jsonl');
const cli = (...args) => spawnSync(at.cli, args, { encoding: 'utf8' });

function writeFile() {
  const database = at.platform.database.replace(/user=\S+/, 'user=cs_operator');
  const { status, stdout, stderr } = cli('verify', '--database', database, '--log-key', at.platform.log_key, '--write', file());
  return { status, text: stdout + stderr };
}

// The last whole line of the log is sealed: everything before it can then be tampered with.
async function sealedEntries(action, count) {
  for (let waited = 0; waited < 10000; waited += 200) {
    const found = at.superuser(`select e.entry_id from audit.entry e join audit.leaf l using (entry_id) where e.action = '${action}' order by e.entry_id desc limit ${count}`).split('\n');
    if (found.length === count) return found;
    await sleep(200);
  }
  return assert.fail('nothing was sealed');
}

const partition = () => at.superuser("select inhrelid::regclass from pg_inherits where inhparent = 'audit.entry'::regclass order by 1::text").split('\n');
const unguarded = (sql) => at.superuser(`begin; ${partition().map((name) => `alter table ${name} disable trigger all;`).join(' ')} alter table audit.entry disable trigger all; ${sql}; commit`);

test('the_file_of_an_honest_log_verifies__GS_2_2_2', async () => {
  await sleep(3000);
  const { status, text } = writeFile();
  assert.equal(status, 0, text);
  const lines = fs.readFileSync(file(), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const { leafData, leafHash, openCheckpoint, root } = await import('./lib/merkle.js');
  const head = openCheckpoint(lines[0].checkpoint, at.platform.log_key);
  const leaves = lines.filter((line) => 'leaf_index' in line);
  assert.equal(leaves.length, head.size);
  for (const { salt, core, leaf } of leaves) assert.equal(leafData(salt, core).toString('base64url'), leaf);
  assert.equal(root(leaves.map(({ leaf }) => leafHash(Buffer.from(leaf, 'base64url')))).toString('base64'), head.root);
});

// A copy of an entry under another id, without the gateway's MAC; `but` are columns that keep their defaults.
function insertCopy(of, but) {
  const id = at.superuser('select ops.uuid_v7()');
  const columns = at.superuser(`select string_agg(quote_ident(attname), ',') from pg_attribute where attrelid = 'audit.entry'::regclass
    and attnum > 0 and not attisdropped and attname not in ('entry_id', 'mac', ${but})`);
  unguarded(`insert into audit.entry (entry_id, mac, ${columns}) select '${id}', sha256('x'), ${columns} from audit.entry where entry_id = '${of}'`);
  return id;
}

test('verify_names_what_the_superuser_changed_removed_and_inserted_with_the_database_stopped__GS_2_2_2', async () => {
  const [changed, removed, honest] = await sealedEntries('record.release', 3);
  unguarded(`update audit.entry set outcome = case outcome when 'done' then 'refused' else 'done' end where entry_id = '${changed}'; delete from audit.entry where entry_id = '${removed}'`);
  const inserted = insertCopy(honest, "'xid', 'written_at'");
  const smuggled = insertCopy(honest, "''"); // with a number of a transaction that the sealer has passed, and five minutes old
  unguarded(`update audit.entry set written_at = written_at - interval '5 minutes' where entry_id = '${smuggled}'`);
  await sleep(5000);
  writeFile();
  second.run('stop');
  const { status, stdout, stderr } = cli('verify', file(), '--log-key', at.platform.log_key);
  assert.equal(status, 4);
  for (const entry of [changed, removed, inserted, smuggled]) assert.match(stdout + stderr, new RegExp(entry), `${entry} is named`);
  assert.doesNotMatch(stdout + stderr, new RegExp(honest));
});

test('a_log_that_only_agrees_with_itself_does_not_look_verified__GS_2_2_2', () => {
  const whole = `${file()}.whole`;
  fs.copyFileSync(file(), whole);
  const own = cli('verify', whole);
  assert.equal(own.status, 4);
  assert.match(own.stdout + own.stderr, /DOES NOT HOLD|consistent in itself, signed by nobody you named: give --log-key/);
  assert.doesNotMatch(own.stdout, /^holds/m);
  assert.equal(JSON.parse(cli('verify', whole, '--own-word', '--json').stdout).holds, false);
});

test('verify_refuses_a_file_that_was_cut_swapped_or_signed_by_another_key__GS_2_2_2', () => {
  const lines = fs.readFileSync(file(), 'utf8').trim().split('\n');
  const swapped = [...lines];
  [swapped[1], swapped[2]] = [swapped[2], swapped[1]];
  const cases = { cut: lines.slice(0, -1), headless: [lines[0], ...lines.slice(2)], swapped, 'one bit': lines.map((line, i) => (i === 3 ? line.replace(/"leaf":"./, '"leaf":"_') : line)) };
  for (const [name, content] of Object.entries(cases)) {
    fs.writeFileSync(file() + '.bad', `${content.join('\n')}\n`);
    assert.equal(cli('verify', `${file()}.bad`, '--log-key', at.platform.log_key).status, 4, name);
  }
  const [name, hash, key] = /^(.+?)\+(.+?)\+(.+)$/.exec(at.platform.log_key).slice(1);
  assert.notEqual(cli('verify', file(), '--log-key', `${name}+${hash}+${key.slice(0, -4)}AAA=`).status, 0);
});
