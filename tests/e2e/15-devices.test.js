// SPDX-License-Identifier: Apache-2.0
// Devices after the first: confirmed by another person, renewed by their own key, removed for ever.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { Person, person, platform, superuser } from './lib/platform.js';
import { expect, refused } from './lib/client.js';
import { confirmers } from './lib/deciders.js';
import { activate, enrolRequest, issueCertificate, join, newcomer, recordRequest } from './lib/flows.js';
import { browserNewcomer } from './lib/browser.js';
import { sign, thumbprint } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const thumbprintOf = (file) => crypto.createHash('sha256').update(new crypto.X509Certificate(fs.readFileSync(file)).raw).digest('base64url');
const reviewer = async (institution, index = 0) => person({ account: confirmers(institution)[index].account });
const proposal = (files, label = 'Another one') => ({ label, certificate: fs.readFileSync(files.certificate, 'utf8') });

// The same person on another device.
const onAnother = (somebody, files) => new Person({ ...somebody, ...files, session: undefined, client: undefined });

test('a_further_device_counts_when_another_person_has_confirmed_it__GS_2_1_3', async () => {
  const somebody = await join('BANKA');
  const files = issueCertificate('BANKA', somebody.account);
  const { device, review } = expect(await somebody.post('/v1/devices', proposal(files)), 202);
  assert.equal(device.state, 'proposed');
  assert.equal(device.thumbprint, thumbprintOf(files.certificate));
  const another = onAnother(somebody, files);
  const waiting = refused(await another.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 403, 'device_not_bound');
  assert.equal(waiting.review, review.id);
  assert.match(waiting.detail, /confirm/);
  refused(await somebody.decide(review.id), 403, 'own_request');
  refused(await somebody.post('/v1/devices', proposal(issueCertificate('BANKA', somebody.account))), 409, 'conflict');
  const confirmer = await reviewer('BANKA');
  assert.equal((await confirmer.read(`/v1/reviews/${review.id}`)).payload.thumbprint, device.thumbprint, 'who confirms sees what is confirmed');
  expect(await confirmer.decide(review.id), 200);
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  await another.signIn();
  const { items } = await another.read('/v1/devices');
  assert.deepEqual(items.map(({ state }) => state), ['bound', 'bound']);
});

test('a_device_that_is_not_confirmed_is_revoked_on_record__GS_2_1_3', async () => {
  const somebody = await join('BANKA');
  const { device, review } = expect(await somebody.post('/v1/devices', proposal(issueCertificate('BANKA', somebody.account))), 202);
  expect(await (await reviewer('BANKA')).decide(review.id, { verdict: 'reject', comment: 'Nobody brought it.' }), 200);
  const [{ state }] = (await somebody.read('/v1/devices')).items.filter(({ id }) => id === device.id);
  assert.equal(state, 'revoked');
  assert.equal(superuser(`select c.action from audit.entry e join audit.entry c on c.entry_id = e.cause
    where e.action = 'device.revoked' and e.object = '${device.id}' and e.account_id = '${somebody.id}' and e.digest = '${device.kid}'`), 'review.decide');
  expect(await somebody.post('/v1/devices', proposal(issueCertificate('BANKA', somebody.account))), 202);
});

test('a_key_that_any_device_had_is_never_bound_again__GS_2_1_3', async () => {
  const somebody = await join('BANKA');
  refused(await somebody.post('/v1/devices', { label: 'The same', certificate: somebody.certificatePem.toString() }), 409, 'device_taken');
  for (const files of [issueCertificate('BANKB', somebody.account), issueCertificate('BANKA', 'banka.somebody')]) {
    refused(await somebody.post('/v1/devices', proposal(files)), 422, 'invalid_value');
  }
  const files = issueCertificate('BANKA', somebody.account);
  const { device } = expect(await somebody.post('/v1/devices', proposal(files)), 202);
  expect(await somebody.client.delete(`/v1/devices/${device.id}`), 204);
  refused(await somebody.post('/v1/devices', proposal(files)), 409, 'device_taken');
  refused(await somebody.client.delete(`/v1/devices/${device.id}`), 404, 'not_found');
});

test('the_last_device_goes_only_when_that_is_meant_and_with_its_sessions__GS_2_1_3', async () => {
  const somebody = await join('BANKA');
  const [device] = (await somebody.read('/v1/devices')).items;
  assert.match(refused(await somebody.client.delete(`/v1/devices/${device.id}`), 409, 'last_device').detail, /reset/);
  const stranger = await person({ institution: 'BANKA', role: 'author' });
  refused(await stranger.client.delete(`/v1/devices/${device.id}?last=true`), 404, 'not_found');
  expect(await somebody.client.delete(`/v1/devices/${device.id}?last=true`), 204);
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  const gone = await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null });
  assert.match(refused(gone, 403, 'device_not_bound').detail, /reset/);
});

test('a_renewal_is_signed_by_the_old_key_and_takes_its_place__GS_2_1_3', async () => {
  const somebody = await join('BANKA');
  const [device] = (await somebody.read('/v1/devices')).items;
  const files = issueCertificate('BANKA', somebody.account);
  const certificate = fs.readFileSync(files.certificate, 'utf8');
  const members = { v: 1, aud: platform.platform, account: somebody.id, device: device.id, thumbprint: thumbprintOf(files.certificate), at: new Date().toISOString() };
  const renew = (proof) => somebody.post(`/v1/devices/${device.id}/renewal`, { certificate, proof });
  const other = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const typ = 'device-renewal+jws';
  for (const change of [{ v: 2 }, { aud: 'another' }, { account: device.id }, { device: somebody.id }, { thumbprint: device.thumbprint },
    { at: new Date(Date.now() - 6 * 60e3).toISOString() }, { extra: 1 }]) {
    refused(await renew(await sign(somebody.signingKey, typ, { ...members, ...change })), 422, 'invalid_value');
  }
  refused(await renew(await sign(other, typ, members)), 422, 'invalid_value');
  refused(await renew(await sign(somebody.signingKey, 'countersignature+jws', members)), 422, 'invalid_value');
  const renewed = expect(await renew(await sign(somebody.signingKey, typ, members)), 201).device;
  assert.equal(renewed.renews, device.id);
  refused(await renew(await sign(somebody.signingKey, typ, members)), 409, 'conflict');
  await somebody.read('/v1/me');
  const another = await onAnother(somebody, files).signIn();
  refused(await somebody.get('/v1/me'), 401, 'invalid_token');
  assert.ok((await another.read('/v1/devices')).items[0].expires_at, 'the old one holds for the overlap');
});

// --- a signing key beside the transport key

const pair = () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const separate = async (somebody, files, { publicKey, privateKey }, changes = {}, { typ = 'device-key+jws', signer = privateKey } = {}) => ({
  signing_key: publicKey.export({ format: 'jwk' }),
  signing_proof: await sign(signer, typ, { v: 1, aud: platform.platform, account: somebody.account, thumbprint: thumbprintOf(files.certificate), at: new Date().toISOString(), ...changes }) });

// What shows nothing, each with the pointer at which it is refused.
async function unproven(somebody, files, keys) {
  const changes = [{ v: 2 }, { aud: 'another' }, { account: 'banka.somebody' }, { thumbprint: 'A'.repeat(43) }, { extra: 1 }, { at: new Date(Date.now() - 6 * 60e3).toISOString() }];
  const private_ = { ...await separate(somebody, files, keys), signing_key: keys.privateKey.export({ format: 'jwk' }) };
  return [...await Promise.all(changes.map(async (change) => [await separate(somebody, files, keys, change), '/signing_proof'])),
    [await separate(somebody, files, keys, {}, { typ: 'device-renewal+jws' }), '/signing_proof'],
    [await separate(somebody, files, keys, {}, { signer: pair().privateKey }), '/signing_proof'], [private_, '/signing_key']];
}

test('a_signing_key_that_nobody_proves_is_nobodys_and_one_that_is_proven_signs__GS_2_1_3', async () => {
  const [somebody, keys] = [newcomer('BANKA'), pair()];
  const { code } = await activate(somebody);
  const enrol = (members) => somebody.client.post('/v1/devices', enrolRequest(somebody, code, members), { token: null, unchecked: true });
  for (const [members, pointer] of await unproven(somebody, somebody, keys)) {
    assert.equal(refused(await enrol(members), 422, 'invalid_value').pointer, pointer);
  }
  const { signing_key: key, signing_proof: proof } = await separate(somebody, somebody, keys);
  for (const half of [{ signing_key: key }, { signing_proof: proof }]) refused(await enrol(half), 400, 'missing_member');
  assert.equal(superuser(`select count(*) from identity.device_key where thumbprint = '${await thumbprint(keys.publicKey)}'`), '0', 'the key is free still');
  const { device } = expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code, { signing_key: key, signing_proof: proof }), { token: null }), 201);
  assert.deepEqual([device.signer, device.class, device.kid, device.transport], ['separate', 'software', await thumbprint(keys.publicKey), 'certificate']);
  await (await somebody.signIn()).settle();
  const transportKey = somebody.signingKey;
  const draft = async () => somebody.post('/v1/records', await recordRequest(somebody));
  refused(await draft(), 422, 'bad_attestation'); // the transport key signs nothing here
  somebody.signingKey = keys.privateKey;
  expect(await draft(), 201);

  // The transport key is renewed by what the signing key says, and that goes over.
  const files = issueCertificate('BANKA', somebody.account);
  const members = { v: 1, aud: platform.platform, account: somebody.id, device: device.id, thumbprint: thumbprintOf(files.certificate), at: new Date().toISOString() };
  const renew = async (signer) => somebody.post(`/v1/devices/${device.id}/renewal`, { certificate: fs.readFileSync(files.certificate, 'utf8'), proof: await sign(signer, 'device-renewal+jws', members) });
  refused(await renew(transportKey), 422, 'invalid_value');
  const renewed = expect(await renew(keys.privateKey), 201).device;
  assert.deepEqual([renewed.signer, renewed.class, renewed.kid], [device.signer, device.class, device.kid]);
});

test('a_further_device_has_a_signing_key_of_its_own_which_another_account_cannot_take__GS_2_1_3', async () => {
  const [somebody, other, keys] = [await join('BANKA'), await join('BANKA'), pair()];
  const files = issueCertificate('BANKA', somebody.account);
  const propose = async (members) => somebody.post('/v1/devices', { ...proposal(files), ...members }, { unchecked: true });
  for (const [members, pointer] of await unproven(somebody, files, keys)) {
    assert.equal(refused(await propose(members), 422, 'invalid_value').pointer, pointer);
  }
  const { device, review } = expect(await somebody.post('/v1/devices', { ...proposal(files), ...await separate(somebody, files, keys) }), 202);
  const confirmer = await reviewer('BANKA');
  const { payload } = await confirmer.read(`/v1/reviews/${review.id}`);
  assert.deepEqual([payload.signer, payload.kid, payload.class], ['separate', device.kid, 'software'], 'who confirms sees which key signs');
  expect(await confirmer.decide(review.id), 200);
  const theirs = issueCertificate('BANKA', other.account);
  refused(await other.post('/v1/devices', { ...proposal(theirs), ...await separate(other, theirs, keys) }), 409, 'device_taken');
});

test('a_creator_who_keeps_both_halves_cannot_become_the_reviewer_he_created__GS_2_1_1', async () => {
  const somebody = browserNewcomer('BANKA', { roles: ['account.reviewer'] });
  const { code } = await activate(somebody);
  const { device, must } = expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code, { jwk: await somebody.proofKey.jwk() })), 201);
  assert.ok(must.includes('confirmation'));
  assert.equal(device.state, 'unconfirmed');
  const told = refused(await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null }), 403, 'device_not_bound');
  assert.equal(told.review, device.review);
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  assert.ok(['own_request', 'not_found'].includes((await officer.decide(await (await reviewer('BANKA')).read(`/v1/reviews/${device.review}`))).body.code));
  expect(await (await reviewer('BANKA', 1)).decide(device.review), 200);
  await somebody.signIn();
});

// --- a key that is only named

// Whoever has seen a certificate can name its key as their own, of whatever bank, and give it up again.
const publicOf = ({ certificatePem }) => new crypto.X509Certificate(certificatePem).publicKey.export({ format: 'jwk' });
async function name(attacker, victim) {
  const { device, review } = expect(await attacker.post('/v1/devices', { label: 'Mine', jwk: publicOf(victim) }), 202);
  return { device, review, giveUp: async () => expect(await attacker.client.delete(`/v1/devices/${device.id}`), 204) };
}

test('a_key_that_somebody_only_names_is_whose_who_holds_it__GS_2_1_3', async () => {
  const [victim, attacker] = [newcomer('BANKA'), await join('BANKB')];
  const { code } = await activate(victim);
  const { review } = await name(attacker, victim);
  const confirmer = await reviewer('BANKB');
  expect(await confirmer.decide(review.id), 200);
  const enrol = () => victim.client.post('/v1/devices', enrolRequest(victim, code), { token: null });
  expect(await enrol(), 201);
  await (await victim.signIn()).settle();
  const late = await join('BANKB');
  refused(await late.post('/v1/devices', { label: 'Mine', jwk: publicOf(victim) }), 409, 'device_taken');
});

test('what_a_named_key_s_holder_signs_in_with_is_not_the_other_s_any_more__GS_2_1_3', async () => {
  const [victim, attacker] = [browserNewcomer('BANKA'), await join('BANKB')];
  const { code } = await activate(victim);
  const { review } = expect(await attacker.post('/v1/devices', { label: 'Mine', jwk: await victim.proofKey.jwk() }), 202);
  expect(await (await reviewer('BANKB')).decide(review.id), 200);
  expect(await victim.client.post('/v1/devices', enrolRequest(victim, code, { jwk: await victim.proofKey.jwk() }), { token: null }), 201);
  await victim.signIn();
  const thief = new Person({ ...victim, account: attacker.account, password: attacker.password, session: undefined, client: undefined });
  refused(await thief.client.post('/v1/sessions', { account: attacker.account, password: attacker.password }, { token: null }), 403, 'device_not_bound');
});

test('a_renewal_to_another_s_key_keeps_them_from_nothing__GS_2_1_3', async () => {
  const [victim, attacker] = [browserNewcomer('BANKA'), browserNewcomer('BANKB')];
  const codes = [];
  for (const one of [victim, attacker]) codes.push((await activate(one)).code);
  const begin = async (one, code) => expect(await one.client.post('/v1/devices', enrolRequest(one, code, { jwk: await one.proofKey.jwk() }), { token: null }), 201);
  const { device } = await begin(attacker, codes[1]);
  await (await attacker.signIn()).settle();
  const jwk = await victim.proofKey.jwk();
  const members = { v: 1, aud: platform.platform, account: attacker.id, device: device.id, thumbprint: await thumbprint(crypto.createPublicKey({ key: jwk, format: 'jwk' })), at: new Date().toISOString() };
  expect(await attacker.post(`/v1/devices/${device.id}/renewal`, { jwk, proof: await sign(attacker.signingKey, 'device-renewal+jws', members) }), 201);
  await begin(victim, codes[0]);
});

test('after_a_reset_somebody_begins_with_another_certificate_than_the_one_that_was_awaited__GS_2_1_2', async () => {
  const somebody = newcomer('BANKA');
  const { code: former } = await activate(somebody);
  const officer = await person({ institution: 'BANKA', role: 'account.officer' });
  const { review, code_half: half } = expect(await officer.post(`/v1/accounts/${somebody.id}/reset`, {}), 202);
  const another = onAnother(somebody, issueCertificate('BANKA', somebody.account));
  const enrol = (code) => another.client.post('/v1/devices', enrolRequest(another, code), { token: null });
  refused(await enrol(former), 403, 'invalid_enrolment');
  const [first, last] = [await (await reviewer('BANKA')).decide(review.id), await (await reviewer('BANKA', 1)).decide(review.id)];
  expect(first, 200);
  const code = `${half}.${expect(last, 200).code_half}`;
  refused(await enrol(former), 403, 'invalid_enrolment');
  expect(await enrol(code), 201);
  assert.equal(superuser(`select string_agg(state, ' ' order by state) from identity.device where account_id = '${somebody.id}'`), 'bound revoked', 'the awaited one is awaited no more');
});
