// SPDX-License-Identifier: Apache-2.0
// Who decides about accounts. Two of a bank's account reviewers hold passkeys: an assertion is by itself a second proof.
// All others decide with codes.
import fs from 'node:fs';
import path from 'node:path';
import crypto from 'node:crypto';
import { Authenticator, registrationChallenge } from './authenticator.js';
import { expect } from './client.js';
import { issueCertificate } from './flows.js';
import { Person, accountsFile, adopt, people, person } from './platform.js';
import { digest } from './signing.js';

const folder = path.join(path.dirname(accountsFile), 'passkeys');
const place = (account, name) => path.join(folder, `${account}.${name}`);
const reviewers = (institution) => people({ institution, role: 'account.reviewer' });

// The last two, where enough are left who confirm devices: that is not decided by passkey.
const holders = (institution) => reviewers(institution).slice(5).slice(-2).map(({ account }) => account);

// Those who decide from a certificate, with a code.
export const confirmers = (institution) => reviewers(institution).filter(({ account }) => !holders(institution).includes(account));

// The same person at a new certificate with a passkey, which another one has confirmed; signed in there.
export async function bindPasskey(somebody, authenticator = new Authenticator()) {
  const files = issueCertificate(somebody.institution, somebody.account);
  const certificate = fs.readFileSync(files.certificate, 'utf8');
  const { session } = await somebody.read('/v1/me');
  const attestation = authenticator.register(registrationChallenge(somebody.id, session, digest(new crypto.X509Certificate(certificate).raw)));
  const { review } = expect(await somebody.post('/v1/devices', { label: 'With a passkey', certificate, attestation }), 202);
  expect(await (await person({ account: confirmers(somebody.institution)[0].account })).decide(review.id), 200);
  expect(await somebody.client.delete('/v1/sessions/current'), 204);
  return new Person({ ...somebody, ...files, authenticator, session: undefined, client: undefined }).signIn();
}

// Kept beside the platform's accounts, so that it is registered once for all files of tests. Its count is 0 always.
function keep({ account, certificate, key, authenticator }) {
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(certificate, place(account, 'pem'));
  fs.copyFileSync(key, place(account, 'key'));
  fs.writeFileSync(place(account, 'passkey'), authenticator.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  fs.writeFileSync(place(account, 'id'), authenticator.id);
}

function readKept(listed) {
  const [certificate, key] = ['pem', 'key'].map((name) => place(listed.account, name));
  const authenticator = new Authenticator({ attested: false, counts: false, kept: {
    id: fs.readFileSync(place(listed.account, 'id')), privateKey: crypto.createPrivateKey(fs.readFileSync(place(listed.account, 'passkey'))) } });
  return new Person({ ...listed, certificate, key, authenticator, session: undefined, client: undefined });
}

async function holder(account) {
  const [known] = people({ account });
  if (known.authenticator) return person({ account });
  if (fs.existsSync(place(account, 'id'))) return adopt(readKept(known)).signIn();
  const made = adopt(await bindPasskey(await person({ account }), new Authenticator({ counts: false })));
  keep(made);
  return made;
}

// Those who decide about an account of the institution, passkeys first.
export async function accountReviewers(institution) {
  const list = [];
  for (const account of holders(institution)) list.push(await holder(account));
  return [...list, ...confirmers(institution)];
}
