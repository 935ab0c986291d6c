// SPDX-License-Identifier: Apache-2.0
// An exported review made anew by somebody who holds every key: the log's, and those of all who decide. What he makes otherwise
// is otherwise in all places that name it, so that a verifier refuses it for that reason and no other.
import crypto from 'node:crypto';
import { canonicalize, countersign, digest, sha256, thumbprint } from './signing.js';
import { leafData, leafHash, root } from './merkle.js';

const log = crypto.generateKeyPairSync('ed25519');
const spki = (key) => crypto.createPublicKey(key).export({ type: 'spki', format: 'der' });
const typed = Buffer.concat([Buffer.from([1]), spki(log.privateKey).subarray(-32)]);
const keyHash = (name) => sha256(name, '\n', typed).subarray(0, 4);
export const logKey = (platform) => `${platform}/log+${keyHash(`${platform}/log`).toString('hex')}+${typed.toString('base64')}`;

export function signNote(platform, size, hash) {
  const text = `${platform}/log\n${size}\n${hash.toString('base64')}\n`;
  const signature = Buffer.concat([keyHash(`${platform}/log`), crypto.sign(null, Buffer.from(text), log.privateKey)]);
  return `${text}\n— ${platform}/log ${signature.toString('base64')}\n`;
}

function pathOf(hashes, index) {
  if (hashes.length < 2) return [];
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return index < split ? [...pathOf(hashes.slice(0, split), index), root(hashes.slice(split))]
    : [...pathOf(hashes.slice(split), index - split), root(hashes.slice(0, split))];
}

export const decisionsOf = ({ rounds }) => rounds.flatMap(({ stages }) => stages.flatMap(({ decisions }) => decisions));
const statedOf = (file) => [...decisionsOf(file), ...file.rounds.flatMap(({ opened, ended }) => [opened, ...ended])];
const entriesOf = (file) => [...statedOf(file).map(({ entry }) => entry), ...file.rounds.map(({ policy }) => policy.activated),
  ...decisionsOf(file).flatMap(({ bound, revoked }) => [bound, ...revoked ? [revoked] : []]),
  ...file.rounds.flatMap(({ joining }) => Object.values(joining ?? {}).filter((entry) => entry))];

// By the order of their leaves, into a tree of their own; the same entry has the same leaf.
function seal(file) {
  const entries = entriesOf(file).sort((one, other) => one.leaf_index - other.leaf_index);
  const leaves = [...new Set(entries.map((entry) => leafData(entry.salt, entry.core).toString('hex')))];
  const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
  for (const entry of entries) {
    entry.leaf_index = leaves.indexOf(leafData(entry.salt, entry.core).toString('hex'));
    entry.path = pathOf(hashes, entry.leaf_index).map((hash) => hash.toString('base64'));
  }
  return { ...file, vkey: logKey(file.platform), checkpoint: signNote(file.platform, hashes.length, root(hashes)) };
}

async function signDecision(file, round, nonce, decision, { members, header, by, bind = true }) {
  const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { statement: said, entry, comment } = decision;
  const opening = round.opened.statement;
  decision.countersignature = await countersign(by ?? privateKey, {
    v: 1, aud: file.platform, review: opening.review, kind: opening.kind, round: said.round, stage: said.stage, digest: opening.digest, base: opening.base,
    policy: opening.policy, account: said.account, verdict: said.verdict, comment_digest: digest(comment), nonce, at: entry.core.at, ...members }, header);
  decision.key = { spki: spki(privateKey).toString('base64url'), passkey: null };
  delete decision.signing_input;
  delete decision.assertion;
  said.countersignature = digest(decision.countersignature);
  if (bind) decision.bound.core.digest = await thumbprint(privateKey);
}

// Who joined a break-glass: what is asked for, signed and logged anew.
async function signJoining(file, { payload: { word, ...judged }, joining }, { members, header, by, bind = true }) {
  const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  joining.asked.core.digest = digest(canonicalize(word.payload));
  word.countersignature = await countersign(by ?? privateKey, {
    v: 1, aud: file.platform, review: judged.break_glass, kind: 'break_glass.start', round: 1, stage: 'join', digest: joining.asked.core.digest, base: 0,
    policy: word.policy, account: judged.joined_by, verdict: 'approve', comment_digest: digest(''), nonce: word.nonce, at: joining.started.core.at, ...members }, header);
  word.key = { spki: spki(privateKey).toString('base64url'), passkey: null };
  delete word.signing_input;
  delete word.assertion;
  joining.started.core.digest = digest(word.countersignature);
  if (bind) joining.bound.core.digest = await thumbprint(privateKey);
}

// `file` made anew: `change` alters it before all is signed and sealed, `after` when that is done; `signing` of the last decision alone, or
// of who joined a break-glass.
export async function forge(original, { change, after, ...signing } = {}) {
  const file = structuredClone(original);
  change?.(file);
  const last = decisionsOf(file).at(-1);
  for (const round of file.rounds) {
    const { documents, digests, activated } = round.policy;
    for (const name of Object.keys(documents)) digests[name] = digest(canonicalize(documents[name]));
    activated.core.digest = digest(canonicalize(digests));
    if (round.joining) await signJoining(file, round, signing);
    round.opened.statement.digest = digest(canonicalize(round.payload));
    for (const { nonce, decisions } of round.stages) {
      for (const decision of decisions) await signDecision(file, round, nonce, decision, decision === last && !round.joining ? signing : {});
    }
  }
  for (const { statement, entry } of statedOf(file)) entry.core.digest = digest(canonicalize(statement));
  const sealed = seal(file);
  after?.(sealed);
  return sealed;
}
