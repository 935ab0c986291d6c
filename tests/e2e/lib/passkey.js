// SPDX-License-Identifier: Apache-2.0
// A person without any certificate: a browser's key to come in with, a passkey to sign with.
import { BrowserPerson, ProofKey, browserNewcomer } from './browser.js';
import { registrationChallenge } from './authenticator.js';
import { expect } from './client.js';
import { confirmers } from './deciders.js';
import { activate, enrolRequest } from './flows.js';
import { person } from './platform.js';

export async function confirm(institution, review) {
  const [{ account }] = confirmers(institution);
  return expect(await (await person({ account })).decide(review), 200);
}

// Enrolled on a browser, that confirmed by another person, signed in, nothing owed.
export async function joinConfirmed(institution, roles) {
  const somebody = browserNewcomer(institution, { roles });
  const { code } = await activate(somebody);
  const { device } = expect(await somebody.client.post('/v1/devices', enrolRequest(somebody, code, { jwk: await somebody.proofKey.jwk() })), 201);
  await confirm(institution, device.review);
  return (await somebody.signIn()).settle();
}

// What is sent to register a passkey with a new key of this person's browser; `register` makes it of the challenge.
export async function proposal(somebody, key, register) {
  const challenge = registrationChallenge(somebody.id, somebody.session.session, await key.jkt());
  return { label: 'A browser', jwk: await key.jwk(), attestation: await register(challenge) };
}

// Proposes it, has it confirmed, and signs in there.
export async function moveToPasskey(somebody, authenticator, register = (challenge) => authenticator.register(challenge)) {
  const key = new ProofKey();
  const { device, review } = expect(await somebody.post('/v1/devices', await proposal(somebody, key, register)), 202);
  await confirm(somebody.institution, review.id);
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  const moved = new BrowserPerson({ ...somebody, proofKey: key, authenticator, device, session: undefined, client: undefined });
  return moved.signIn();
}
