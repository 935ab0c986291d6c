// SPDX-License-Identifier: Apache-2.0
// One's own terminals: seen, ended, and given a new token (GS-2.2.1).
import test from 'node:test';
import assert from 'node:assert/strict';
import { expect, refused } from './lib/client.js';
import { join } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const refresh = (somebody) => somebody.client.post('/v1/sessions/current/refresh');

test('own_sessions_are_listed_and_no_others__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const { items } = await somebody.read('/v1/sessions');
  assert.deepEqual(items.map(({ id, current }) => [id, current]), [[somebody.session.session, true]]);
});

test('a_refreshed_session_has_one_token__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const former = somebody.client.token;
  const fresh = expect(await refresh(somebody), 200);
  assert.equal(fresh.session, somebody.session.session);
  assert.ok(fresh.expires_in <= somebody.session.expires_in, 'its end stays');
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await refresh(somebody), 401, 'invalid_token');
  somebody.client.token = fresh.access_token;
  await somebody.read('/v1/me');
  assert.notEqual(former, fresh.access_token);
});

test('of_20_that_race_to_refresh_one_holds_the_session__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(somebody)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  answers.filter(({ status }) => status !== 200).forEach((answer) => refused(answer, 401, 'invalid_token'));
});

test('a_session_is_ended_by_its_person_only__GS_2_2_1', async () => {
  const [somebody, other] = [await join('BANKB'), await join('BANKB')];
  refused(await other.client.delete(`/v1/sessions/${somebody.session.session}`), 404, 'not_found');
  refused(await other.client.delete('/v1/sessions/01900000-0000-7000-8000-000000000000'), 404, 'not_found');
  await somebody.read('/v1/me');
  expect(await somebody.client.delete(`/v1/sessions/${somebody.session.session}`), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
});

test('signing_out_everywhere_ends_this_one_too__GS_2_2_1', async () => {
  const somebody = await join('BANKB');
  expect(await somebody.client.delete('/v1/sessions'), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  await somebody.signIn();
  assert.equal((await somebody.read('/v1/sessions')).items.length, 1);
});
