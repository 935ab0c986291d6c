// SPDX-License-Identifier: Apache-2.0
// Two people end and withdraw at once, also where one person's power stops, for some minutes, and are judged (GS-2.2.2).
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { people, person, superuser } from './lib/platform.js';
import { begin, found, joining, judge, listed, officer, proven, reason, reviewOf, reviewers } from './lib/break_glass.js';
import { expect, refused } from './lib/client.js';
import { expectRun, run } from './lib/command.js';
import { grantAccess, join, publishRecord } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';
import { startNode } from './lib/node.js';
import { canonicalize, digest as digestOf, verify } from './lib/signing.js';

watchLogs();
let second;
before(async () => { second = await startNode(); });
after(async () => { await second?.stop(); });

const auditor = (institution) => person({ institution, role: 'auditor' });

// The same person on the other node.
function elsewhere(who) {
  const client = who.connect({ baseUrl: second.baseUrl, sockets: 16 });
  client.token = who.client.token;
  return client;
}

test('of_64_who_ask_and_64_who_join_over_two_nodes_one_is_heard__GS_2_2_2', async () => {
  const three = [await officer('BANKA'), ...await reviewers('BANKA', 2)];
  const clients = three.flatMap((who) => [who.client, elsewhere(who)].map((client) => ({ who, client })));
  const race = (bodies) => Promise.all(Array.from({ length: 64 }, (_, i) => {
    const { who, client } = clients[i % clients.length];
    return client.post('/v1/break-glass', bodies.get(who), { key: crypto.randomUUID() }).then((answer) => ({ who, answer }));
  }));
  const shared = { reason: 'Three ask for this one.' }; // whose code was not needed has it left, for these words alone
  for (const who of three) await proven(who, digestOf(JSON.stringify(shared)));
  const asked = await race(new Map(three.map((who) => [who, shared])));
  const [first, ...none] = asked.filter(({ answer }) => answer.status === 202);
  assert.equal(none.length, 0);
  for (const { answer } of asked.filter(({ answer }) => answer.status !== 202)) refused(answer, 409, 'conflict');
  const { id, digest } = first.answer.body.break_glass;
  const others = three.filter((who) => who !== first.who);
  // Another's word, or one on something else, is nobody's (JR-5.2).
  const asking = first.answer.body.break_glass;
  for (const [body, code] of [[{ break_glass: id, countersignature: (await joining(others[1], asking)).countersignature }, 'bad_countersignature'],
    [await joining(others[0], { ...asking, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }), 'bad_countersignature'],
    [await joining(others[0], { ...asking, digest: digestOf('another') }), 'wrong_digest'],
    [await joining(others[0], asking, { verdict: 'reject' }), 'bad_countersignature'],
    [await joining(others[0], asking, { overrides: { kind: 'breakglass.review' } }), 'bad_countersignature']]) refused(await others[0].post('/v1/break-glass', body), code === 'wrong_digest' ? 409 : 422, code);
  for (const who of others) await proven(who, digest);
  const words = new Map();
  for (const who of three) words.set(who, await joining(who, first.answer.body.break_glass));
  const joined = await race(words);
  const counted = joined.filter(({ answer }) => answer.status === 200);
  assert.equal(counted.length, 1);
  for (const { who, answer } of joined.filter(({ answer }) => answer.status !== 200)) {
    assert.ok(who === first.who ? ['own_request', 'conflict'].includes(answer.body.code) : answer.body.code === 'conflict', answer.body.code);
  }
  const { break_glass: active } = counted[0].answer.body;
  assert.deepEqual([active.state, active.asked_by, active.joined_by], ['active', first.who.id, counted[0].who.id]);
  assert.ok(Date.parse(active.until) - Date.parse(active.joined_at) <= 15 * 60e3);
  assert.equal(superuser(`select string_agg(action || ' ' || n, ', ' order by action) from (select action, count(*) n from audit.entry where object = '${id}' and action in ('break_glass.asked', 'break_glass.started') group by action) e`),
    'break_glass.asked 1, break_glass.started 1');
  // By the clock: its time is over, and then it is judged.
  superuser(`update access.break_glass set until_at = now() where break_glass_id = '${id}'`);
  const review = await judge('BANKA', id, 'reject');
  assert.deepEqual([review.kind, review.state, review.payload.ended_for, review.payload.acts], ['breakglass.review', 'rejected', 'time', []]);
  assert.deepEqual([(await found(first.who, id)).state, (await found(first.who, id)).justified], ['reviewed', false]);
  for (const code of ['break_glass_asked', 'break_glass', 'break_glass_unjustified']) assert.ok((await (await auditor('BANKA')).read(`/v1/alerts?code=${code}`)).items.length > 0, code);
});

test('what_the_two_end_is_theirs_alone_and_all_of_it_is_judged__GS_2_2_2', async () => {
  const one = await officer('BANKB');
  const [other, bystander] = await reviewers('BANKB', 2);
  const somebody = await join('BANKB');
  const writer = await person({ institution: 'BANKA', role: 'author' });
  const low = await publishRecord(writer);
  await grantAccess(somebody, 'BANKA', { record: low });
  const [grant] = (await somebody.read('/v1/grants')).items;
  const [device] = (await somebody.read('/v1/devices')).items;
  const own = await publishRecord(await person({ institution: 'BANKB', role: 'author' }), { level: 'top_secret' });
  const remove = (who, path) => who.client.delete(path, { key: crypto.randomUUID() });

  refused(await remove(other, `/v1/grants/${grant.id}`), 404, 'not_found');
  refused(await other.post(`/v1/accounts/${somebody.id}/suspension`, {}), 403, 'forbidden');
  const { id } = await begin(one, other);

  // On either node, by either of the two.
  expect(await elsewhere(other).delete(`/v1/grants/${grant.id}`, { key: crypto.randomUUID() }), 204);
  expect(await remove(other, `/v1/sessions/${somebody.session.session}`), 204);
  await somebody.signIn();
  const key = crypto.randomUUID();
  expect(await elsewhere(one).delete(`/v1/sessions?account=${somebody.id}`, { key }), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  refused(await one.client.delete(`/v1/sessions?account=${bystander.id}`, { key }), 422, 'idempotency_mismatch');
  refused(await one.client.delete('/v1/sessions', { key }), 422, 'idempotency_mismatch');
  expect(await one.client.delete(`/v1/sessions?account=${somebody.id}`, { key }), 204);
  assert.equal(superuser(`select string_agg(outcome || ' ' || object_type || ' ' || coalesce(object, ''), ', ' order by entry_id) from audit.entry where account_id = '${one.id}'
    and action = 'session.end_all'`), `done account ${somebody.id}, refused account ${bystander.id}, refused account , done account ${somebody.id}`, 'the log says whose');
  refused(await remove(one, `/v1/devices/${device.id}`), 409, 'last_device');
  expect(await remove(one, `/v1/devices/${device.id}?last=true`), 204);
  const withdrawn = expect(await other.post(`/v1/records/${own}/withdrawal`, reason), 200).record;
  assert.deepEqual(withdrawn, { id: own, state: 'withdrawn' }, 'what one may not know of is not told');
  assert.equal(expect(await other.post(`/v1/accounts/${somebody.id}/suspension`, reason), 200).account.state, 'suspended');

  // Nothing else, nothing of others, and nobody else.
  refused(await other.get(`/v1/records/${own}`), 403, 'forbidden');
  refused(await other.get(`/v1/records/${low}/content?operation=view&purpose=risk`), 403, 'forbidden');
  refused(await other.get('/v1/audit/entries'), 403, 'forbidden');
  refused(await other.get(`/v1/grants?account=${somebody.id}`), 404, 'not_found');
  refused(await other.post(`/v1/accounts/${somebody.id}/reinstatement`, reason), 403, 'forbidden');
  refused(await other.post(`/v1/accounts/${somebody.id}/departure`, { kind: 'left' }), 403, 'forbidden');
  refused(await other.post(`/v1/accounts/${other.id}/suspension`, reason), 403, 'own_request');
  refused(await other.post(`/v1/accounts/${writer.id}/suspension`, reason), 404, 'not_found');
  refused(await other.post(`/v1/records/${low}/withdrawal`, reason), 404, 'not_found');
  refused(await remove(other, `/v1/sessions/${writer.session.session}`), 404, 'not_found');
  refused(await remove(other, `/v1/sessions?account=${writer.id}`), 404, 'not_found');
  refused(await remove(bystander, `/v1/sessions/${one.session.session}`), 404, 'not_found');
  refused(await bystander.post(`/v1/accounts/${somebody.id}/suspension`, reason), 403, 'forbidden');
  refused(await remove(bystander, `/v1/break-glass/${id}`), 404, 'not_found');
  refused(await bystander.post('/v1/break-glass', reason), 409, 'conflict');

  expect(await remove(other, `/v1/break-glass/${id}`), 204);
  refused(await remove(one, `/v1/break-glass/${id}`), 409, 'conflict');
  refused(await other.post(`/v1/accounts/${bystander.id}/suspension`, reason), 403, 'forbidden');
  refused(await one.post('/v1/break-glass', reason), 409, 'conflict');
  const review = await reviewOf(one, id);
  for (const who of [one, other]) refused(await who.decide(review), 403, 'own_request');
  refused(await one.client.delete(`/v1/reviews/${review}`, { key: crypto.randomUUID() }), 403, 'forbidden');
  refused(await (await auditor('BANKB')).decide(review, { verdict: 'return' }), 422, 'invalid_value');
  const { payload } = await judge('BANKB', id);

  // The second person's word goes with it, as they signed it, for whoever judges or checks it later (JR-5.2).
  const { word } = payload;
  const signed = crypto.createPublicKey({ key: Buffer.from(word.key.spki, 'base64url'), format: 'der', type: 'spki' });
  const said = await verify(word.countersignature, signed, 'countersignature+jws');
  assert.deepEqual([said.review, said.kind, said.stage, said.account, said.digest, said.nonce, said.policy],
    [id, 'break_glass.start', 'join', other.id, digestOf(canonicalize(word.payload)), word.nonce, word.policy]);
  assert.deepEqual([word.payload.break_glass, word.payload.asked_by, word.payload.institution, word.payload.reason], [id, one.id, 'BANKB', reason.reason]);
  assert.equal(superuser(`select digest from audit.entry where action = 'break_glass.started' and object = '${id}'`), digestOf(word.countersignature));
  assert.deepEqual(payload.acts.map(({ action, account }) => `${action} ${account === one.id ? 'one' : 'other'}`), ['grant.revoke other', 'session.revoke other',
    'session.end_all one', 'device.remove one', 'record.withdraw other', 'account.suspend other']);
  for (const { entry, action } of payload.acts) {
    assert.equal(superuser(`select e.action || ' ' || e.reason_code || ' ' || (select c.object from audit.entry c where c.cause = e.entry_id and c.action = 'break_glass.used')
      from audit.entry e where e.entry_id = '${entry}'`), `${action} break_glass ${id}`);
  }
  assert.equal((await found(one, id)).justified, true);
});

test('what_came_before_the_end_is_judged_and_nothing_comes_after_it__GS_2_2_2', async () => {
  const [one, [other]] = [await officer('BANKA'), await reviewers('BANKA', 1)];
  const { id } = await begin(one, other);
  const whom = people({ institution: 'BANKA', role: 'author' })[1].account;
  const sessions = superuser(`insert into identity.session (account_id, device_id, terminal, handle_digest, idle, expires_at)
    select a.account_id, d.device_id, n + 100, sha256(gen_random_uuid()::text::bytea), '5 minutes', now() + interval '5 minutes'
      from identity.account a join identity.device d on d.account_id = a.account_id and d.state = 'bound', generate_series(1, 64) n where a.name = '${whom}' returning session_id`).split('\n');
  const clients = [one, other].flatMap((who) => [who.client, elsewhere(who)]);
  const ending = sleep(40).then(() => one.client.delete(`/v1/break-glass/${id}`, { key: crypto.randomUUID() }));
  const answers = await Promise.all(sessions.map((session, i) => clients[i % clients.length].delete(`/v1/sessions/${session}`, { key: crypto.randomUUID() })));
  expect(await ending, 204);
  for (const answer of answers.filter(({ status }) => status !== 204)) refused(answer, 404, 'not_found');
  const done = sessions.filter((_, i) => answers[i].status === 204);
  assert.equal(superuser(`select count(*) from identity.session where session_id = any('{${sessions}}') and ended_at is not null`), `${done.length}`);
  const review = await judge('BANKA', id);
  assert.deepEqual(review.payload.acts.map(({ object }) => object).sort(), done.sort());
  superuser(`update identity.session set ended_at = now() where session_id = any('{${sessions}}') and ended_at is null`);
});

test('who_sees_them_and_who_does_not__GS_4_3c', async () => {
  const seen = async (who) => new Set((await listed(who)).map(({ institution }) => institution));
  assert.deepEqual(await seen(await officer('BANKB')), new Set(['BANKB']));
  assert.deepEqual(await seen(await auditor('BANKA')), new Set(['BANKA']));
  assert.deepEqual(await seen(await person({ institution: 'OPERATOR', role: 'admin.audit' })), new Set(['BANKA', 'BANKB']));
  assert.deepEqual(await seen(await person({ institution: 'OPERATOR', role: 'admin.security' })), new Set());
  refused(await (await person({ institution: 'BANKA', role: 'author' })).get('/v1/break-glass'), 403, 'forbidden');
  refused(await (await person({ institution: 'BANKA', role: 'author' })).post('/v1/break-glass', reason), 403, 'forbidden');
  const one = await officer('BANKA');
  for (const body of [{}, { ...reason, break_glass: crypto.randomUUID() }, { ...reason, countersignature: 'x.y.z' }, { break_glass: crypto.randomUUID() }]) assert.ok([400, 422].includes((await one.post('/v1/break-glass', body, { unchecked: true })).status));
  const [over] = await listed(one);
  assert.equal(over.nonce, null);
  for (const [institution, status, code] of [['BANKA', 409, 'conflict'], ['BANKB', 404, 'not_found']]) {
    const [who] = await reviewers(institution, 1);
    refused(await who.post('/v1/break-glass', await joining(who, { ...over, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' })), status, code);
  }
});

test('two_people_do_it_by_the_command__GS_2_2_2', async () => {
  const [one, [other]] = [await officer('BANKA'), await reviewers('BANKA', 1)];
  expectRun(run(one, ['break-glass', 'start', '--reason', reason.reason]), 2);
  const { json: asked } = expectRun(run(one, ['break-glass', 'start', '--reason', reason.reason, '--otp', await one.code(), '--json']), 0);
  const { id } = asked.break_glass;
  expectRun(run(other, ['break-glass', 'join', id]), 2);
  assert.match(expectRun(run(other, ['break-glass', 'join', crypto.randomUUID(), '--yes']), 1).text, /no such break-glass/);
  const { json: joined } = expectRun(run(other, ['break-glass', 'join', id, '--yes', '--otp', await other.code(), '--json']), 0);
  assert.equal(joined.break_glass.state, 'active');
  const [whom] = people({ institution: 'BANKA', role: 'author' });
  await person({ account: whom.account });
  expectRun(run(other, ['session', 'end', '--account', whom.account]), 0);
  refused(await whom.get('/v1/me'), 401, 'invalid_token');
  await whom.signIn();
  expectRun(run(other, ['session', 'end']), 2);
  expectRun(run(one, ['break-glass', 'end', id]), 0);
  expectRun(run(one, ['break-glass', 'end', id]), 1);
  const { text } = expectRun(run(one, ['break-glass', 'list']), 0);
  assert.match(text, /^BREAK-GLASS .* ACTS +REVIEW +JUSTIFIED +REASON$/m);
  assert.match(text, new RegExp(`${id}.*ended`));
  const judged = await judge('BANKA', id);
  assert.equal(judged.payload.acts.length, 1);
});
