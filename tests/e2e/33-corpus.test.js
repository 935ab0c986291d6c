// SPDX-License-Identifier: Apache-2.0
// Real files of the trade go through create, publish and read, and come back byte for byte.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { person, project } from './lib/platform.js';
import { expect } from './lib/client.js';
import { approveStages, fileRequest, submit } from './lib/flows.js';
import { contentDigest } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const folder = path.resolve(project, '../shared/data');
const mediaTypes = { '.xml': 'application/xml', '.json': 'application/json', '.csv': 'text/csv', '.txt': 'text/plain', '.md': 'text/markdown' };

function files() {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true }).filter((name) => fs.statSync(path.join(folder, name)).isFile()).sort();
}

async function roundTrip(name, author, reader) {
  const bytes = fs.readFileSync(path.join(folder, name));
  const request = await fileRequest(author, bytes, { title: name, media_type: mediaTypes[path.extname(name)] ?? 'application/octet-stream' });
  const { record } = expect(await author.post('/v1/records', request), 201);
  await approveStages(author, await submit(author, record.id));
  const answer = await reader.get(`/v1/records/${record.id}/content?operation=download`, { file: true });
  expect(answer, 200);
  assert.ok(answer.bytes.equals(bytes), `${name} changed on its way`);
  assert.equal(answer.headers['content-digest'], contentDigest(bytes));
  assert.equal(answer.type, request.media_type);
}

test('every_file_comes_back_byte_for_byte__GS_4_3b', { skip: fs.existsSync(folder) ? false : `${folder} is not here` }, async (t) => {
  const author = await person({ institution: 'BANKA', role: 'author' });
  const reader = await person({ institution: 'BANKB', role: 'author' });
  for (const name of files()) await t.test(name, () => roundTrip(name, author, reader));
});
