// SPDX-License-Identifier: Apache-2.0
// Certificates with RSA keys, as smart cards often have them: sign-in, and signatures by PS256 and RS256.
import test from 'node:test';
import assert from 'node:assert/strict';
import { expect, refused } from './lib/client.js';
import { attest, canonicalize } from './lib/signing.js';
import { issueCertificate, join, newcomerName } from './lib/flows.js';
import { watchLogs } from './lib/harness.js';

watchLogs();

function withRsa(institution, bits) {
  const account = newcomerName(institution);
  return { account, ...issueCertificate(institution, account, ['-newkey', `rsa:${bits}`]) };
}

const request = (attestation, content) => ({
  type: 'note', category: 'risk', level: 'public', grade: 'general', title: 'A note of a test', audience: 'members', content, attestation });

test('a_certificate_of_rsa_signs_in_and_attests_by_ps256_and_rs256__GS_2_3_2', async () => {
  const somebody = await join('BANKA', withRsa('BANKA', 2048));
  for (const alg of ['PS256', 'RS256']) {
    const content = { text: `Signed as ${alg}.` };
    const attestation = await attest(somebody.signingKey, canonicalize(content), 'a test', {}, { alg });
    const created = expect(await somebody.post('/v1/records', request(attestation, content)), 201);
    assert.equal(created.record.state, 'draft');
  }
  for (const alg of ['PS384', 'RS512']) {
    const content = { text: `Signed as ${alg}.` };
    const attestation = await attest(somebody.signingKey, canonicalize(content), 'a test', {}, { alg });
    refused(await somebody.post('/v1/records', request(attestation, content)), 422, 'bad_attestation');
  }
});

test('a_certificate_of_a_weak_key_is_refused__RFC_7518_3_3', async () => {
  await assert.rejects(join('BANKA', withRsa('BANKA', 1024)), /422/);
});
