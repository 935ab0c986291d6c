// SPDX-License-Identifier: Apache-2.0
// A browser's key instead of a certificate: the twelve checks of RFC 9449 §4.3, each proof once, each token with its key.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { decodeJwt } from 'jose';
import { connect, connectOptions, people, person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { activate, createRecord, enrolRequest, publishRecord } from './lib/flows.js';
import { BrowserPerson, ProofClient, ProofKey, ath, browserNewcomer, joinByBrowser } from './lib/browser.js';
import { startNode } from './lib/node.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

let somebody;
before(async () => { somebody = await joinByBrowser('BANKA'); });

const me = (proof, options = {}) => somebody.get('/v1/me', { proof, ...options });
const proofFor = (options) => somebody.client.proofFor('GET', '/v1/me', options);
const challenge = (answer) => answer.headers['www-authenticate'];

test('a_browser_key_enrols_signs_in_and_is_served__GS_2_1_3', async () => {
  assert.equal(somebody.device.transport, 'browser');
  assert.equal(somebody.device.class, 'software');
  assert.equal(somebody.device.thumbprint, await somebody.proofKey.jkt());
  assert.equal(somebody.session.token_type, 'DPoP');
  assert.deepEqual(decodeJwt(somebody.session.access_token).cnf, { jkt: await somebody.proofKey.jkt() });
  assert.equal((await somebody.read('/v1/me')).account.name, somebody.account);
  const ed = await joinByBrowser('BANKA', { algorithm: 'EdDSA' });
  assert.equal((await ed.read('/v1/me')).account.name, ed.account);
});

// RFC 9449 §4.3, by its numbers.  `proof` makes what is shown.
const flip = (text) => `${text.slice(0, -2)}${text.at(-2) === 'A' ? 'B' : 'A'}${text.at(-1)}`;
const pad = { jti: '1234', htm: 'GET' };
const wrong = {
  '2_a_header_that_is_no_jws': async () => 'proof',
  '2_a_jws_of_two_parts': async () => (await proofFor()).split('.').slice(0, 2).join('.'),
  '2_a_jws_of_four_parts': async () => `${await proofFor()}.`,
  '2_padding_behind_the_signature': async () => `${await proofFor()}==`,
  '3_no_jti': () => proofFor({ claims: { jti: undefined } }),
  '3_an_empty_jti': () => proofFor({ claims: { jti: '' } }),
  '3_a_jti_of_200_characters': () => proofFor({ claims: { jti: 'x'.repeat(200) } }),
  '3_no_htm': () => proofFor({ claims: { htm: undefined } }),
  '3_no_htu': () => proofFor({ claims: { htu: undefined } }),
  '3_no_iat': () => proofFor({ claims: { iat: undefined } }),
  '3_an_iat_that_is_a_text': () => proofFor({ claims: { iat: `${Math.floor(Date.now() / 1000)}` } }),
  '3_no_ath': () => proofFor({ claims: { ath: undefined } }),
  '4_typ_JWT': () => proofFor({ header: { typ: 'JWT' } }),
  '4_typ_in_capitals': () => proofFor({ header: { typ: 'DPoP+JWT' } }),
  '4_no_typ': () => proofFor({ header: { typ: undefined } }),
  '5_alg_none': async () => `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: await somebody.proofKey.jwk() })).toString('base64url')}.${(await proofFor()).split('.')[1]}.`,
  '5_alg_in_lower_case': async () => {
    const [, payload, signature] = (await proofFor()).split('.');
    return `${Buffer.from(JSON.stringify({ alg: 'es256', typ: 'dpop+jwt', jwk: await somebody.proofKey.jwk() })).toString('base64url')}.${payload}.${signature}`;
  },
  '5_crit': () => proofFor({ header: { crit: ['b64'], b64: true } }),
  '5_a_kid_beside_the_key': () => proofFor({ header: { kid: 'x' } }),
  '6_another_signature': async () => flip(await proofFor()),
  '6_the_signature_of_another_key': async () => proofFor({ header: { jwk: await new ProofKey().jwk() } }),
  '6_altered_claims': async () => {
    const [header, , signature] = (await proofFor()).split('.');
    return `${header}.${(await proofFor()).split('.')[1]}.${signature}`;
  },
  '7_a_private_key': async () => proofFor({ header: { jwk: somebody.proofKey.privateKey.export({ format: 'jwk' }) } }),
  '7_a_shared_secret': async () => proofFor({ header: { jwk: { kty: 'oct', k: 'AAAA' } } }),
  '7_a_point_beside_the_curve': async () => proofFor({ header: { jwk: { ...await somebody.proofKey.jwk(), x: crypto.randomBytes(32).toString('base64url') } } }),
  '8_another_method': () => proofFor({ claims: { htm: 'POST' } }),
  '8_the_method_in_lower_case': () => proofFor({ claims: { htm: 'get' } }),
  '9_another_path': () => proofFor({ claims: { htu: `${platform.base_url}/v1/notifications` } }),
  '9_a_longer_path': () => proofFor({ claims: { htu: `${platform.base_url}/v1/me/` } }),
  '9_another_host': () => proofFor({ claims: { htu: 'https://other.example/v1/me' } }),
  '9_another_port': () => proofFor({ claims: { htu: 'https://127.0.0.1/v1/me' } }),
  '9_without_tls': () => proofFor({ claims: { htu: `${platform.base_url}/v1/me`.replace('https', 'http') } }),
  '9_a_user_before_the_host': () => proofFor({ claims: { htu: `${platform.base_url}/v1/me`.replace('//', '//somebody@') } }),
  '9_a_path_alone': () => proofFor({ claims: { htu: '/v1/me' } }),
  '11_ten_minutes_old': () => proofFor({ claims: { iat: Math.floor(Date.now() / 1000) - 600 } }),
  '11_ten_minutes_ahead': () => proofFor({ claims: { iat: Math.floor(Date.now() / 1000) + 600 } }),
  '12_ath_of_another_token': () => proofFor({ claims: { ath: ath('another') } }),
  'two_members_of_one_name': async () => {
    const claims = JSON.stringify({ ...pad, ...await somebody.client.claims('GET', '/v1/me', `DPoP ${somebody.client.token}`), iat: Math.floor(Date.now() / 1000) });
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'dpop+jwt', jwk: await somebody.proofKey.jwk() })).toString('base64url');
    const input = `${header}.${Buffer.from(claims.replace('{', '{"htm":"POST",')).toString('base64url')}`;
    const signature = crypto.sign('sha256', Buffer.from(input), { key: somebody.proofKey.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  },
};

for (const [name, make] of Object.entries(wrong)) {
  test(`a_proof_with_${name}_is_refused__RFC_9449_4_3`, async () => {
    await somebody.read('/v1/me');
    const answer = await me(await make());
    refused(answer, 401, 'invalid_proof');
    assert.match(challenge(answer), /^DPoP .*error="invalid_dpop_proof"/);
  });
}

test('spellings_of_one_address_are_one_address__RFC_3986_6_2', async () => {
  await somebody.read('/v1/me');
  const { port } = new URL(platform.base_url);
  const spellings = [`${platform.base_url}/v1/me?x=1#y`, `HTTPS://127.0.0.1:${port}/v1/me`, `${platform.base_url}/v1/%6D%65`,
    `${platform.base_url}/v1/records/../me`, `${platform.base_url}/./v1/me`, `https://localhost:${port}/v1/me`];
  for (const htu of spellings) expect(await me(await proofFor({ claims: { htu } })), 200);
});

test('there_is_one_dpop_header_and_it_is_needed__RFC_9449_4_3_1', async () => {
  await somebody.read('/v1/me');
  refused(await me([await proofFor(), await proofFor()]), 401, 'invalid_proof');
  refused(await me(`${await proofFor()}, ${await proofFor()}`), 401, 'invalid_proof');
  refused(await me(''), 401, 'invalid_proof');
  refused(await me(null), 401, 'invalid_token');
});

test('without_a_nonce_of_ours_a_proof_is_made_anew__RFC_9449_8', async () => {
  const stale = ['', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'x'];
  for (const nonce of [undefined, ...stale]) {
    const answer = await me(await proofFor({ claims: { nonce } }));
    refused(answer, 401, 'use_dpop_nonce');
    assert.match(challenge(answer), /error="use_dpop_nonce"/);
    assert.match(answer.headers['dpop-nonce'], /^[A-Za-z0-9_-]{32}$/);
    expect(await me(await proofFor({ claims: { nonce: answer.headers['dpop-nonce'] } })), 200);
  }
});

test('a_forged_nonce_is_none__RFC_9449_8', async () => {
  await somebody.read('/v1/me');
  const bytes = Buffer.from(somebody.client.nonce, 'base64url');
  for (const at of [0, 7, 8, 23]) {
    const forged = Buffer.from(bytes);
    forged[at] ^= 1;
    refused(await me(await proofFor({ claims: { nonce: forged.toString('base64url') } })), 401, 'use_dpop_nonce');
  }
});

test('a_proof_is_good_for_one_call__RFC_9449_11_1', async () => {
  await somebody.read('/v1/me');
  const proof = await proofFor();
  expect(await me(proof), 200);
  const answer = await me(proof);
  refused(answer, 401, 'invalid_proof');
  const entry = superuser(`select reason_code, account_id from audit.entry where trace_id = '${answer.body.trace_id}'`);
  assert.equal(entry, `invalid_proof|${somebody.id}`, 'the log says whose proof it was');
});

test('a_refused_call_spends_its_proof_too__RFC_9449_11_1', async () => {
  await somebody.read('/v1/me');
  const proof = await somebody.client.proofFor('GET', '/v1/records/none');
  refused(await somebody.get('/v1/records/none', { proof, unchecked: true }), 404, 'not_found');
  const other = await somebody.client.proofFor('GET', '/v1/records');
  refused(await somebody.get('/v1/records?limit=x', { proof: other, unchecked: true }), 400, 'wrong_type');
  refused(await somebody.get('/v1/records', { proof: other }), 401, 'invalid_proof');
});

async function race(clients, calls, options) {
  await Promise.all(clients.map((client) => client.get('/v1/me', { token: null, proof: null })));
  const answers = await Promise.all(Array.from({ length: calls }, (_, i) => clients[i % clients.length].get(options.path, { token: somebody.client.token, proof: options.proof })));
  return answers.map(({ status, body }) => (status === 200 ? '200' : `${status} ${body.code}`)).sort();
}

const once = (calls) => ['200', ...Array.from({ length: calls - 1 }, () => '401 invalid_proof')];

test('of_40_calls_with_one_proof_on_40_connections_one_is_served__RFC_9449_11_1', async () => {
  await somebody.read('/v1/me');
  const clients = Array.from({ length: 40 }, () => somebody.connect({ sockets: 1 }));
  assert.deepEqual(await race(clients, 40, { path: '/v1/me', proof: await proofFor() }), once(40));
  clients.forEach((client) => client.close());
});

test('and_one_release_where_content_is_read__RFC_9449_11_1', async () => {
  const author = await person({ institution: 'BANKB', role: 'author' });
  const record = await publishRecord(author, { level: 'public', grade: 'general' });
  await somebody.read('/v1/me');
  const path = `/v1/records/${record}/content`;
  const clients = Array.from({ length: 20 }, () => somebody.connect({ sockets: 1 }));
  const proof = await somebody.client.proofFor('GET', path);
  const answers = await race(clients, 20, { path, proof });
  assert.deepEqual(answers, once(20));
  assert.equal(superuser(`select count(*) from audit.entry where object = '${record}' and action = 'record.release' and outcome = 'done'`), '1');
  clients.forEach((client) => client.close());
});

test('two_nodes_know_each_others_nonces_and_spent_proofs__RFC_9449_11_1', async () => {
  const node = await startNode();
  try {
    await somebody.read('/v1/me');
    const there = Array.from({ length: 15 }, () => somebody.connect({ baseUrl: node.baseUrl, origin: platform.base_url, sockets: 1 }));
    const here = Array.from({ length: 15 }, () => somebody.connect({ sockets: 1 }));
    there[0].nonce = somebody.client.nonce;
    expect(await there[0].get('/v1/me', { token: somebody.client.token, once: true }), 200);
    assert.deepEqual(await race([...there, ...here], 30, { path: '/v1/me', proof: await proofFor() }), once(30));
    [...there, ...here].forEach((client) => client.close());
  } finally {
    await node.stop();
  }
});

test('a_stolen_token_opens_nothing_in_either_kind__RFC_9449_7_1', async () => {
  await somebody.read('/v1/me');
  const token = somebody.client.token;
  const author = await person({ institution: 'BANKA', role: 'author' });
  const thief = new ProofClient({ ...connectOptions, key: new ProofKey() });
  refused(await thief.get('/v1/me', { token }), 401, 'invalid_token');
  refused(await thief.get('/v1/me', { token: author.client.token }), 401, 'invalid_token');
  const bearer = { authorization: `Bearer ${token}` };
  refused(await connect().get('/v1/me', { headers: bearer }), 401, 'invalid_token');
  refused(await author.client.get('/v1/me', { headers: bearer }), 401, 'invalid_token');
  refused(await me(await proofFor(), { headers: bearer }), 401, 'invalid_token');
  const dpop = await somebody.proofKey.proof({ ...await somebody.client.claims('GET', '/v1/me', `DPoP ${author.client.token}`) });
  refused(await author.client.get('/v1/me', { headers: { authorization: `DPoP ${author.client.token}`, dpop } }), 401, 'invalid_token');
  refused(await connect().get('/v1/me', { headers: { authorization: `DPoP ${token}` } }), 401, 'invalid_token');
  await somebody.read('/v1/me');
});

test('another_key_does_not_sign_in_however_right_the_password__GS_2_1_3', async () => {
  const thief = new BrowserPerson({ ...somebody, proofKey: new ProofKey(), client: undefined });
  const begin = (client, options) => client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null, ...options });
  refused(await begin(thief.client), 403, 'device_not_bound');
  refused(await begin(connect()), 403, 'device_not_bound');
  const [author] = people({ institution: 'BANKA', role: 'author' });
  refused(await begin(author.client), 403, 'device_not_bound');
  const proof = await somebody.client.proofFor('POST', '/v1/sessions', { token: null, claims: { ath: ath('x') } });
  refused(await begin(somebody.client, { proof }), 401, 'invalid_proof');
});

test('a_key_is_bound_by_the_proof_that_it_made_and_to_one_account__GS_2_1_3', async () => {
  const other = browserNewcomer('BANKA');
  const { code } = await activate(other);
  const enrol = (client, jwk, options) => client.post('/v1/devices', enrolRequest(other, code, { jwk }), { token: null, ...options });
  const mine = await other.proofKey.jwk();
  const stranger = new ProofKey();
  refused(await enrol(other.client, await stranger.jwk()), 401, 'invalid_proof');
  refused(await enrol(other.client, other.proofKey.privateKey.export({ format: 'jwk' }), { unchecked: true }), 422, 'invalid_value');
  refused(await enrol(connect(), mine), 403, 'device_not_bound');
  const [author] = people({ institution: 'BANKA', role: 'author' });
  refused(await enrol(author.client, mine), 401, 'invalid_proof');
  const taken = new ProofClient({ ...connectOptions, key: somebody.proofKey });
  refused(await enrol(taken, await somebody.proofKey.jwk()), 409, 'device_taken');
  expect(await enrol(other.client, mine), 201);
  const late = browserNewcomer('BANKA', { proofKey: other.proofKey });
  const second = await activate(late);
  refused(await late.client.post('/v1/devices', enrolRequest(late, second.code, { jwk: mine }), { token: null }), 409, 'device_taken');
});

test('what_a_browser_may_do_it_does_as_with_a_certificate__GS_2_1_3', async () => {
  const created = await createRecord(somebody, { level: 'public', grade: 'general' });
  assert.equal(created.record.state, 'draft');
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  await somebody.signIn();
});

test('a_stranger_is_told_both_ways_of_signing_in__RFC_9449_7_1', async () => {
  const answer = await connect().get('/v1/me', { token: null });
  refused(answer, 401, 'invalid_token');
  assert.match(challenge(answer), /Bearer realm="countersign", DPoP realm="countersign", algs="ES256 EdDSA"/);
});

after(() => somebody.client.close());
