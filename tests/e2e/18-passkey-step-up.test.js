// SPDX-License-Identifier: Apache-2.0
// Stepping up by a passkey: one assertion, made for this session, operation and digest, good once (JR-5.1, RFC 9470).
import test, { before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { Person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { bindPasskey } from './lib/deciders.js';
import { issueCertificate, join } from './lib/flows.js';
import { Authenticator } from './lib/authenticator.js';
import { canonicalize, sha256 } from './lib/signing.js';
import { x5t } from './lib/terminals.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const about = sha256('it').toString('base64url');
const uuid = '01890000-0000-7000-8000-000000000000';

// A colleague at the device whose passkey another person has confirmed.
async function withPasskey() {
  const moved = await bindPasskey(await join('BANKB'));
  return Object.assign(moved, { sessionId: (await moved.read('/v1/me')).session });
}

let somebody;
before(async () => { somebody = await withPasskey(); });

const now = (offMs = 0) => new Date(Date.now() + offMs).toISOString();

// What is asked, and an assertion over a challenge that may be of something else.
function request({ operation = 'otp.begin', digest = about, at = now(), signed = {}, forged = {}, id } = {}) {
  const challenge = sha256(canonicalize({ at, aud: platform.platform, digest, operation, session: somebody.sessionId, ...signed }));
  const assertion = somebody.authenticator.assert(challenge, forged);
  return { operation, digest, at, assertion: { ...assertion, ...(id && { id, rawId: id }) } };
}
const send = (body, client = somebody.client) => client.post('/v1/sessions/current/step-up', body);
const steps = () => Number(superuser(`select count(*) from identity.step_up where session_id = '${somebody.sessionId}'`));

test('a_passkey_steps_up_for_one_operation_which_spends_it__RFC_9470', async () => {
  await somebody.enrol_otp();
  const asked = refused(await somebody.client.post('/v1/otp'), 401, 'step_up_required');
  const { step_up: proved } = expect(await send(request({ operation: asked.operation, digest: asked.digest })), 201);
  assert.deepEqual([proved.operation, proved.digest], ['otp.begin', asked.digest]);
  expect(await somebody.client.post('/v1/otp'), 200);
  refused(await somebody.client.post('/v1/otp'), 401, 'step_up_required');
  expect(await send(request({ operation: 'review.decide', digest: asked.digest })), 201);
  refused(await somebody.client.post('/v1/otp'), 401, 'step_up_required');
});

test('what_was_signed_for_something_else_is_refused__JR_5_1', async () => {
  const before = steps();
  for (const signed of [{ operation: 'review.decide' }, { digest: sha256('else').toString('base64url') }, { session: uuid }, { aud: 'another' },
    { at: now(-1000) }, { nonce: 'a' }, { session: undefined }]) {
    refused(await send(request({ signed })), 401, 'invalid_assertion');
  }
  for (const at of [now(-6 * 60e3), now(6 * 60e3)]) refused(await send(request({ at })), 401, 'invalid_assertion');
  assert.equal(steps(), before);
});

test('what_another_key_page_or_nobody_made_is_refused__JR_5_1', async () => {
  const before = steps();
  const { privateKey: key } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (const forged of [{ key }, { pageOrigin: 'https://localhost:1' }, { pageOrigin: 'https://evil.example' }, { rpId: 'evil.example' }, { type: 'webauthn.create' },
    { flags: 0x01 }, { flags: 0x04 }, { flags: 0x85 }, { flags: 0x45 }]) {
    refused(await send(request({ forged })), 401, 'invalid_assertion');
  }
  refused(await send(request({ id: crypto.randomBytes(16).toString('base64url') })), 401, 'invalid_assertion');
  assert.equal(steps(), before);
});

test('an_assertion_serves_once_whatever_signature_is_made_again__JR_5_1', async () => {
  const body = request({ operation: 'review.decide' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(body)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  answers.filter(({ status }) => status !== 201).forEach((answer) => refused(answer, 401, 'invalid_assertion'));
  refused(await send(request({ operation: 'review.decide', at: body.at })), 401, 'invalid_assertion');
  expect(await send(request({ operation: 'review.decide' })), 201);
});

test('a_count_that_has_not_grown_is_a_copys_and_alerted__JR_5_1', async () => {
  const before = steps();
  for (const count of [0, 1, somebody.authenticator.count]) refused(await send(request({ forged: { count } })), 401, 'invalid_assertion');
  assert.equal(steps(), before);
  assert.notEqual(superuser("select count(*) from ops.alert where code = 'passkey_copied'"), '0');
  expect(await send(request()), 201);
});

test('a_device_that_signs_by_its_key_has_no_assertion__JR_5_1', async () => {
  const other = await join('BANKB');
  const { session } = await other.read('/v1/me');
  refused(await send(request({ signed: { session } }), other.client), 401, 'invalid_assertion');
});

test('a_step_up_has_a_code_or_an_assertion_with_its_time__RFC_9470', async () => {
  const { assertion, at, ...rest } = request();
  const raw = (body) => somebody.client.post('/v1/sessions/current/step-up', undefined, { raw: Buffer.from(JSON.stringify(body)), unchecked: true });
  for (const body of [rest, { ...rest, at }, { ...rest, assertion }, { ...rest, assertion, at, otp: '123456' }, { ...rest, at, otp: '123456' }]) {
    refused(await raw(body), 400, 'missing_member');
  }
  for (const wrong of [{ at: 1 }, { at: 'now' }, { assertion: 'a' }, { assertion: {} }, { assertion: { ...assertion, more: 1 } }]) {
    assert.equal((await raw({ ...rest, assertion, at, ...wrong })).status, 400);
  }
  assert.equal(refused(await send(request({ operation: 'no.such' })), 422, 'invalid_value').pointer, '/operation');
});

test('a_renewal_signed_by_the_passkey_takes_it_over_with_its_one_count__GS_2_1_3', async () => {
  const device = (await somebody.read('/v1/devices')).items.find(({ signer, state }) => signer === 'passkey' && state === 'bound');
  const files = issueCertificate('BANKB', somebody.account);
  const another = new Person({ ...somebody, ...files, session: undefined, client: undefined });
  const members = { v: 1, aud: platform.platform, account: somebody.id, device: device.id, thumbprint: x5t(another), at: now() };
  const renew = async (changes = {}, options = {}, typ = 'device-renewal+jws') => somebody.post(`/v1/devices/${device.id}/renewal`, {
    certificate: fs.readFileSync(files.certificate, 'utf8'), proof: await somebody.authenticator.sign(typ, { ...members, ...changes }, options) });
  for (const refusal of [renew({ v: 2 }), renew({ thumbprint: device.thumbprint }), renew({ device: uuid }), renew({ at: now(-6 * 60e3) }),
    renew({}, {}, 'countersignature+jws'), renew({}, { count: 1 }), renew({}, { flags: 0x01 }), renew({}, { key: new Authenticator().privateKey })]) {
    assert.equal(refused(await refusal, 422, 'invalid_value').pointer, '/proof');
  }
  const renewed = expect(await renew(), 201).device;
  assert.deepEqual([renewed.renews, renewed.kid, renewed.class, renewed.signer], [device.id, device.kid, device.class, 'passkey']);

  // Both hold for the overlap; what was signed on one is not new on the other.
  let last;
  for (const at of [another, somebody, another]) {
    if (last) expect(await last.client.delete('/v1/sessions/current'), 204);
    await at.signIn();
    const signed = { session: (await at.read('/v1/me')).session };
    const { count } = somebody.authenticator;
    if (last) refused(await send(request({ signed, forged: { count } }), at.client), 401, 'invalid_assertion');
    expect(await send(request({ signed }), at.client), 201);
    last = at;
  }
});
