// SPDX-License-Identifier: Apache-2.0
// Must hold 6: every account but those of the beginning and of admissions has an approved review whose countersignatures
// verify offline: by jose, from what the review kept and the binding entries of the log, without asking the product.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { platform, superuser } from './lib/platform.js';
import { activate, newcomer } from './lib/flows.js';
import { openAssertion } from './lib/evidence.js';
import { canonicalize, digest, thumbprint, verify } from './lib/signing.js';
import { watchLogs } from './lib/harness.js';

watchLogs();
const rows = (sql) => JSON.parse(superuser(`select coalesce(json_agg(t), '[]') from (${sql}) t`));

const accounts = () => rows(`select a.account_id, a.name, a.state, r.review_id, r.kind, r.state as review_state, r.payload, r.policy, r.person_id as requester
  from identity.account a left join review.review r using (review_id) where a.state not in ('pending', 'rejected')`);

// All approvals, by their review.
function decisions() {
  const found = new Map();
  for (const one of rows(`with bound as (select device_id, digest, min(written_at) as bound_at from audit.entry where action = 'device.bound' group by 1, 2)
      select d.*, encode(v.signing_key, 'base64') as spki, b.bound_at
        from review.decision d join identity.device v using (device_id) left join bound b on b.device_id = v.device_id and b.digest = v.kid
       where d.verdict = 'approve'`)) {
    found.set(one.review_id, [...found.get(one.review_id) ?? [], one]);
  }
  return { of: (review) => found.get(review) ?? [] };
}

async function checkDecision(decision, review) {
  const key = crypto.createPublicKey({ key: Buffer.from(decision.spki, 'base64'), format: 'der', type: 'spki' });
  const signed = decision.assertion ? openAssertion(decision.countersignature, JSON.parse(decision.assertion), key) : await verify(decision.countersignature, key, 'countersignature+jws');
  const { kid } = JSON.parse(Buffer.from(decision.countersignature.split('.')[0], 'base64url'));
  assert.equal(kid, await thumbprint(key));
  assert.ok(decision.bound_at && decision.bound_at <= decision.decided_at, 'the key was bound, on record, before it decided');
  assert.deepEqual([signed.review, signed.kind, signed.account, signed.verdict, signed.aud, signed.policy],
    [decision.review_id, review.kind, decision.account_id, 'approve', platform.platform, review.policy]);
  assert.equal(signed.digest, digest(review.payload));
  assert.equal(signed.comment_digest, digest(decision.comment));
}

test('every_account_was_activated_by_two_others_whose_signatures_verify_offline__GS_2_1_1', async () => {
  await activate(newcomer('BANKA'));
  const all = accounts();
  const activated = all.filter(({ kind }) => kind === 'account.activate');
  assert.ok(activated.length >= 10);
  const approvals = decisions();
  assert.deepEqual([...new Set(all.map(({ kind }) => kind))].filter((kind) => ![null, 'institution.admit', 'account.activate'].includes(kind)), []);
  for (const account of activated) {
    assert.equal(account.review_state, 'approved', account.name);
    assert.equal(canonicalize(JSON.parse(account.payload)), account.payload, 'the payload is kept in canonical form');
    const made = approvals.of(account.review_id);
    assert.equal(new Set(made.map(({ person_id: person }) => person)).size, 2, account.name);
    assert.ok(made.every(({ person_id: person }) => person !== account.requester), 'nobody decides a request of their own');
    for (const decision of made) await checkDecision(decision, account);
  }
});

test('only_the_operators_people_have_no_review_and_the_others_came_with_an_admission__GS_2_1_1', () => {
  const without = rows(`select i.kind from identity.account a join identity.institution i using (institution_id) where a.review_id is null and a.state not in ('pending', 'rejected')`);
  assert.ok(without.length > 0);
  assert.ok(without.every(({ kind }) => kind === 'operator'));
  const admitted = rows(`select i.institution_id, count(*) from identity.account a join identity.institution i using (institution_id)
    join review.review r on r.review_id = a.review_id where r.kind = 'institution.admit' group by 1`);
  assert.ok(admitted.length > 0);
  assert.ok(admitted.every(({ count }) => count === 6));
});

test('every_decision_on_record_verifies_offline_whatever_it_was_about__JR_5_2', async () => {
  const approvals = decisions();
  for (const review of rows("select review_id, kind, payload, policy from review.review where state = 'approved' order by review_id desc limit 200")) {
    const made = approvals.of(review.review_id);
    const needed = review.kind === 'device.bind' ? 1 : 2; // policies/reviews.json
    assert.ok(made.length >= needed, `${review.kind} was decided by ${made.length}`);
    for (const decision of made) await checkDecision(decision, review);
  }
});
