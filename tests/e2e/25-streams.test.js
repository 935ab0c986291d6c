// SPDX-License-Identifier: Apache-2.0
// A body under way is looked after: a MiB, or a second, after its right ended it is cut; and nobody else notices.
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { metrics, person, platform, superuser, varFolder } from './lib/platform.js';
import { expect } from './lib/client.js';
import { approveStages, fileRequest, grantAccess, join, submit } from './lib/flows.js';
import { startNode } from './lib/node.js';
import { openStream, protocols } from './lib/streams.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const MiB = 2 ** 20;
const bytes = crypto.randomBytes(16 * MiB);
const contentPath = (record, tail = '') => `/v1/records/${record}/content?operation=download${tail}`;
const digest = `sha-256=:${crypto.createHash('sha256').update(bytes).digest('base64')}:`;

async function publishFile(overrides) {
  const owner = await person({ institution: 'BANKA', role: 'author' });
  const { record } = expect(await owner.post('/v1/records', await fileRequest(owner, bytes, overrides)), 201);
  await approveStages(owner, await submit(owner, record.id));
  return record.id;
}

let file, second;
before(async () => { [file, second] = [await publishFile(), await startNode({ name: 'node-streams' })]; });
after(async () => { await second?.stop(); });

const counter = async (name) => Object.entries(await metrics()).filter(([key]) => key.startsWith(name)).reduce((sum, [, n]) => sum + n, 0);
const cuts = () => counter('countersign_releases_cut_total');
const change = async (somebody, what, body) => (await person({ institution: somebody.institution, role: 'account.officer' })).post(`/v1/accounts/${somebody.id}/${what}`, body);

async function until(what, seconds = 10) {
  for (let i = 0; i < seconds * 20; i += 1) {
    if (await what()) return;
    await sleep(50);
  }
  assert.fail(`not within ${seconds} s: ${what}`);
}

// The entry of the cut, of which there is one.
async function cutEntry(stream) {
  const query = `select reason_code, outcome, object, digest, node, account_id = (select account_id from audit.entry where entry_id = '${stream.headers['delivery-identifier']}')
    from audit.entry where action = 'release.cut' and delivery_id = '${stream.headers['delivery-identifier']}'`;
  await until(() => superuser(query));
  const rows = superuser(query).split('\n');
  assert.equal(rows.length, 1);
  return rows[0].split('|');
}

// Never a clean end: what was on its way, a MiB for each look that held, as far as the reader's kernel (6 MiB) took it.
async function assertCut(stream, reason) {
  await stream.drain();
  assert.ok(!stream.isWhole() && stream.size < 10 * MiB, `${stream.size} of ${stream.length}`);
  assert.ok(stream.error, 'the end is no clean one');
  if (stream.protocol === '2') assert.equal(stream.source.rstCode, 2);
  const [code, outcome, object, told, , same] = await cutEntry(stream);
  assert.ok([reason].flat().includes(code), code);
  assert.deepEqual([outcome, object, same], ['done', stream.object, 't']);
  assert.equal(`sha-256=:${Buffer.from(told, 'base64url').toString('base64')}:`, stream.headers['content-digest']);
}

async function begin(somebody, options = {}, record = file, tail = '') {
  const stream = await openStream(somebody, contentPath(record, tail), options);
  assert.equal(stream.status, 200);
  stream.object = record;
  return stream.take(MiB / 2);
}

for (const protocol of protocols) {
  test(`a_slow_reader_gets_every_byte_over_http_${protocol}__GS_3_3`, async () => {
    const [looks, before] = [await counter('countersign_release_checks_total'), await cuts()];
    const stream = await begin(await join('BANKB'), { protocol });
    await stream.drain(4 * MiB);
    assert.ok(stream.isWhole());
    assert.deepEqual([stream.size, `sha-256=:${stream.digest()}:`, stream.headers['content-digest']], [bytes.length, digest, digest]);
    assert.ok(await counter('countersign_release_checks_total') - looks >= 15, 'a look before each further MiB');
    assert.equal(await cuts(), before);
  });

  test(`signing_out_cuts_what_is_under_way_over_http_${protocol}__GS_3_3`, async () => {
    const before = await cuts();
    const somebody = await join('BANKB');
    const stream = await begin(somebody, { protocol });
    expect(await somebody.client.delete('/v1/sessions/current'), 204);
    await assertCut(stream, 'invalid_token');
    assert.equal(await cuts(), before + 1);
  });

  test(`a_reader_who_stands_still_is_cut_within_seconds_over_http_${protocol}__GS_3_3`, async () => {
    const before = await cuts();
    const somebody = await join('BANKB');
    const stream = await begin(somebody, { protocol });
    await sleep(2500);
    assert.equal(await cuts(), before, 'as long as it holds it waits');
    expect(await change(somebody, 'suspension', { reason: 'A phone was lost.' }), 200);
    await until(async () => await cuts() === before + 1, 5); // the second finds it, not the reader
    await assertCut(stream, 'invalid_token');
  });

  test(`a_session_ended_on_the_other_node_ends_the_stream_here_over_http_${protocol}__GS_3_3`, async () => {
    const somebody = await join('BANKB');
    const stream = await begin(somebody, { protocol });
    const elsewhere = somebody.connect({ baseUrl: second.baseUrl });
    expect(await elsewhere.delete('/v1/sessions/current', { token: somebody.client.token }), 204);
    elsewhere.close();
    await assertCut(stream, 'invalid_token');
  });
}

test('a_refreshed_token_cuts_nothing_and_the_end_of_its_session_all__GS_3_3', async () => {
  const before = await cuts();
  const somebody = await join('BANKB');
  const refresh = async () => { somebody.client.token = expect(await somebody.client.post('/v1/sessions/current/refresh'), 200).access_token; };
  const [first, cut] = [await begin(somebody), await begin(somebody, { protocol: '2' })];
  await refresh();
  const next = await begin(somebody);
  await refresh();
  await sleep(1500); // each has been looked at since
  for (const stream of [first, next]) {
    await stream.drain();
    assert.deepEqual([stream.isWhole(), stream.size], [true, bytes.length]);
  }
  assert.equal(await cuts(), before);
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  await assertCut(cut, 'invalid_token');
});

// Who leaves, retires or is moved reads nothing further, not even what began before; who reads beside them does.
const endings = {
  departure: ['departure', { kind: 'left' }, 200], retirement: ['departure', { kind: 'retired' }, 200],
  transfer: ['transfer', { department: 'payments', rank: 'staff', roles: ['author'] }, 202] };
for (const [what, [call, body, status]] of Object.entries(endings)) {
  test(`a_${what}_of_the_reader_cuts_what_is_under_way_and_nobody_elses__GS_3_3`, async () => {
    const [somebody, neighbour] = [await join('BANKB'), await join('BANKB')];
    const [stream, over2, beside] = [await begin(somebody), await begin(somebody, { protocol: '2' }), await begin(neighbour)];
    expect(await change(somebody, call, body), status);
    await assertCut(stream, 'invalid_token');
    await assertCut(over2, 'invalid_token');
    await beside.drain();
    assert.ok(beside.isWhole() && beside.size === bytes.length);
  });
}

test('a_departure_at_notice_cuts_when_it_takes_effect__GS_3_3', async () => {
  const somebody = await join('BANKB');
  const stream = await begin(somebody);
  const before = await cuts();
  expect(await change(somebody, 'departure', { kind: 'left', notice: new Date(Date.now() + 3000).toISOString() }), 200);
  await sleep(1500);
  assert.equal(await cuts(), before, 'until then it holds');
  await until(async () => await cuts() === before + 1);
  await assertCut(stream, ['account_not_active', 'invalid_token']); // its end has come, or the clock has closed it
});

test('the_other_node_cuts_as_well_and_says_who_it_is__GS_3_3', async () => {
  const somebody = await join('BANKB');
  const stream = await begin(somebody, { baseUrl: second.baseUrl });
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  await assertCut(stream, 'invalid_token');
  assert.equal((await cutEntry(stream))[4], second.name);
});

test('over_http_2_the_stream_ends_and_not_its_neighbours__GS_3_3', async () => {
  const somebody = await join('BANKB');
  const stream = await begin(somebody, { protocol: '2' });
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  await until(() => stream.over || (stream.source.resume(), false));
  const neighbour = stream.session.request({ ':path': '/.well-known/jwks.json' });
  const [head] = await once(neighbour, 'response');
  assert.equal(head[':status'], 200);
  await assertCut(stream, 'invalid_token');
});

test('a_grant_withdrawn_or_run_out_ends_what_rests_on_it_and_nothing_else__GS_3_3', async () => {
  const record = await publishFile({ level: 'confidential' });
  const somebody = await join('BANKB');
  await grantAccess(somebody, 'BANKA', { record });
  const [under, beside] = [await begin(somebody, {}, record, '&purpose=risk'), await begin(somebody)];
  superuser(`update access.grant set until_at = statement_timestamp() where record_id = '${record}'`);
  await assertCut(under, 'facts_moved');
  await beside.drain();
  assert.equal(beside.size, bytes.length);
});

test('a_record_that_is_no_longer_published_leaves_no_further__GS_3_3', async () => {
  const record = await publishFile();
  const [stream, other] = [await begin(await join('BANKB'), {}, record), await begin(await join('BANKB'), { protocol: '2' }, record)];
  superuser(`update record.record set expires_at = statement_timestamp() where record_id = '${record}'`);
  for (const one of [stream, other]) await assertCut(one, 'not_found');
});

// Whatever looks at records waits until it is told to go on.
async function holdRecords() {
  const holder = spawn('psql', ['-X', '-q', '-d', platform.database], { stdio: ['pipe', 'ignore', 'ignore'] });
  holder.stdin.write('begin; lock table record.record in access exclusive mode;\n');
  await until(() => superuser("select count(*) from pg_locks where relation = 'record.record'::regclass and mode = 'AccessExclusiveLock' and granted") === '1');
  return { release: () => { holder.stdin.end('rollback;\n'); return once(holder, 'exit'); } };
}

test('a_database_that_says_late_but_in_time_cuts_nothing__GS_3_3', async () => {
  const stream = await begin(await join('BANKB'));
  const held = await holdRecords();
  const drained = stream.drain();
  await sleep(1500);
  assert.ok(!stream.over, 'it waits');
  await held.release();
  await drained;
  assert.ok(stream.isWhole() && stream.size === bytes.length);
});

test('a_database_that_does_not_say_in_time_cuts__GS_3_3', async () => {
  const before = await cuts();
  const somebody = await join('BANKB');
  const [stream, gone, abrupt] = [await begin(somebody), await begin(somebody, { protocol: '2' }), await begin(somebody)];
  const held = await holdRecords();
  await sleep(1500);
  for (const aborted of [gone, abrupt]) aborted.close(); // the client goes while the database is asked
  await until(async () => await cuts() > before);
  await held.release();
  await assertCut(stream, 'deadline');
  assert.equal(await cuts(), before + 1, 'who went away was not cut');
  expect(await somebody.get('/v1/me'), 200);
});

test('a_worker_that_leaves_still_looks_after_its_streams__GS_3_3', async () => {
  const somebody = await join('BANKB');
  const [whole, cut] = [await begin(await join('BANKB')), await begin(somebody)];
  process.kill(Number(fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8')), 'SIGHUP');
  await sleep(2500);
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  await assertCut(cut, 'invalid_token');
  await whole.drain(8 * MiB);
  assert.ok(whole.isWhole() && whole.size === bytes.length);
});

const workers = () => execFileSync('pgrep', ['-P', fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8').trim()], { encoding: 'utf8' }).trim().split('\n');
const resident = () => workers().map((pid) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1])).reduce((a, b) => a + b);

test('a_stream_takes_no_more_memory_the_longer_it_runs__GS_1_3', async () => {
  const somebody = await join('BANKB');
  const streams = [];
  for (let i = 0; i < 4; i += 1) streams.push(await begin(somebody, { protocol: protocols[i % 2] }));
  await Promise.all(streams.map((stream) => stream.take(2 * MiB)));
  const before = resident();
  for (let i = 0; i < 8; i += 1) {
    await Promise.all(streams.map((stream) => stream.take(MiB)));
    await sleep(400);
  }
  const grown = resident() - before;
  assert.ok(grown < 2048, `${grown} KiB more after 32 MiB`);
  for (const stream of streams) await stream.drain();
  assert.ok(streams.every((stream) => stream.isWhole()));
});
