// SPDX-License-Identifier: Apache-2.0
// The log: who sees what of it, and that it proves itself to somebody who trusts nobody here.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { person, platform } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { publishRecord } from './lib/flows.js';
import { digest } from './lib/signing.js';
import { checkInclusion, leafData, leafHash, openCheckpoint, rootOfPath } from './lib/merkle.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const auditor = (institution) => person({ institution, role: 'auditor' });

async function delivered() {
  const owner = await person({ institution: 'BANKA', role: 'author' });
  const reader = await person({ institution: 'BANKB', role: 'author' });
  const record = await publishRecord(owner, { level: 'public' });
  return { owner, reader, record, ...expect(await reader.get(`/v1/records/${record}/content`), 200) };
}

// The entry once the sealer has taken it.
async function sealed(who, entry) {
  for (let waited = 0; waited < 10000; waited += 100) {
    const found = await who.read(`/v1/audit/entries/${entry}`);
    if (found.leaf_index !== null) return found;
    await sleep(100);
  }
  return assert.fail(`${entry} was not sealed within 10 s`);
}

// A leaf has its number before the checkpoint that covers it is published: the proof comes with that.
async function proven(reader, delivery) {
  for (let waited = 0; waited < 10000; waited += 100) {
    const { proof } = await reader.read(`/v1/deliveries/${delivery}/receipt`);
    if (proof !== null) return proof;
    await sleep(100);
  }
  return assert.fail(`${delivery} was not proven within 10 s`);
}

const checkpoint = async (who) => openCheckpoint(await who.read('/v1/audit/checkpoint'), platform.log_key);

test('an_entry_is_proved_to_be_in_the_signed_tree_by_foreign_code__GS_2_2_2', async () => {
  const { delivery, record } = await delivered();
  const who = await auditor('BANKB');
  const entry = await sealed(who, delivery);
  assert.equal(Object.keys(entry.core).length, 28);
  assert.deepEqual([entry.core.object, entry.core.origin, entry.core.outcome], [record, 'gateway', 'done']);
  const head = await checkpoint(who);
  const proof = await who.read(`/v1/audit/proofs/inclusion?entry=${delivery}&size=${head.size}`);
  assert.equal(proof.leaf_index, entry.leaf_index);
  checkInclusion(entry, proof, head);
  assert.throws(() => checkInclusion({ ...entry, core: { ...entry.core, account: crypto.randomUUID() } }, proof, head));
  assert.throws(() => checkInclusion(entry, { ...proof, leaf_index: proof.leaf_index - 1 }, head));
  assert.throws(() => checkInclusion(entry, { ...proof, path: proof.path.slice(1) }, head));
});

test('the_personal_part_matches_its_digest_in_the_core__GS_1_5', async () => {
  const { delivery } = await delivered();
  const { core, personal, personal_salt: salt } = await (await auditor('BANKB')).read(`/v1/audit/entries/${delivery}`);
  assert.equal(digest(Buffer.from(salt, 'base64url'), personal), core.personal_digest);
  assert.equal(JSON.parse(personal).address, '127.0.0.1');
  assert.ok(!JSON.stringify(core).includes('127.0.0.1'));
});

test('the_owners_auditor_sees_which_account_read_and_not_from_where__GS_1_5', async () => {
  const { delivery, reader } = await delivered();
  const { core, personal, personal_salt: salt } = await (await auditor('BANKA')).read(`/v1/audit/entries/${delivery}`);
  assert.deepEqual([core.account, personal, salt], [reader.id, null, null]);
});

test('a_filter_that_says_nothing_is_refused__GS_4_3c', async () => {
  const who = await auditor('BANKA');
  assert.ok((await who.read('/v1/audit/entries?from=1970-01-01T00:00:00Z')).items.length > 0);
  for (const filter of ['from=0000-01-01T00:00:00Z', 'to=0000-01-01T00:00:00Z', 'action=record.stolen']) {
    const { pointer } = refused(await who.get(`/v1/audit/entries?${filter}`), 422, 'invalid_value');
    assert.equal(pointer, `/${filter.split('=')[0]}`);
  }
});

test('the_receipt_has_its_proof_once_sealed__GS_4_3b', async () => {
  const { delivery, reader } = await delivered();
  const who = await auditor('BANKB');
  const entry = await sealed(who, delivery);
  const proof = await proven(reader, delivery);
  assert.equal(proof.leaf_index, entry.leaf_index);
  const leaf = leafHash(leafData(entry.salt, entry.core));
  const same = await who.read(`/v1/audit/proofs/inclusion?entry=${delivery}&size=${proof.size}`);
  assert.ok(rootOfPath(leaf, proof.leaf_index, proof.size, proof.path).equals(rootOfPath(leaf, same.leaf_index, same.size, same.path)));
});

test('an_auditor_sees_the_own_institution_and_a_regulator_those_in_its_charge__GS_4_3c', async () => {
  const { delivery, owner, record } = await delivered();
  const created = (await (await auditor('BANKA')).read(`/v1/audit/entries?action=record.create&account=${owner.id}&limit=500`)).items.find(({ object }) => object === record);
  assert.ok(created, 'the creation is in the log of its institution');
  refused(await (await auditor('BANKB')).get(`/v1/audit/entries/${created.id}`), 404, 'not_found');
  refused(await (await auditor('BANKB')).get(`/v1/audit/proofs/inclusion?entry=${created.id}`), 404, 'not_found');
  const regulator = await auditor('REGULATOR');
  for (const id of [created.id, delivery]) assert.equal((await regulator.read(`/v1/audit/entries/${id}`)).core.id, id);
  const foreign = await (await auditor('BANKB')).get('/v1/audit/entries?institution=BANKA');
  assert.ok(foreign.status === 200 ? foreign.body.items.every(({ owner: of }) => of !== null) && !foreign.body.items.some(({ id }) => id === created.id)
    : [403, 404].includes(foreign.status));
});

test('who_is_no_auditor_reads_no_log__GS_3_1_1', async () => {
  const { delivery, owner, reader } = await delivered();
  for (const who of [owner, reader]) {
    for (const path of ['/v1/audit/entries', `/v1/audit/entries/${delivery}`]) {
      const answer = await who.get(path);
      assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  }
});

test('reading_the_log_is_itself_logged__GS_4_3c', async () => {
  const who = await auditor('BANKA');
  const trace = crypto.randomBytes(16).toString('hex');
  await who.read('/v1/audit/entries?limit=1', { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
  const { items } = await who.read(`/v1/audit/entries?account=${who.id}&limit=500&action=entry.list`);
  assert.equal(items.filter(({ trace_id }) => trace_id === trace).length, 1);
});

test('refusals_have_their_entries_with_the_reason__GS_4_3c', async () => {
  const { owner } = await delivered();
  const record = await publishRecord(owner);
  const reader = await person({ institution: 'BANKB', role: 'author' });
  const { trace_id: trace } = refused(await reader.get(`/v1/records/${record}/content`), 403, 'grant_required');
  const { items } = await (await auditor('BANKB')).read(`/v1/audit/entries?account=${reader.id}&outcome=refused&limit=500`);
  const [entry] = items.filter(({ trace_id }) => trace_id === trace);
  assert.deepEqual([entry.action, entry.reason_code, entry.object], ['record.release', 'grant_required', record]);
});

async function all(who, query) {
  const items = [];
  for (let after = null; ;) {
    const page = await who.read(`/v1/audit/entries?limit=500&${query}${after ? `&after=${encodeURIComponent(after)}` : ''}`);
    items.push(...page.items);
    if (!(after = page.next)) return items;
  }
}

test('an_institutions_entries_are_numbered_without_a_gap__GS_2_2_2', async () => {
  const me = await person({ institution: 'BANKA', role: 'author' });
  const who = await auditor('BANKA');
  await sleep(2500);
  const items = await all(who, '');
  const own = items.filter(({ institution, n }) => n !== null && institution !== null && institution === items.find(({ account }) => account === me.id).institution);
  assert.ok(own.length > 50);
  const numbers = own.map(({ n }) => n).sort((a, b) => a - b);
  assert.deepEqual(numbers, numbers.map((_, i) => i + 1));
  assert.ok(items.every(({ origin }) => origin !== 'unverified'));
});

test('a_checkpoint_grows_and_is_signed_by_the_log_key_alone__GS_2_2_2', async () => {
  const who = await auditor('REGULATOR');
  const note = await who.read('/v1/audit/checkpoint');
  const first = openCheckpoint(note, platform.log_key);
  assert.equal(first.origin, `${platform.platform}/log`);
  assert.throws(() => openCheckpoint(note.replace(/\n\d+\n/, `\n${first.size + 1}\n`), platform.log_key));
  await delivered();
  await sleep(3000);
  assert.ok((await checkpoint(who)).size > first.size);
});
