// SPDX-License-Identifier: Apache-2.0
// A published record is taken back by one person, at once and for good.
import test from 'node:test';
import assert from 'node:assert/strict';
import { person } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { createRecord, publishRecord } from './lib/flows.js';
import { expectRun, run } from './lib/command.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const reason = { reason: 'A figure is wrong.' };
const author = (index = 0) => person({ institution: 'BANKA', role: 'author' }, index);

test('a_withdrawn_record_is_read_by_nobody__GS_2_3_2', async () => {
  const [writer, reader] = [await author(), await person({ institution: 'BANKB', role: 'author' })];
  const record = await publishRecord(writer, { level: 'public' });
  expect(await reader.get(`/v1/records/${record}/content?operation=view&purpose=risk`), 200);
  const { record: withdrawn } = expect(await writer.post(`/v1/records/${record}/withdrawal`, reason), 200);
  assert.equal(withdrawn.state, 'withdrawn');
  refused(await reader.get(`/v1/records/${record}/content?operation=view&purpose=risk`), 404, 'not_found');
  refused(await reader.get(`/v1/records/${record}`), 404, 'not_found');
  assert.equal(expect(await writer.get(`/v1/records/${record}`), 200).state, 'withdrawn');
  refused(await writer.post(`/v1/records/${record}/withdrawal`, reason), 409, 'conflict');
  refused(await writer.post(`/v1/records/${record}/publication`, { urgency: 'normal' }), 409, 'conflict');
});

test('nobody_else_withdraws__GS_2_3_2', async () => {
  const writer = await author();
  const { record: draft } = await createRecord(writer);
  refused(await writer.post(`/v1/records/${draft.id}/withdrawal`, reason), 409, 'conflict');
  const record = await publishRecord(writer);
  refused(await (await person({ institution: 'BANKB', role: 'author' })).post(`/v1/records/${record}/withdrawal`, reason), 404, 'not_found');
  refused(await (await person({ institution: 'BANKA', role: 'auditor' })).post(`/v1/records/${record}/withdrawal`, reason), 403, 'forbidden');
  refused(await (await person({ institution: 'OPERATOR', role: 'admin.security' })).post(`/v1/records/${record}/withdrawal`, reason), 403, 'forbidden');
  refused(await writer.post(`/v1/records/${record}/withdrawal`, {}, { unchecked: true }), 400, 'missing_member');
  assert.equal(expect(await writer.get(`/v1/records/${record}`), 200).state, 'published');
});

test('a_colleague_withdraws_by_the_command__GS_2_3_2', async () => {
  const record = await publishRecord(await author());
  expectRun(run(await author(1), ['record', 'withdraw', record, '--reason', 'A figure is wrong.']), 0);
});
