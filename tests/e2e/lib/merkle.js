// SPDX-License-Identifier: Apache-2.0
// RFC 6962 and C2SP signed notes, written from those texts with node:crypto alone, to check the product's log.
import crypto from 'node:crypto';
import assert from 'node:assert/strict';
import { canonicalize, sha256 } from './signing.js';

export const leafData = (salt, core) => sha256(Buffer.from(salt, 'base64url'), canonicalize(core));
export const leafHash = (data) => sha256([0], data);
const nodeHash = (left, right) => sha256([1], left, right);

export function root(hashes) {
  if (hashes.length === 0) return sha256('');
  if (hashes.length === 1) return hashes[0];
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(root(hashes.slice(0, split)), root(hashes.slice(split)));
}

// The root to which a leaf's path leads (RFC 9162, 2.1.3.2).
export function rootOfPath(hash, index, size, path) {
  assert.ok(index < size, 'the index lies within the tree');
  let [node, last, result] = [BigInt(index), BigInt(size) - 1n, hash];
  for (const sibling of path.map((text) => Buffer.from(text, 'base64'))) {
    assert.ok(last > 0n, 'the path is too long');
    if (node & 1n || node === last) {
      result = nodeHash(sibling, result);
      while (!(node & 1n) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else result = nodeHash(result, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  assert.equal(last, 0n, 'the path is too short');
  return result;
}

// A note's {origin, size, root}, if its signature holds under the verifier key `name+hash+base64`.
export function openCheckpoint(note, verifierKey) {
  const [, name, hint, encoded] = /^(.+?)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey);
  const typedKey = Buffer.from(encoded, 'base64');
  assert.equal(typedKey[0], 1, 'the verifier key is Ed25519');
  const keyHash = sha256(name, '\n', typedKey).subarray(0, 4);
  assert.equal(keyHash.toString('hex'), hint, 'the key hash is that of name and key');
  const end = note.indexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const line = note.slice(end + 1).split('\n').find((candidate) => candidate.startsWith(`— ${name} `));
  const signature = Buffer.from(line.split(' ')[2], 'base64');
  assert.deepEqual(signature.subarray(0, 4), keyHash);
  const key = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: typedKey.subarray(1).toString('base64url') }, format: 'jwk' });
  assert.ok(crypto.verify(null, Buffer.from(text), key, signature.subarray(4)), 'the signature of the checkpoint holds');
  const [origin, size, root64] = text.split('\n');
  assert.equal(origin, name);
  return { origin, size: Number(size), root: root64 };
}

// An entry as the API gives it is in the tree of the checkpoint.
export function checkInclusion(entry, proof, checkpoint) {
  const hash = leafHash(leafData(entry.salt, entry.core));
  assert.equal(proof.size, checkpoint.size);
  assert.equal(rootOfPath(hash, proof.leaf_index, proof.size, proof.path).toString('base64'), checkpoint.root);
}
