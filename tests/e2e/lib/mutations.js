// SPDX-License-Identifier: Apache-2.0
// A well-formed message made wrong in one to four ways: its bytes, its text or what it says. All chance comes from the seed.
import { pick, random } from './random.js';

const below = (count) => Math.floor(random() * count);
const splice = (bytes, at, remove, ...insert) => Buffer.concat([bytes.subarray(0, at), Buffer.concat(insert.map((part) => Buffer.from(part))), bytes.subarray(at + remove)]);

// What parsers have stumbled over: ends of ranges, halves of characters, other syntaxes, very many of something.
const tokens = [
  '\0', '\x7f', '\ufeff', '\u2028', '"', '\\', '\\u0000', '\\ud800', '\\udfff\\ud800', '\\u12', '{', '}', '[', ']', ',', ':', '{"', '":', 'null', 'true', '-', '1e999',
  '-0', '0123', '9007199254740993', '1'.repeat(400), '0x1f', 'NaN', '/**/', '//', "'", '%00', '%2e%2e%2f', '&', '=', '+', ';', '\r\n\r\n', '\t', '..', "' or 1=1--",
  Buffer.from([0xff]), Buffer.from([0xc0, 0x80]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xf4, 0x90, 0x80, 0x80]), Buffer.from([0xe2, 0x82]),
  '['.repeat(70), '{"a":'.repeat(70), '"'.repeat(3000), 'a'.repeat(20000), '漢'.repeat(500), '𝐛'.repeat(300), 'a\u0301'.repeat(300)];

const ofBytes = [
  (bytes) => { const flipped = Buffer.from(bytes); flipped[below(bytes.length)] ^= 1 << below(8); return flipped; },
  (bytes) => bytes.subarray(0, below(bytes.length)),
  (bytes) => bytes.subarray(below(bytes.length)),
  (bytes) => splice(bytes, below(bytes.length), 1 + below(4)),
  (bytes) => splice(bytes, below(bytes.length + 1), 0, pick(tokens)),
  (bytes) => splice(bytes, below(bytes.length), below(12), pick(tokens)),
  (bytes) => { const [at, size] = [below(bytes.length), 1 + below(30)]; return splice(bytes, below(bytes.length), 0, bytes.subarray(at, at + size)); },
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes) => Buffer.from(Array.from({ length: below(200) }, () => below(256))),
];

const values = [null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, '', ' ', 'null', '\0', '\ud800', 'x'.repeat(5000), [], {}, [[]], { a: 1 }, ['x'], '../../etc/passwd', '${jndi:x}', '\u202e', 'é', 'e\u0301'];

// Of a JSON object: members lost, doubled, renamed, added; values of every other type.
const ofMembers = [
  (members) => members.splice(below(members.length), 1),
  (members) => members.push([...pick(members)]),
  (members) => { pick(members)[0] = pick(['', 'x', '__proto__', 'constructor', 'account ', 'Account', 'pass\u0000word', 'ａccount']); },
  (members) => members.push([pick(['x', 'id', 'attempt', 'x5t', 'thumbprint', 'handle_digest', 'output', 'institution', 'state']), pick(values)]),
  (members) => { pick(members)[1] = pick(values); },
  (members) => { pick(members)[1] = [pick(members)[1]]; },
  (members) => { const member = pick(members); member[1] = `${member[1]}${pick(tokens)}`; },
];

const write = (members) => Buffer.from(`{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`);

// `text`: what is sent when all is well, JSON or a form.
export function mutate(text) {
  let bytes = Buffer.from(text);
  if (text.startsWith('{') && random() < 0.75) {
    const members = Object.entries(JSON.parse(text));
    for (let times = 1 + below(2); times > 0 && members.length > 0; times -= 1) pick(ofMembers)(members);
    bytes = write(members);
    if (random() < 0.85) return bytes;
  }
  for (let times = 1 + below(3); times > 0 && bytes.length > 0; times -= 1) bytes = pick(ofBytes)(bytes);
  return bytes;
}
