// SPDX-License-Identifier: Apache-2.0
// Passkeys: a real browser's, and many forged ones. Who has no certificate goes the whole way (docs/PROTOCOL.passkey.md).
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { accountRequest, newcomer } from './lib/flows.js';
import { person } from './lib/platform.js';
import { ProofKey } from './lib/browser.js';
import { Authenticator, origin, registrationChallenge, vouched } from './lib/authenticator.js';
import { joinConfirmed, moveToPasskey, proposal } from './lib/passkey.js';
import { openPage } from './lib/chromium.js';
import { countersign, countersigned, sha256 } from './lib/signing.js';
import { platform } from './lib/platform.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
let reviewer, page;
before(async () => {
  reviewer = await joinConfirmed('BANKA', ['account.reviewer']);
  page = await openPage(`${origin}/`);
});
after(async () => { await page?.stop(); });

// Something that one of two others may decide.
async function reviewToDecide() {
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  return expect(await officer.post('/v1/accounts', accountRequest(newcomer('BANKA'))), 202).review.id;
}

// --- registrations that are refused

const strange = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const flag = (flags) => ({ flags });
const registrations = {
  of_another_page: { pageOrigin: 'https://localhost.example' },
  of_another_port: { pageOrigin: 'https://localhost:1' },
  of_a_page_without_tls: { pageOrigin: origin.replace('https', 'http') },
  of_a_page_in_anothers_frame: { more: { crossOrigin: true } },
  that_names_a_page_above: { more: { crossOrigin: false, topOrigin: 'https://example.org' } },
  of_another_platform: { rpId: 'example.org' },
  of_a_user_who_was_not_verified: flag(0x41),
  of_a_user_who_was_not_there: flag(0x44),
  without_a_key: flag(0x05),
  with_extensions: flag(0xc5),
  backed_up_and_never_to_be_backed_up: flag(0x55),
  that_another_maker_signed: { maker: strange },
};
for (const [what, options] of Object.entries(registrations)) {
  test(`a_registration_${what}_is_refused__WebAuthn_7_1`, async () => {
    const body = await proposal(reviewer, new ProofKey(), (challenge) => new Authenticator().register(challenge, options));
    refused(await reviewer.post('/v1/devices', body), 422, 'invalid_value');
  });
}

test('a_registration_is_of_this_account_session_and_key__GS_2_1_3', async () => {
  const key = new ProofKey();
  const [id, session, jkt] = [reviewer.id, reviewer.session.session, await key.jkt()];
  const other = crypto.randomUUID();
  for (const challenge of [registrationChallenge(other, session, jkt), registrationChallenge(id, other, jkt),
    registrationChallenge(id, session, await new ProofKey().jkt()), Buffer.alloc(32), Buffer.alloc(0)]) {
    refused(await reviewer.post('/v1/devices', await proposal(reviewer, key, () => new Authenticator().register(challenge))), 422, 'invalid_value');
  }
  const whole = await proposal(reviewer, key, (challenge) => new Authenticator().register(challenge));
  const { response } = whole.attestation;
  for (const change of [{ id: 'AAAA', rawId: 'AAAA' }, { rawId: 'AAAA' }, { response: { ...response, clientDataJSON: `${response.clientDataJSON}A` } },
    { response: { ...response, attestationObject: response.attestationObject.slice(0, -8) } },
    { response: { ...response, attestationObject: `${response.attestationObject}AAAA` } }]) {
    refused(await reviewer.post('/v1/devices', { ...whole, attestation: { ...whole.attestation, ...change } }), 422, 'invalid_value');
  }
});

test('whom_no_accepted_maker_vouches_for_is_software_and_decides_nothing__JR_5_2', async () => {
  const review = await reviewToDecide();
  const current = await reviewer.read(`/v1/reviews/${review}`);
  refused(await reviewer.decide(current), 403, 'device_class');
  const body = await proposal(reviewer, new ProofKey(), (challenge) => new Authenticator({ attested: false }).register(challenge));
  const { device } = expect(await reviewer.post('/v1/devices', body), 202);
  assert.equal(device.class, 'software');
  expect(await reviewer.client.delete(`/v1/devices/${device.id}`), 204);
  const again = { ...body, jwk: await new ProofKey().jwk() };
  refused(await reviewer.post('/v1/devices', again), 422, 'invalid_value');
});

// --- decisions

let authenticator, review;
test('a_passkey_that_its_maker_vouches_for_is_hardware__GS_2_1_3', async () => {
  authenticator = new Authenticator();
  reviewer = await moveToPasskey(reviewer, authenticator);
  assert.equal(reviewer.device.class, 'hardware');
  assert.equal(reviewer.device.signer, 'passkey');
  review = await reviewer.read(`/v1/reviews/${await reviewToDecide()}`);
});

const decide = (body) => reviewer.post(`/v1/reviews/${review.id}/decisions`, body);
const assertions = {
  for_another_page: { pageOrigin: 'https://localhost.example' },
  for_another_port: { pageOrigin: 'https://localhost:1' },
  for_a_page_in_anothers_frame: { more: { crossOrigin: true } },
  that_names_a_page_above: { more: { topOrigin: 'https://example.org' } },
  for_another_platform: { rpId: 'example.org' },
  of_a_user_who_was_not_verified: flag(0x01),
  of_a_user_who_was_not_there: flag(0x04),
  that_brings_a_key: flag(0x45),
  that_brings_extensions: flag(0x85),
  backed_up_and_never_to_be_backed_up: flag(0x15),
  of_a_registration: { type: 'webauthn.create' },
  of_another_challenge: { challenge: sha256('another') },
  of_no_challenge: { challenge: Buffer.alloc(0) },
  of_another_key: { key: strange },
  of_another_credential: { answer: { id: 'AAAAAAAAAAAAAAAAAAAAAA', rawId: 'AAAAAAAAAAAAAAAAAAAAAA' } },
  whose_ids_differ: { answer: { rawId: 'AAAAAAAAAAAAAAAAAAAAAA' } },
  with_the_kid_of_another: { header: { kid: sha256('another').toString('base64url') } },
  with_another_alg: { header: { alg: 'EdDSA' } },
  with_alg_none: { header: { alg: 'none' } },
  with_crit: { header: { crit: ['exp'], exp: 1 } },
  of_another_typ: { typ: 'device-renewal+jws' },
};
// What the key on record is needed for is the database's to see; all else the gateway refuses before, and says where.
const onRecord = ['of_another_key', 'of_another_credential', 'with_the_kid_of_another', 'with_another_alg'];
for (const [what, options] of Object.entries(assertions)) {
  test(`an_assertion_${what}_is_refused__WebAuthn_7_2`, async () => {
    const { pointer } = refused(await decide(await reviewer.decision(review, options)), 422, 'bad_countersignature');
    assert.equal(pointer === undefined, onRecord.includes(what), pointer);
  });
}

const altered = {
  v: 2, aud: 'another', review: crypto.randomUUID(), kind: 'account.reset', round: 2, stage: 'another', base: 7, policy: 99,
  account: crypto.randomUUID(), verdict: 'reject', comment_digest: sha256('x').toString('base64url'), nonce: 'A'.repeat(22),
  at: new Date(Date.now() - 6 * 60e3).toISOString(), extra: 1,
};
for (const [member, value] of Object.entries(altered)) {
  test(`an_assertion_over_another_${member}_is_refused__JR_5_2`, async () => {
    refused(await decide(await reviewer.decision(review, { overrides: { [member]: value } })), 422, 'bad_countersignature');
  });
}

test('an_assertion_over_another_payload_is_refused__JR_5_2', async () => {
  refused(await decide(await reviewer.decision(review, { overrides: { digest: sha256('another').toString('base64url') } })), 409, 'wrong_digest');
});

test('a_decision_is_signed_in_one_way_and_whole__JR_5_2', async () => {
  const whole = await reviewer.decision(review);
  const jws = await countersign(reviewer.signingKey, countersigned(review, reviewer.id, platform.platform));
  const { verdict, comment } = whole;
  const send = (body) => reviewer.post(`/v1/reviews/${review.id}/decisions`, body, { unchecked: true });
  refused(await send({ verdict, comment, countersignature: jws }), 422, 'bad_countersignature');
  for (const body of [{ ...whole, countersignature: jws }, { ...whole, signing_input: undefined }, { ...whole, assertion: undefined }, { verdict, comment }]) {
    assert.equal((await send(body)).body.code, 'missing_member');
  }
  refused(await decide({ ...whole, signing_input: `${whole.signing_input}A` }), 422, 'bad_countersignature');
  const { response } = whole.assertion;
  for (const member of ['clientDataJSON', 'authenticatorData', 'signature']) {
    const bytes = Buffer.from(response[member], 'base64url');
    bytes[bytes.length - 1] ^= 1;
    refused(await decide({ ...whole, assertion: { ...whole.assertion, response: { ...response, [member]: bytes.toString('base64url') } } }), 422, 'bad_countersignature');
  }
});

test('a_passkey_decides_and_no_other_step_is_asked_for__JR_5_2', async () => {
  const decided = expect(await decide(await reviewer.decision(review)), 200).review;
  const [decision] = decided.stages[0].decisions;
  assert.equal(decision.account, reviewer.id);
  assert.ok(decision.assertion && decision.signing_input && !decision.countersignature, 'what was signed is shown as it came');
});

test('a_passkey_whose_count_does_not_grow_is_a_copy_and_is_told__WebAuthn_6_1_1', async () => {
  review = await reviewer.read(`/v1/reviews/${await reviewToDecide()}`);
  const kept = authenticator.count;
  for (const count of [kept - 1, 0]) {
    refused(await decide(await reviewer.decision(review, { count })), 422, 'bad_countersignature');
  }
  assert.ok(Number(superuser(`select count(*) from ops.alert where code = 'passkey_copied' and subject::text like '%${reviewer.device.id}%'`)) > 0);
  expect(await decide(await reviewer.decision(review)), 200);
});

// --- a real browser

const read = (text) => `Uint8Array.from(atob(${JSON.stringify(Buffer.from(text, 'base64url').toString('base64'))}), (c) => c.charCodeAt(0))`;
const fromBrowser = async (expression) => JSON.parse(await page.evaluate(`${expression}.then((made) => JSON.stringify(made.toJSON()))`));
const create = (challenge) => fromBrowser(`navigator.credentials.create({ publicKey: {
  challenge: ${read(challenge)}, rp: { id: 'localhost', name: 'Countersign' }, user: { id: new Uint8Array(16), name: 'a', displayName: 'A person' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }], attestation: 'direct', authenticatorSelection: { userVerification: 'required' } } })`);
const get = (challenge, id) => fromBrowser(`navigator.credentials.get({ publicKey: {
  challenge: ${read(challenge)}, rpId: 'localhost', userVerification: 'required', allowCredentials: [{ type: 'public-key', id: ${read(id)} }] } })`);

// The same interface as the authenticator of paper; the browser's own key signs.
class BrowserPasskey {
  async register(challenge) {
    const made = await create(challenge);
    this.id = made.id;
    this.publicKey = crypto.createPublicKey({ key: Buffer.from(made.response.publicKey, 'base64url'), format: 'der', type: 'spki' });
    return made;
  }

  async sign(typ, payload) {
    const { signing_input } = await Authenticator.prototype.sign.call({ publicKey: this.publicKey, assert: () => undefined }, typ, payload);
    return { signing_input, assertion: await get(sha256(signing_input), this.id) };
  }
}

test('a_browsers_passkey_is_registered_confirmed_and_countersigns__GS_2_1_3', async () => {
  const passkey = new BrowserPasskey();
  const somebody = await joinConfirmed('BANKA', ['account.reviewer']);
  // A browser's test authenticator has no maker: the demonstration's vouches for it.
  const moved = await moveToPasskey(somebody, passkey, async (challenge) => vouched(await passkey.register(challenge)));
  assert.equal(moved.device.class, 'hardware');
  for (let times = 0; times < 2; times += 1) {
    const current = await moved.read(`/v1/reviews/${await reviewToDecide()}`);
    const decided = expect(await moved.decide(current), 200).review;
    assert.equal(decided.stages[0].decisions[0].account, moved.id);
  }
});

test('a_browsers_passkey_as_it_comes_is_software__JR_5_2', async () => {
  const body = await proposal(reviewer, new ProofKey(), create);
  const { device } = expect(await reviewer.post('/v1/devices', body), 202);
  assert.equal(device.class, 'software');
  expect(await reviewer.client.delete(`/v1/devices/${device.id}`), 204);
});
