// SPDX-License-Identifier: Apache-2.0
// Must hold 4: what a thief of the gateway's database credential, or of its system user, can not do.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { decodeJwt } from 'jose';
import { person, platform, superuser, varFolder } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { activate, createRecord, enrolRequest, newcomer, stagePerson, submit } from './lib/flows.js';
import { readBase32 } from './lib/otp.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const gateway = platform.database.replace(/user=\S+/, 'user=cs_gateway');
const asGateway = (sql) => superuser(sql, gateway);
const denied = /permission denied|must be (owner|superuser|member)|only superuser/i;
const ours = "n.nspname in ('identity', 'access', 'review', 'record', 'audit', 'ops', 'sealer', 'operator', 'gateway', 'countersign')";
const hex = (size) => crypto.randomBytes(size).toString('hex');

test('the_gateways_login_reads_and_changes_no_table__GS_2_2_2', () => {
  const tables = superuser(`select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('r', 'p', 'v', 'm')`).split('\n');
  assert.ok(tables.length > 20);
  const tried = tables.flatMap((table) => [`select * from ${table} limit 1`, `delete from ${table}`, `truncate ${table}`]);
  asGateway(`do $$ declare l_sql text; begin
    foreach l_sql in array array[${tried.map(quoted).join(', ')}] loop
      begin execute l_sql; raise 'allowed' using errcode = 'CS999'; exception when insufficient_privilege then null; end;
    end loop; end $$`); // whatever else it raises fails this test
  const held = asGateway(`select string_agg(c.oid::regclass::text, ' ') from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours}
    and c.relkind in ('r', 'p', 'v', 'm') and (has_table_privilege(c.oid, 'insert, update, delete, truncate, references, trigger') or has_any_column_privilege(c.oid, 'select, insert, update'))`);
  assert.equal(held, '');
});

test('the_gateways_login_executes_the_doors_functions_and_nothing_else__GS_2_2_2', () => {
  const others = asGateway(`select string_agg(p.oid::regprocedure::text, ' ') from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${ours} and n.nspname <> 'gateway' and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')`);
  assert.equal(others, '');
  for (const sql of ['set role postgres', 'set role cs_owner', 'set role cs_door', 'create table gateway.x (y int)', 'create table public.x (y int)',
    "copy (select 1) to program 'true'", "select pg_read_file('/etc/passwd')", 'alter role cs_gateway superuser',
    'alter table audit.entry disable trigger all', "set session_replication_role = 'replica'"]) {
    assert.throws(() => asGateway(sql), /denied|must be|superuser|not exist/i, sql);
  }
});

// A call as the gateway would make it, for a handle that somebody might hold.
function call(action, handle, session) {
  const entry = { id: superuser('select ops.uuid_v7()'), action, session, node: 'thief', operation: null, object_type: 'review', object: null,
    purpose: null, digest: null, personal_digest: 'A'.repeat(43), trace_id: hex(16) };
  return JSON.stringify({ entry, mac: hex(32), personal: '{}', salt: hex(32), handle, key: null });
}
const quoted = (value) => `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
const code = (fn, made, request) => asGateway(`select (gateway.${fn}(${quoted(made)}::jsonb, ${quoted(request)}::jsonb)).code`);

async function underReview() {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const { record } = await createRecord(author);
  const id = await submit(author, record.id);
  const reviewer = await stagePerson(author, 'department');
  return { id, reviewer, review: await reviewer.read(`/v1/reviews/${id}`) };
}

test('the_gateways_login_alone_uses_no_session_and_decides_no_review__GS_2_2_2', async () => {
  const { id, reviewer, review } = await underReview();
  const decision = { review: id, verdict: 'approve', comment: '', countersignature: (await reviewer.decision(review)).countersignature, code_half_digest: hex(32) };
  for (const handle of [hex(32), '00'.repeat(32)]) {
    assert.equal(code('read_me', call('me.read', handle, reviewer.session.session), {}), 'invalid_token');
    assert.equal(code('decide_review', call('review.decide', handle, reviewer.session.session), decision), 'invalid_token');
  }
});

test('even_with_a_stolen_handle_nothing_is_approved_without_the_signing_key__JR_5_2', async () => {
  const { id, reviewer, review } = await underReview();
  const handle = Buffer.from(decodeJwt(reviewer.client.token).sid, 'base64url').toString('hex');
  const thief = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const { countersign, countersigned, thumbprint } = await import('./lib/signing.js');
  const members = countersigned(review, reviewer.id, platform.platform);
  const kid = await thumbprint(reviewer.signingKey);
  for (const forged of [await countersign(thief, members), await countersign(thief, members, { kid })]) {
    const decision = { review: id, verdict: 'approve', comment: '', countersignature: forged, code_half_digest: hex(32) };
    assert.equal(code('decide_review', call('review.decide', handle, reviewer.session.session), decision), 'bad_countersignature');
  }
  assert.equal((await reviewer.read(`/v1/reviews/${id}`)).stages[0].decisions.length, 0);
});

function userOf(pidFile, child = false) {
  let pid = fs.readFileSync(path.join(varFolder, 'run', pidFile), 'utf8').trim();
  if (child) pid = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
  return Number(/^Uid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

const users = { gateway: userOf('nginx.pid', true), sealer: userOf('sealer.pid'), database: userOf('database.pid') };
const apart = new Set(Object.values(users)).size === 3;

test('the_sealers_key_cannot_be_read_by_the_gateways_user__GS_2_2_2', { skip: apart ? false : 'one system user runs all here' }, () => {
  const folder = fs.realpathSync(path.join(varFolder, 'keys/sealer'));
  const keys = fs.readdirSync(folder).map((name) => path.join(folder, name));
  assert.ok(keys.length >= 2);
  for (const [name, uid] of Object.entries(users)) {
    for (const file of keys) {
      const { status } = spawnSync('cat', [file], { uid, gid: uid });
      assert.equal(status === 0, name === 'sealer', `${name} (${uid}) and ${file}`);
    }
  }
});

test('the_database_holds_no_secret_key__GS_4_2', () => {
  const folder = fs.realpathSync(path.join(varFolder, 'keys/gateway'));
  const secrets = fs.readdirSync(folder).filter((name) => name.endsWith('.key')).map((name) => fs.readFileSync(path.join(folder, name), 'utf8').trim());
  const { stdout } = spawnSync('pg_dump', ['-d', platform.database], { encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.ok(stdout.length > 10000);
  for (const secret of secrets) assert.ok(!stdout.includes(secret), 'a secret stands in the dump');
});

// Everything secret that somebody used on the way in and later, each as it was sent and as the database would write it.
async function secretsOfSomebody() {
  const somebody = newcomer('BANKB', { password: `Blue-Egret-${hex(4)}-glides` });
  const { code } = await activate(somebody);
  const wrong = `Wrong-Egret-${hex(4)}-glides`;
  expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code)), 201);
  refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: wrong }, { token: null }), 401, 'invalid_credentials');
  await (await somebody.signIn()).settle();
  if (!somebody.otp_secret) await somebody.enrol_otp();
  const before = somebody.client.token;
  const next = `Teal-Heron-${hex(4)}-wades`;
  expect(await somebody.client.call('PUT', '/v1/password', { body: { current: somebody.password, new: next } }), 200);
  const otp = await somebody.code();
  expect(await somebody.client.post('/v1/sessions/current/step-up', { otp, operation: 'otp.begin', digest: 'A'.repeat(43) }), 201);
  const { access_token: after } = expect(await somebody.client.post('/v1/sessions/current/refresh'), 200);
  const handles = [before, after].map((token) => decodeJwt(token).sid);
  assert.ok(handles.every((handle) => Buffer.from(handle, 'base64url').length === 32));
  const seed = Buffer.from(readBase32(somebody.otp_secret));
  const bytes = [...handles, ...code.split('.')].map((text) => Buffer.from(text, 'base64url'));
  return { texts: [before, after, wrong, somebody.password, next, somebody.otp_secret, ...handles, ...code.split('.')],
    bytes: [...bytes, seed], account: somebody.account };
}

// As text, and bytes in the forms in which a dump or a log could write them.
const written = ({ texts, bytes }) => [...texts.flatMap((text) => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').replace(/=+$/, '')]),
  ...bytes.flatMap((one) => ['hex', 'base64', 'base64url'].map((encoding) => one.toString(encoding).replace(/=+$/, '')))];

function filesBelow(...names) {
  return names.map((name) => path.join(fs.realpathSync(varFolder), name)).flatMap((place) => (fs.statSync(place).isFile() ? [place]
    : fs.readdirSync(place, { recursive: true }).map((name) => path.join(place, name)).filter((file) => fs.statSync(file).isFile())));
}

test('neither_logs_nor_a_dump_nor_settings_hold_what_somebody_keeps_secret__TS_4', async () => {
  const secrets = await secretsOfSomebody();
  const words = written(secrets);
  const { stdout: dump } = spawnSync('pg_dump', ['-d', platform.database], { encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.ok(dump.includes(secrets.account), 'the dump tells of them');
  for (const word of words) assert.ok(!dump.includes(word), 'a secret stands in the dump');
  const logs = filesBelow('log');
  assert.ok(logs.some((file) => fs.readFileSync(file, 'utf8').includes('/v1/sessions/current/refresh')), 'the logs tell of the calls');
  for (const file of [...logs, ...filesBelow('nginx.conf', 'schema', 'stage', 'db/postgresql.conf', 'db/postgresql.auto.conf')]) {
    const text = fs.readFileSync(file, 'latin1');
    for (const word of words) assert.ok(!text.includes(word), `${file} holds a secret`);
  }
});
