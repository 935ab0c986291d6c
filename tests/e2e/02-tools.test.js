// SPDX-License-Identifier: Apache-2.0
// The tests' own judges are right: known answers of RFC 6962's reference tree, RFC 8785 and RFC 6238.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { canonicalize, sha256 } from './lib/signing.js';
import { codeOf, readUri } from './lib/otp.js';
import { leafHash, root, rootOfPath } from './lib/merkle.js';

const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => leafHash(Buffer.from(hex, 'hex')));

test('the_tree_is_that_of_the_reference__RFC_6962', () => {
  assert.equal(root([]).toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(root(leaves.slice(0, 1)).toString('hex'), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  assert.equal(root(leaves).toString('hex'), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

// The path by its definition (RFC 6962, 2.1.1), another way than the one that is checked.
function pathOf(index, hashes) {
  if (hashes.length <= 1) return [];
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split ? [...pathOf(index, left), root(right)] : [...pathOf(index - split, right), root(left)];
}

test('each_path_of_each_small_tree_leads_to_its_root_and_no_altered_one_does__RFC_9162', () => {
  const many = Array.from({ length: 33 }, (_, i) => leafHash(Buffer.from([i])));
  for (let size = 1; size <= many.length; size += 1) {
    const hashes = many.slice(0, size);
    for (let index = 0; index < size; index += 1) {
      const path = pathOf(index, hashes).map((hash) => hash.toString('base64'));
      assert.ok(rootOfPath(hashes[index], index, size, path).equals(root(hashes)), `${index} of ${size}`);
      assert.throws(() => rootOfPath(hashes[index], index, size, [...path, path[0] ?? many[0].toString('base64')]));
      if (path.length) assert.ok(!rootOfPath(hashes[index], index, size, [crypto.randomBytes(32).toString('base64'), ...path.slice(1)]).equals(root(hashes)));
    }
  }
});

test('canonical_json_is_that_of_the_standard__RFC_8785', () => {
  const value = { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
  assert.equal(canonicalize(value), '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  assert.equal(canonicalize({ '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }), '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
  assert.equal(sha256('abc').toString('hex').slice(0, 16), 'ba7816bf8f01cfea');
});

// The seed of appendix B, '12345678901234567890', in base32.
test('one_time_codes_are_those_of_the_standard__RFC_6238', () => {
  const { secret, algorithm, digits } = readUri('otpauth://totp/x:y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=8&period=30');
  const known = { 59: '94287082', 1111111109: '07081804', 1111111111: '14050471', 1234567890: '89005924', 2000000000: '69279037', 20000000000: '65353130' };
  for (const [seconds, code] of Object.entries(known)) assert.equal(codeOf(secret, Math.floor(seconds / 30), { algorithm, digits }), code);
});
