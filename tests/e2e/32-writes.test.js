// SPDX-License-Identifier: Apache-2.0
// Writes are repeated safely, and only what is exactly right is taken in.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { person, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { permissionRequest, recordRequest, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const author = () => person({ institution: 'BANKA', role: 'author' });

test('the_same_key_and_body_give_the_same_answer_and_one_effect', async () => {
  const owner = await author();
  const [key, body] = [crypto.randomUUID(), await recordRequest(owner)];
  const first = expect(await owner.post('/v1/records', body, { key }), 201);
  const second = expect(await owner.post('/v1/records', body, { key }), 201);
  assert.equal(second.record.id, first.record.id);
  assert.equal(second.identifier, first.identifier);
  const others = await Promise.all(Array.from({ length: 16 }, () => owner.post('/v1/records', body, { key })));
  others.forEach((answer) => assert.equal(expect(answer, 201).record.id, first.record.id));
});

test('racing_first_uses_of_a_key_make_one_record', async () => {
  const owner = await author();
  const [key, body] = [crypto.randomUUID(), await recordRequest(owner, { title: `Race ${crypto.randomUUID()}` })];
  const answers = await Promise.all(Array.from({ length: 16 }, () => owner.post('/v1/records', body, { key })));
  const ids = new Set(answers.filter(({ status }) => status === 201).map((answer) => answer.body.record.id));
  assert.equal(ids.size, 1);
  const made = (await owner.read('/v1/records?limit=500')).items.filter(({ title }) => title === body.title);
  assert.equal(made.length, 1);
});

test('the_same_key_with_another_body_is_refused', async () => {
  const owner = await author();
  const [key, body] = [crypto.randomUUID(), await recordRequest(owner)];
  expect(await owner.post('/v1/records', body, { key }), 201);
  refused(await owner.post('/v1/records', { ...body, title: 'Another' }, { key }), 422, 'idempotency_mismatch');
});

test('a_key_belongs_to_its_account_and_route', async () => {
  const owner = await author();
  const key = crypto.randomUUID();
  const record = await publishRecord(owner);
  expect(await owner.post('/v1/records', await recordRequest(owner), { key }), 201);
  const reader = await person({ institution: 'BANKB', role: 'author' });
  expect(await reader.post('/v1/permission-requests', permissionRequest({ record }), { key }), 202);
  expect(await reader.post('/v1/records', await recordRequest(reader), { key }), 201);
});

test('a_refused_write_may_be_mended_under_a_new_key_and_leaves_its_entry', async () => {
  const owner = await author();
  const body = await recordRequest(owner, { category: 'nowhere' });
  const answer = await owner.post('/v1/records', body);
  assert.equal(answer.status, 422);
  const found = superuser(`select count(*) from audit.entry where trace_id = '${answer.body.trace_id}' and outcome = 'refused'`);
  assert.equal(found, '1', 'the refusal has its entry');
});

// Bodies that JSON parsers of the world read differently, or that somebody might have meant otherwise.
const wrapped = (body, change) => JSON.stringify(body).replace(/^\{/, `{${change},`);
const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);

test('strict_bodies_are_refused_with_the_member__JR_11_3_2', async () => {
  const owner = await author();
  const body = await recordRequest(owner);
  const cases = [
    ['unknown member', wrapped(body, '"extra":1'), 400, '/extra'],
    ['duplicate keys', wrapped(body, '"level":"public"'), 400],
    ['wrong type', JSON.stringify({ ...body, title: 7 }), 400, '/title'],
    ['wrong word', JSON.stringify({ ...body, level: 'Public' }), undefined, '/level'],
    ['missing member', JSON.stringify({ ...body, title: undefined }), 400, '/title'],
    ['null for a text', JSON.stringify({ ...body, title: null }), 400, '/title'],
    ['an array', '[]', 400], ['a number', '1', 400], ['nothing', '', 400], ['half', '{"type":', 400], ['two', '{}{}', 400],
    ['NUL escape', JSON.stringify({ ...body, title: 'a\u0000b' }), 400],
    ['a NUL byte', Buffer.from(JSON.stringify(body).replace('A note', 'A\0note')), 400],
    ['invalid UTF-8', Buffer.from(JSON.stringify(body).replace('A note', 'A\xffnote'), 'latin1'), 400],
    ['lone surrogate', JSON.stringify(body).replace('A note', '\\ud800'), 400],
    ['deep nesting', JSON.stringify({ ...body, content: 0 }).replace('"content":0', `"content":${nested(40)}`), 400],
    ['audience twice typed', JSON.stringify({ ...body, audience: { members: true } }), 400, '/audience'],
    ['inner type', JSON.stringify({ ...body, audience: ['BANKA', 7] }), 400, '/audience/1'],
  ];
  for (const [name, raw, status = 0, pointer] of cases) {
    const answer = await owner.post('/v1/records', undefined, { raw: Buffer.from(raw) });
    assert.ok(answer.status >= 400 && answer.status < 500, `${name}: ${answer.status}`);
    if (status) assert.equal(answer.status, status, `${name}: ${answer.bytes}`);
    if (pointer) assert.equal(answer.body.pointer, pointer, `${name}: ${answer.bytes}`);
  }
});

test('media_types_methods_and_routes_that_are_not_ours_are_refused', async () => {
  const owner = await author();
  const body = Buffer.from(JSON.stringify(await recordRequest(owner)));
  refused(await owner.post('/v1/records', undefined, { raw: body, headers: { 'content-type': 'text/plain' } }), 415, 'unsupported_media_type');
  refused(await owner.client.call('PUT', '/v1/records', { raw: body }), 405, 'method_not_allowed');
  refused(await owner.client.call('DELETE', '/v1/me', { unchecked: true }), 405, 'method_not_allowed');
  for (const path of ['/', '/v1', '/v2/me', '/v1/me/', '/v1/records/x', '/v1/nothing']) {
    const answer = await owner.get(path, { unchecked: true });
    assert.ok([404, 400].includes(answer.status), `${path}: ${answer.status}`);
  }
});

test('query_parameters_are_as_strict_as_bodies', async () => {
  const owner = await author();
  for (const query of ['limit=0', 'limit=501', 'limit=x', 'limit=1&limit=2', 'nothing=1', 'after=%00', 'level=Public', 'after=not-a-cursor']) {
    const answer = await owner.get('/v1/records?' + query, { unchecked: true });
    assert.ok([400, 422].includes(answer.status), `${query}: ${answer.status}`);
  }
  refused(await owner.get('/v1/records/not-an-id/content', { unchecked: true }), 404, 'not_found');
});

test('a_body_over_the_limit_is_refused_and_the_platform_goes_on__JR_11_3_2', async () => {
  const owner = await author();
  const raw = Buffer.from(JSON.stringify({ account: 'a', password: 'x'.repeat(64 * 1024 * 1024) }));
  const answer = await owner.client.post('/v1/sessions', undefined, { raw, token: null }).catch((error) => error);
  if (answer instanceof Error) assert.match(answer.message, /EPIPE|ECONNRESET|socket hang up/);
  else refused(answer, 413, 'too_large');
  await owner.read('/v1/me');
});

test('pages_follow_one_another_without_gap_or_repeat', async () => {
  const owner = await author();
  const all = (await owner.read('/v1/records?limit=500')).items.map(({ id }) => id);
  const seen = [];
  for (let after = ''; ;) {
    const page = await owner.read(`/v1/records?limit=3${after}`);
    assert.ok(page.items.length <= 3);
    seen.push(...page.items.map(({ id }) => id));
    if (!page.next || seen.length >= 500) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(seen.slice(0, all.length), all.slice(0, seen.length));
});

test('titles_speak_chinese_when_asked_and_codes_never_change', async () => {
  const owner = await author();
  const chinese = await owner.get('/v1/nothing', { unchecked: true, headers: { 'accept-language': 'zh-CN' } });
  const english = await owner.get('/v1/nothing', { unchecked: true, headers: { 'accept-language': 'en' } });
  assert.match(chinese.body.title, /\p{Script=Han}/u);
  assert.equal(chinese.body.code, english.body.code);
});

test('a_trace_of_the_caller_is_kept__GS_4_3b', async () => {
  const owner = await author();
  const trace = crypto.randomBytes(16).toString('hex');
  const traced = (value) => owner.get('/v1/nothing', { unchecked: true, headers: { traceparent: value } });
  assert.equal((await traced(`00-${trace}-00f067aa0ba902b7-01`)).body.trace_id, trace);
  for (const bad of [`00-${trace}-00f067aa0ba902b7`, `ff-${trace}-00f067aa0ba902b7-01`, `00-${trace.toUpperCase()}-00F067AA0BA902B7-01`.replace(/^(.*)$/, '$1-x')]) {
    assert.notEqual((await traced(bad)).body.trace_id, trace, bad);
  }
});
