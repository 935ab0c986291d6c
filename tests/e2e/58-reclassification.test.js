// SPDX-License-Identifier: Apache-2.0
// What is published is given another level and grade: by others, with an identifier of its own, and no grant outlives what it was given for.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { createLocalJWKSet, compactVerify } from 'jose';
import { connect, person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { approveStages, createRecord, fileRequest, grantAccess, join, permissionRequest, publishRecord, stagePerson, submit } from './lib/flows.js';
import { startNode } from './lib/node.js';
import { openStream } from './lib/streams.js';
import { digest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = (index = 0) => person({ institution: 'BANKA', role: 'author' }, index);
const staff = () => person({ institution: 'BANKB', role: 'author' });
const executive = (institution = 'BANKB', index = 0) => person({ institution, role: 'reviewer.compliance' }, index);
const wanted = (overrides = {}) => ({ level: 'secret', grade: 'important', reason: 'It names a borrower.', ...overrides });
const ask = (who, record, overrides, options) => who.post(`/v1/records/${record}/reclassification`, wanted(overrides), options);
const read = (who, record, operation = 'view') => who.get(`/v1/records/${record}/content?operation=${operation}&purpose=risk`);
const grantOf = (review) => superuser(`select grant_id from access.grant where review_id = '${review.id}'`);

async function claims(jws, typ = 'record-identifier+jws') {
  const keys = createLocalJWKSet(expect(await connect().get('/.well-known/jwks.json'), 200));
  const { payload, protectedHeader } = await compactVerify(jws, keys);
  assert.equal(protectedHeader.typ, typ);
  return JSON.parse(Buffer.from(payload).toString('utf8'));
}

const approve = async (review, stages) => approveStages(await author(), review, stages);

async function reclassify(record, overrides) {
  const { review } = expect(await ask(await author(1), record, overrides), 202);
  assert.equal((await approve(review.id)).state, 'approved');
}

test('a_raised_record_is_read_under_its_new_level_by_whom_that_allows__GS_4_1', async () => {
  const [writer, colleague, low, high] = [await author(), await author(1), await staff(), await executive()];
  const record = await publishRecord(writer, { title: 'A list of names' });
  const grants = [grantOf(await grantAccess(low, 'BANKA', { record })), grantOf(await grantAccess(high, 'BANKA', { record }, { max_level: 'secret', operations: ['view'] }))];
  const before = expect(await read(high, record), 200);
  expect(await read(low, record), 200);

  const { review } = expect(await ask(colleague, record), 202);
  const pinned = await writer.read(`/v1/reviews/${review.id}`);
  assert.deepEqual([pinned.payload.level, pinned.payload.from, pinned.payload.title], ['secret', { level: 'confidential', grade: 'important' }, null]);
  const reviewer = await stagePerson(writer, 'department');
  assert.equal(expect(await reviewer.get(`/v1/reviews/${review.id}/preview`), 200).level, 'confidential');
  refused(await low.get(`/v1/reviews/${review.id}/preview`), 404, 'not_found');
  await approve(review.id, ['department', 'responsible']);
  expect(await read(low, record), 200);
  await approve(review.id, ['compliance']);

  const after = expect(await read(high, record), 200);
  assert.deepEqual([after.level, after.obligations, after.title, after.content], ['secret', ['online_only'], 'A list of names', before.content]);
  const [former, current] = [await claims(before.identifier), await claims(after.identifier)];
  assert.deepEqual({ ...former, revision: 2, level: 'secret', at: current.at }, current);
  assert.equal(digest(Buffer.from(after.identifier)), pinned.payload.identifier_digest, 'the identifier is the one that was signed over');
  refused(await read(low, record), 403, 'operation_not_allowed');
  assert.deepEqual(await Promise.all(grants.map(async (grant, i) => (await [low, high][i].read(`/v1/grants/${grant}`)).state)), ['revoked', 'granted']);
  const shown = await low.read(`/v1/records/${record}`);
  assert.deepEqual([shown.level, shown.title, shown.revision, shown.identifier], ['secret', null, 2, after.identifier]);
  assert.equal(superuser(`select count(*) from record.record where record_id = '${record}' and title is not null`), '0');

  // What was delivered before was delivered under what it was then.
  const receipts = await Promise.all([before, after].map(async ({ delivery }) => claims((await high.read(`/v1/deliveries/${delivery}/receipt`)).receipt, 'delivery-receipt+jws')));
  assert.deepEqual(receipts.map(({ identifier, obligations }) => [identifier, obligations]), [[before.identifier, []], [after.identifier, ['online_only']]]);
});

test('a_lowered_record_shows_its_title_and_widens_no_grant__GS_4_1', async () => {
  const [writer, high] = [await author(), await executive()];
  const record = await publishRecord(writer, { level: 'secret', title: 'It was secret' });
  assert.equal((await high.read(`/v1/records/${record}`)).title, null);
  await grantAccess(high, 'BANKA', { record }, { max_level: 'secret', operations: ['view'] });
  refused(await read(high, record, 'download'), 403, 'grant_required');
  await reclassify(record, { level: 'confidential' });
  assert.deepEqual([(await high.read(`/v1/records/${record}`)).title, expect(await read(high, record), 200).level], ['It was secret', 'confidential']);
  refused(await read(high, record, 'download'), 403, 'grant_required');
  refused(await read(await staff(), record), 403, 'grant_required');
});

test('who_may_not_ask_and_what_cannot_be_asked_for_is_refused__GS_4_1', async () => {
  const [writer, record] = [await author(), await publishRecord(await author())];
  const { record: draft } = await createRecord(writer);
  refused(await ask(await staff(), record), 404, 'not_found');
  refused(await ask(await executive(), record), 403, 'forbidden');
  refused(await ask(await person({ institution: 'OPERATOR', role: 'admin.security' }), record), 403, 'forbidden');
  refused(await ask(writer, record.replace(/.{12}$/, 'aaaaaaaaaaaa')), 404, 'not_found');
  refused(await ask(await author(1), draft.id), 404, 'not_found');
  refused(await ask(writer, draft.id), 409, 'conflict');
  assert.equal(refused(await ask(writer, record, { level: 'confidential' }), 422, 'invalid_value').pointer, '/level');
  refused(await ask(writer, record, { level: 'cosmic' }, { unchecked: true }), 400, 'wrong_type');
  refused(await ask(writer, record, { reason: undefined }, { unchecked: true }), 400, 'missing_member');
  refused(await ask(writer, record, { title: 'x' }, { unchecked: true }), 400, 'unknown_member');
  const key = crypto.randomUUID();
  const { review } = expect(await ask(writer, record, {}, { key }), 202);
  assert.equal(expect(await ask(writer, record, {}, { key }), 202).review.id, review.id, 'the same call is answered as before');
  assert.equal(refused(await ask(await author(1), record), 409, 'conflict').review, review.id);
  assert.equal(refused(await writer.client.delete(`/v1/records/${record}`, { key: crypto.randomUUID() }), 409, 'conflict').review, review.id);
  expect(await writer.client.delete(`/v1/reviews/${review.id}`, { key: crypto.randomUUID() }), 204);
  expect(await writer.post(`/v1/records/${record}/withdrawal`, { reason: 'It is wrong.' }), 200);
  refused(await ask(writer, record), 409, 'conflict');
});

test('what_is_under_way_when_a_record_is_reclassified_is_cut__GS_4_1__GS_3_3', async () => {
  const [writer, bytes] = [await author(), crypto.randomBytes(16 * 2 ** 20)];
  const { record } = expect(await writer.post('/v1/records', await fileRequest(writer, bytes)), 201);
  await approveStages(writer, await submit(writer, record.id));
  const stream = await openStream(await join('BANKB'), `/v1/records/${record.id}/content?operation=download`);
  await stream.take(2 ** 19);
  await reclassify(record.id, { level: 'public', grade: 'sensitive' });
  await stream.drain();
  assert.ok(!stream.isWhole() && stream.size < bytes.length);
  assert.equal(superuser(`select reason_code from audit.entry where action = 'release.cut' and delivery_id = '${stream.headers['delivery-identifier']}'`), 'facts_moved');
  const again = await (await staff()).get(`/v1/records/${record.id}/content?operation=download`, { file: true });
  expect(again, 200);
  assert.ok(again.bytes.equals(bytes), 'the content is the same');
  assert.equal((await claims(again.headers['record-identifier'])).grade, 'sensitive');
});

const shuffled = (list) => list.map((value) => [Math.random(), value]).sort(([a], [b]) => a - b).map(([, value]) => value);
const times = (n, make) => Array.from({ length: n }, make);

// 64 at once over two nodes: of the last decision and a withdrawal one comes first, and each release is whole under one level.
for (const rival of ['nothing', 'withdrawal']) {
  test(`of_64_decisions_releases_and_${rival}_on_two_nodes_each_sees_one_level__GS_4_1`, async () => {
    const [writer, reader, node] = [await author(), await staff(), await startNode({ name: `node-level-${rival}` })];
    try {
      const record = await publishRecord(writer, { level: 'public' });
      const { review } = expect(await ask(writer, record, { level: 'confidential', grade: 'general' }), 202);
      await approve(review.id, ['department', 'responsible']);
      const last = [await stagePerson(writer, 'compliance'), await stagePerson(writer, 'compliance', 1)];
      const shown = await last[0].read(`/v1/reviews/${review.id}`);
      for (const who of last) expect(await who.stepUp('review.decide', shown.digest), 201);
      const decisions = await Promise.all(last.map((who) => who.decision(shown)));
      const elsewhere = [...last, reader].map((who) => Object.assign(who.connect({ baseUrl: node.baseUrl }), { token: who.client.token }));
      const through = (n, k) => (n % 2 ? elsewhere[k] : [...last, reader][k].client);
      const results = await Promise.all(shuffled([
        ...times(24, (_, n) => ['decide', () => through(n >> 1, n % 2).post(`/v1/reviews/${review.id}/decisions`, decisions[n % 2], { key: crypto.randomUUID() })]),
        ...times(rival === 'withdrawal' ? 8 : 0, () => ['withdraw', () => writer.post(`/v1/records/${record}/withdrawal`, { reason: 'It is wrong.' })]),
        ...times(rival === 'withdrawal' ? 32 : 40, (_, n) => ['read', () => through(n, 2).get(`/v1/records/${record}/content?operation=view`)]),
      ]).map(async ([name, call]) => [name, await call()]));
      const won = (name) => results.filter(([one, answer]) => one === name && answer.status === 200);
      assert.equal(won('decide').length, 1);
      const state = (await writer.read(`/v1/reviews/${review.id}`)).state;
      const [raised, withdrawn] = [state === 'approved', won('withdraw').length === 1];
      assert.ok(raised || withdrawn, state);
      assert.equal(superuser(`select count(*) from audit.entry where review_id = '${review.id}' and action = 'record.reclassified'`), raised ? '1' : '0');
      assert.equal(superuser(`select concat_ws(' ', state, level, revision) from record.record where record_id = '${record}'`),
        `${withdrawn ? 'withdrawn' : 'published'} ${raised ? 'confidential 2' : 'public 1'}`);
      for (const [, { body }] of won('read')) {
        assert.deepEqual([body.level, (await claims(body.identifier)).level], ['public', 'public'], 'nobody without a grant reads under the other level');
        assert.equal(superuser(`select revision from audit.entry where entry_id = '${body.delivery}'`), '1');
      }
      for (const client of elsewhere) client.close();
    } finally {
      await node.stop();
    }
  });
}

test('a_grant_and_a_raise_decided_at_once_leave_no_grant_beyond__GS_4_1', async () => {
  const [writer, reader, record] = [await author(), await staff(), await publishRecord(await author())];
  const { review: grant } = expect(await reader.post('/v1/permission-requests', permissionRequest({ record })), 202);
  expect(await (await person({ institution: 'BANKB', role: 'approver.requester' })).decide(grant.id), 200);
  const { review: raise } = expect(await ask(writer, record), 202);
  await approve(raise.id, ['department', 'responsible']);
  const [granter, raiser] = [await executive('BANKA', 0), await executive('BANKA', 1)];
  const shown = await raiser.read(`/v1/reviews/${raise.id}`);
  expect(await raiser.stepUp('review.decide', shown.digest), 201);
  const bodies = [[granter, grant, await granter.decision(await granter.read(`/v1/reviews/${grant.id}`))], [raiser, raise, await raiser.decision(shown)]];
  const answers = await Promise.all(shuffled(times(64, (_, n) => n % 2)).map(async (n) => {
    const [who, review, body] = bodies[n];
    return [n, (await who.post(`/v1/reviews/${review.id}/decisions`, body)).status];
  }));
  assert.deepEqual([0, 1].map((n) => answers.filter(([one, status]) => one === n && status === 200).length), [1, 1]);
  const [state] = superuser(`select g.state || ' ' || r.state from access.grant g join review.review r on r.review_id = '${grant.id}' where g.review_id = r.review_id`).split('\n');
  assert.ok(['revoked approved', 'rejected failed'].includes(state), state);
});

test('the_command_asks_for_another_level__GS_4_1', async () => {
  const record = await publishRecord(await author());
  const usage = 2;
  expectRun(run(await author(1), ['record', 'reclassify', record, '--level', 'secret']), usage);
  const { review } = expectRun(run(await author(1), ['record', 'reclassify', record, '--level', 'secret', '--grade', 'core', '--reason', 'It names a borrower.', '--json']), 0).json;
  assert.equal(review.kind, 'record.reclassify');
  assert.match(expectRun(run(await stagePerson(await author(), 'department'), ['review', 'show', review.id]), 0).text, /It names a borrower/);
});
