// SPDX-License-Identifier: Apache-2.0
// Must hold 8: a worker's memory and descriptors are flat over 10,000 mixed requests.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { connect, person, varFolder } from './lib/platform.js';
import { createRecord, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

function workers() {
  const master = fs.readFileSync(path.join(varFolder, 'run/nginx.pid'), 'utf8').trim();
  return fs.readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ');
}

function figures(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return { resident_kib: Number(/VmRSS:\s+(\d+)/.exec(status)[1]), descriptors: fs.readdirSync(`/proc/${pid}/fd`).length };
}

async function mixedRequests(count, { author, reader, record, stranger }) {
  const makers = [
    () => reader.get(`/v1/records/${record}/content`), () => reader.get('/v1/me'), () => author.get('/v1/records?limit=5'),
    () => reader.get('/v1/record-types'), () => reader.get('/v1/reviews?limit=5'), () => stranger.get('/v1/me'),
    () => reader.get('/v1/me', { token: 'a.b.c' }), () => author.post('/v1/records', undefined, { raw: Buffer.from('{"type":"note","x":[[1]]}') }),
    () => reader.get(`/v1/records/${record.replace(/.{12}$/, 'bbbbbbbbbbbb')}`), () => reader.get('/v1/nothing', { unchecked: true }),
    () => stranger.get('/.well-known/jwks.json'), () => reader.get(`/v1/records/${record}/content?operation=nonsense`, { unchecked: true })];
  let [sent, failed] = [0, 0];
  const lane = async () => {
    while (sent < count) {
      sent += 1;
      const answer = await makers[sent % makers.length]();
      if (answer.status >= 500) failed += 1;
      if (sent % 500 === 0) await createRecord(author);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return failed;
}

test('memory_and_descriptors_of_a_worker_are_flat_over_10000_mixed_requests', async (t) => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const reader = await person({ institution: 'BANKB', role: 'author' });
  const cast = { author, reader, record: await publishRecord(author, { level: 'public' }), stranger: connect() };
  await mixedRequests(3000, cast); // pools, statements and caches have then found their size
  const before = workers().map((pid) => [pid, figures(pid)]);
  assert.equal(await mixedRequests(10000, cast), 0, 'no answer was a failure');
  const after = Object.fromEntries(workers().map((pid) => [pid, figures(pid)]));
  for (const [pid, was] of before) {
    const is = after[pid];
    t.diagnostic(`worker ${pid}: ${was.resident_kib} KiB, ${was.descriptors} descriptors before; ${is?.resident_kib} KiB, ${is?.descriptors} after`);
    assert.ok(is, 'the worker lives');
    assert.ok(is.resident_kib - was.resident_kib < 2048, 'the memory does not grow');
    assert.ok(Math.abs(is.descriptors - was.descriptors) <= 8, 'the descriptors do not grow'); // one a connection of this test
  }
});
