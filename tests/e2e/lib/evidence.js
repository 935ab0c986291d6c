// SPDX-License-Identifier: Apache-2.0
// Checks an exported review by docs/PROTOCOL.review.md with jose and node:crypto: a second verifier, which shares nothing with
// the product's. Throws at the first thing that is wrong.
import crypto from 'node:crypto';
import assert from 'node:assert/strict';
import { canonicalize, digest, sha256, thumbprint, verify } from './signing.js';
import { leafData, leafHash, openCheckpoint, rootOfPath } from './merkle.js';

const digestOf = (value) => digest(canonicalize(value));
const grades = ['low', 'medium', 'high'];
const classes = ['software', 'hardware', 'certificate'];
const micros = (time) => BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n + BigInt((/\.(\d+)Z$/.exec(time)?.[1] ?? '0').padEnd(6, '0'));
const common = ['v', 'review', 'round'];
const members = {
  'review.opened': ['kind', 'policy', 'grade', 'requester', 'institution', 'department', 'owner', 'beneficiary', 'author', 'object_type', 'object', 'base', 'digest', 'expires_at', 'stages'],
  'decision.taken': ['stage', 'account', 'person', 'institution', 'department', 'device', 'device_class', 'needs', 'for', 'verdict', 'countersignature'],
};
const exactly = (value, ...names) => assert.deepEqual(Object.keys(value).sort(), names.sort());

// A passkey signs over its own data and the digest of what the browser was asked: its challenge is the signing input's.
export function openAssertion(input, assertion, key, passkey) {
  const [client, authenticator, signature] = ['clientDataJSON', 'authenticatorData', 'signature'].map((name) => Buffer.from(assertion.response[name], 'base64url'));
  assert.ok(crypto.verify('sha256', Buffer.concat([authenticator, sha256(client)]), key, signature), 'the assertion verifies');
  const said = JSON.parse(client);
  assert.deepEqual([said.type, said.challenge], ['webauthn.get', digest(input)]);
  if (passkey) {
    assert.deepEqual([said.origin, assertion.id, authenticator.subarray(0, 32)], [passkey.origin, passkey.id, sha256(passkey.rp_id)]);
    assert.equal(authenticator[32] & 5, 5, 'a person was there, and verified');
  }
  return JSON.parse(Buffer.from(input.split('.')[1], 'base64url'));
}

class Check {
  constructor(file, logKey) {
    exactly(file, 'format', 'platform', 'review', 'vkey', 'checkpoint', 'rounds', ...'names' in file ? ['names'] : []);
    assert.equal(file.format, 'countersign-review-1');
    Object.assign(this, { file, checkpoint: openCheckpoint(file.checkpoint, logKey), persons: new Set(), nonces: new Set() });
    assert.equal(this.checkpoint.origin, `${file.platform}/log`);
  }

  entry(entry, action) {
    exactly(entry, 'core', 'salt', 'leaf_index', 'path');
    const { core } = entry;
    const hash = leafHash(leafData(entry.salt, core));
    assert.equal(rootOfPath(hash, entry.leaf_index, this.checkpoint.size, entry.path).toString('base64'), this.checkpoint.root, `${action} is in the log`);
    assert.ok(['gateway', 'database'].includes(core.origin), `${action} is ${core.origin}`);
    assert.deepEqual([core.action, core.outcome], [action, 'done']);
    return entry;
  }

  stated({ statement, entry }, action, round) {
    const { core } = this.entry(entry, action);
    assert.equal(core.digest, digestOf(statement), 'the entry names the statement');
    exactly(statement, ...common, ...members[action] ?? ['state', 'reason']);
    assert.deepEqual([statement.v, statement.review, core.review, core.object, statement.round], [1, this.file.review, this.file.review, this.file.review, round]);
    return statement;
  }

  // The stages that the policy asks for; where the parties of an agreement are asked, each is.
  stages({ documents, digests, activated }, opened, opening) {
    const { core, leaf_index: at } = this.entry(activated, 'policy.activated');
    assert.equal(core.digest, digestOf(digests));
    for (const name of ['reviews', 'permissions']) assert.equal(digests[name], digestOf(documents[name]), `${name} was activated`);
    assert.deepEqual([core.policy, opened.core.policy], [opening.policy, opening.policy]);
    assert.ok(at < opened.leaf_index);
    const kind = documents.reviews.kinds[opening.kind];
    assert.equal(micros(opening.expires_at) - micros(opened.core.at), BigInt(kind.expires_seconds) * 1000000n);
    const asked = kind.stages.filter(({ from }) => grades.indexOf(from ?? 'low') <= grades.indexOf(opening.grade ?? 'high'));
    const kept = asked.filter(({ name, needs }) => opening.stages.some((stage) => stage.name === name) || needs.some(({ scope }) => scope !== 'members'));
    assert.deepEqual(opening.stages.map(({ name }) => name), kept.map(({ name }) => name));
    kept.forEach(({ needs }, i) => this.needs(needs, opening.stages[i].needs, opening, documents.permissions.permissions));
    return kind;
  }

  needs(asked, needs, opening, permissions) {
    const places = { department: [opening.institution, opening.department], institution: [opening.institution, null], owner: [opening.owner, null], members: [null, null] };
    const left = [...needs];
    for (const { permission, scope, approvals } of asked) {
      const group = left.splice(0, scope === 'parties' ? left.findIndex((one) => one.scope !== scope) >>> 0 : 1);
      if (scope === 'members' && group[0]?.scope !== scope) { left.unshift(...group); continue; }
      assert.ok(group.length > 0);
      for (const need of group) {
        assert.deepEqual([need.permission, need.scope], [permission, scope]);
        assert.ok(permission in permissions);
        assert.ok(scope === 'members' ? need.approvals >= 1 && need.approvals <= approvals : need.approvals === approvals);
        assert.deepEqual([need.institution, need.department], places[scope] ?? [need.institution, null]);
      }
    }
    assert.deepEqual(left, []);
  }

  person(person, opening) {
    assert.ok(![opening.requester.person, opening.beneficiary, opening.author].includes(person), 'nobody decides what is their own');
    assert.ok(!this.persons.has(person), 'nobody decides twice');
    this.persons.add(person);
  }

  async decision(decision, opening, stage, nonce, kind, earlier, after) {
    const { statement: said, entry } = decision;
    this.stated(decision, 'decision.taken', opening.round);
    for (const name of ['account', 'institution', 'device', 'device_class']) assert.equal(entry.core[name], said[name]);
    assert.equal(said.stage, stage.name);
    assert.ok(entry.leaf_index > after && micros(entry.core.at) < micros(opening.expires_at));
    this.person(said.person, opening);
    if (said.for !== null) this.person(said.for.person, opening);
    assert.ok(said.needs.length > 0);
    for (const number of said.needs) {
      const need = stage.needs[number - 1];
      if (need.scope === 'members') assert.ok(!earlier.some(({ statement }) => statement.institution === said.institution));
      else assert.deepEqual([said.institution, need.department ?? said.department], [need.institution, said.department]);
    }
    assert.equal(await this.signature(decision, {
      review: this.file.review, kind: opening.kind, round: opening.round, stage: said.stage, digest: opening.digest,
      base: opening.base, policy: opening.policy, account: said.account, verdict: said.verdict, comment_digest: digest(decision.comment), nonce }, entry), said.countersignature);
    await this.binding(decision, decision.key, said, entry);
    assert.ok(classes.indexOf(said.device_class) >= classes.indexOf(kind.least_class));
  }

  // The key's device was theirs before, and had not ended.
  async binding({ bound, revoked }, { spki }, said, entry) {
    this.entry(bound, 'device.bound');
    const key = crypto.createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
    assert.deepEqual([bound.core.account, bound.core.device, bound.core.object, bound.core.device_class, bound.core.digest],
      [said.account, said.device, said.device, said.device_class, await thumbprint(key)]);
    assert.ok(bound.leaf_index < entry.leaf_index);
    if (revoked) {
      assert.equal(this.entry(revoked, 'device.revoked').core.object, said.device);
      assert.ok(revoked.leaf_index > entry.leaf_index);
    }
  }

  // A word over exactly these members, at the entry's time; the digest of what was signed.
  async signature({ key: { spki, passkey }, countersignature, signing_input: input, assertion }, expected, entry) {
    const key = crypto.createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
    const signed = passkey ? openAssertion(input, assertion, key, passkey) : await verify(countersignature, key, 'countersignature+jws');
    const text = passkey ? input : countersignature;
    const { kid, alg, typ, ...more } = JSON.parse(Buffer.from(text.split('.')[0], 'base64url'));
    assert.deepEqual([kid, typ, more], [await thumbprint(key), 'countersignature+jws', {}]);
    assert.ok(['ES256', 'EdDSA', 'PS256', 'RS256'].includes(alg));
    const { at, ...members } = signed;
    assert.deepEqual(members, { v: 1, aud: this.file.platform, ...expected });
    assert.ok(Math.abs(Date.parse(at) - Date.parse(entry.core.at)) <= 300e3);
    return digest(text);
  }

  // Who joined a break-glass signed what was asked for, which is what its reviewers were told.
  async joining(joining, { word, ...judged }, opening) {
    if (opening.kind !== 'breakglass.review') return assert.equal(joining, undefined);
    exactly(joining, 'asked', 'started', 'bound', 'revoked');
    const [{ core: asked }, { core: started }] = [this.entry(joining.asked, 'break_glass.asked'), this.entry(joining.started, 'break_glass.started')];
    for (const name of ['break_glass', 'institution', 'reason', 'asked_by', 'asked_at']) assert.equal(word.payload[name], judged[name]);
    assert.deepEqual([asked.object, asked.account, asked.digest], [judged.break_glass, judged.asked_by, digestOf(word.payload)]);
    assert.deepEqual([started.object, started.account], [judged.break_glass, judged.joined_by]);
    assert.equal(opening.requester.account, judged.asked_by);
    assert.notEqual(judged.joined_by, judged.asked_by);
    assert.notEqual(opening.beneficiary, opening.requester.person);
    assert.ok(joining.asked.leaf_index < joining.started.leaf_index);
    assert.equal(await this.signature(word, {
      review: judged.break_glass, kind: 'break_glass.start', round: 1, stage: 'join', digest: digestOf(word.payload), base: 0, policy: word.policy,
      account: judged.joined_by, verdict: 'approve', comment_digest: digest(''), nonce: word.nonce }, joining.started), started.digest);
    return this.binding(joining, word.key, started, joining.started);
  }

  // Each decider is counted for one of their groups; tried in full, for they are few.
  suffices(needs, deciders) {
    const room = needs.map(({ approvals }) => approvals);
    assert.equal(deciders.length, room.reduce((sum, number) => sum + number, 0));
    const place = (i) => i === deciders.length || deciders[i].statement.needs.some((need) => {
      if (room[need - 1] === 0) return false;
      room[need - 1] -= 1;
      if (place(i + 1)) return true;
      room[need - 1] += 1;
      return false;
    });
    assert.ok(place(0), 'each group has as many as it asks for');
  }

  async round({ payload, policy, opened, joining, stages, ended }, number) {
    const opening = this.stated(opened, 'review.opened', number);
    assert.equal(opening.digest, digestOf(payload));
    await this.joining(joining, payload, opening);
    const kind = this.stages(policy, opened.entry, opening);
    assert.equal(stages.length, opening.stages.length);
    let [state, over, newest, last] = [undefined, false, opened.entry.leaf_index, []];
    for (const [i, { nonce, decisions }] of stages.entries()) {
      if (nonce !== null) assert.ok(!this.nonces.has(nonce) && this.nonces.add(nonce));
      if (decisions.length === 0) { over = true; continue; }
      assert.ok(!over && (state ?? 'approve') === 'approve', 'stages have their turn');
      for (const [j, decision] of decisions.entries()) await this.decision(decision, opening, opening.stages[i], nonce, kind, decisions.slice(0, j), newest);
      this.suffices(opening.stages[i].needs, decisions);
      const verdicts = decisions.map(({ statement }) => statement.verdict);
      state = ['reject', 'return', 'approve'].find((verdict) => verdicts.includes(verdict));
      newest = Math.max(newest, ...decisions.map(({ entry }) => entry.leaf_index));
      last = decisions;
    }
    const possible = { reject: ['rejected'], return: ['returned'] }[state] ?? (over ? ['expired', 'withdrawn'] : ['approved', 'failed']);
    const ends = ended.map((one) => this.stated(one, `review.${one.statement.state}`, number).state);
    assert.ok(possible.includes(ends[0]), `it is ${ends}, not ${possible}`);
    if (['expired', 'withdrawn'].includes(ends[0])) assert.ok(ended[0].entry.leaf_index > newest);
    else assert.ok(last.some(({ entry }) => entry.core.cause === ended[0].entry.core.cause));
    if (ends.length > 1) assert.ok(ends.length === 2 && ends[0] === 'returned' && ['expired', 'withdrawn'].includes(ends[1]));
    return ends.at(-1);
  }

  async run() {
    assert.ok(this.file.rounds.length > 0);
    const states = [];
    for (const [i, round] of this.file.rounds.entries()) states.push(await this.round(round, i + 1));
    assert.ok(states.slice(0, -1).every((state) => ['returned', 'failed'].includes(state)));
    assert.notEqual(states.at(-1), 'returned');
    return states.at(-1);
  }
}

// How the review ended.
export const checkReview = async (file, logKey) => new Check(file, logKey).run();
