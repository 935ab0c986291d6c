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
import { createRecord, stagePerson, submit } from './lib/flows.js';
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

test('no_log_file_holds_a_session_handle_or_a_password__TS_4', async () => {
  const reviewer = await person({ institution: 'BANKA', role: 'reviewer.compliance' });
  await reviewer.read('/v1/me');
  const { sid } = decodeJwt(reviewer.client.token);
  const words = [sid, Buffer.from(sid, 'base64url').toString('hex'), reviewer.client.token, reviewer.password];
  const folder = path.join(varFolder, 'log');
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!fs.statSync(file).isFile()) continue;
    const text = fs.readFileSync(file, 'utf8');
    for (const word of words) assert.ok(!text.includes(word), `${name} holds a secret`);
  }
});
