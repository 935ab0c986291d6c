// SPDX-License-Identifier: Apache-2.0
// What does somebody learn by the clock? Of an unbound device: whether there is an account of a name, or whether it is
// locked. With CS_WHAT=explanations, of somebody signed in: whether there is a record that they may not know of. Rounds of
// one call each, in random order. Then Welch's t for each pair, with the slowest answers cropped at several percentiles,
// since they are the machine's and not the platform's; the greatest counts, and from 4.5 on it is a difference (exit 1).
//   node tests/speed/timing.js      CS_PAIRS, CS_TRANSPORT (certificate or dpop) choose
// On a platform of its own, whose policy lets strangers try as often as this does; or on that of CS_ACCOUNTS.
import tls from 'node:tls';
import assert from 'node:assert/strict';
import { startSecond } from '../e2e/lib/second.js';

const pairs = Number(process.env.CS_PAIRS ?? 10000);
const isExplained = process.env.CS_WHAT === 'explanations';
const byProof = process.env.CS_TRANSPORT === 'dpop';
const crops = [0.5, 0.75, 0.9, 0.99];
const most = 4.5;

function lift(document) {
  if (document.name === 'anomalies') document.penalty.free = 100000;
}

const second = process.env.CS_ACCOUNTS ? undefined : startSecond(lift);
const { browserNewcomer } = await import('../e2e/lib/browser.js');
const { connectOptions, person, superuser } = await import('../e2e/lib/platform.js');
const { createRecord, join, newcomer, newcomerName, publishRecord, submit } = await import('../e2e/lib/flows.js');

const stranger = byProof ? browserNewcomer('BANKA') : newcomer('BANKA');
const somebody = isExplained ? await person({ institution: 'BANKB', role: 'author' }) : undefined;
const url = new URL(connectOptions.baseUrl);

// One connection, made anew before the server ends it after its thousand requests.
class Line {
  left = 0;

  async open() {
    this.socket?.destroy();
    this.socket = tls.connect({ host: url.hostname, port: url.port, ca: connectOptions.ca, cert: somebody ? somebody.client.agent.options.cert : stranger.certificatePem, key: somebody ? somebody.client.agent.options.key : stranger.keyPem, ALPNProtocols: ['http/1.1'] });
    this.socket.setNoDelay(true);
    await new Promise((resolve, reject) => { this.socket.once('secureConnect', resolve).once('error', reject); });
    this.left = 500;
  }

  // The text of the answer and the nanoseconds until its first byte.
  exchange(bytes) {
    this.left -= 1;
    return new Promise((resolve, reject) => {
      let text = '';
      let time;
      const end = () => { this.socket.removeAllListeners(); resolve({ text, time }); };
      this.socket.on('error', reject).on('close', () => reject(new Error(`the connection ended: ${text}`))).on('data', (part) => {
        time ??= Number(process.hrtime.bigint() - begin);
        text += part.toString('latin1');
        const head = text.indexOf('\r\n\r\n');
        if (head >= 0 && text.length >= head + 4 + Number(/content-length: (\d+)/i.exec(text)[1])) end();
      });
      const begin = process.hrtime.bigint();
      this.socket.write(bytes);
    });
  }
}

const line = new Line();

async function request(asked) {
  const body = JSON.stringify(somebody ? { operation: 'view', record: asked } : { account: asked, password: 'Grey-Heron-41-wades' });
  const head = [`POST /v1/${somebody ? 'explanations' : 'sessions'} HTTP/1.1`, `host: ${url.host}`, 'content-type: application/json', `content-length: ${body.length}`];
  if (somebody) head.push(`authorization: Bearer ${somebody.client.token}`);
  if (byProof) head.push(`dpop: ${await stranger.client.proofFor('POST', '/v1/sessions', { token: null })}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

async function measure(account) {
  if (line.left === 0) await line.open();
  const { text, time } = await line.exchange(await request(account));
  if (byProof) stranger.client.nonce = /dpop-nonce: (\S+)/i.exec(text)?.[1] ?? stranger.client.nonce;
  if (byProof && text.includes('"use_dpop_nonce"')) return measure(account);
  assert.match(text, somebody ? /^HTTP\/1.1 200 [^]*"record.unknown"/ : /^HTTP\/1.1 403 [^]*"device_not_bound"/);
  return time;
}

function shuffle(list) {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

async function locked() {
  const somebody = await join('BANKA');
  for (let i = 0; i < 4; i += 1) await somebody.client.post('/v1/sessions', { account: somebody.account, password: `wrong-Password-${i}` }, { token: null });
  const answer = await somebody.client.post('/v1/sessions', { account: somebody.account, password: somebody.password }, { token: null });
  assert.equal(answer.body.code, 'account_locked');
  somebody.client.close();
  return somebody.account;
}

const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
function welch(one, other) {
  const spread = (list) => { const m = mean(list); return mean(list.map((x) => (x - m) ** 2)) / (list.length - 1); };
  return (mean(one) - mean(other)) / Math.sqrt(spread(one) + spread(other));
}

function cropped(one, other, crop) {
  const all = [...one, ...other].sort((a, b) => a - b);
  const limit = all[Math.floor(all.length * crop)];
  return [one, other].map((list) => list.filter((x) => x <= limit));
}

// None at all, and what there is: a draft, one under review, one that is published to others.
async function records() {
  const owner = await person({ institution: 'BANKA', role: 'author' });
  const reviewed = (await createRecord(owner)).record.id;
  await submit(owner, reviewed);
  return { none: '01900000-0000-7000-8000-000000000000', draft: (await createRecord(owner)).record.id, reviewed,
    hidden: await publishRecord(owner, { audience: ['BANKA'] }) };
}

// Nobody may ask as often as this does, and no token lasts as long.
async function renew(i) {
  if (somebody && i % 50 === 0) {
    superuser('delete from access.explanation_count');
    somebody.client.token = (await somebody.client.post('/v1/sessions/current/refresh')).body.access_token;
  }
}

try {
  const names = isExplained ? await records() : { unknown: newcomerName('BANKA'), existing: (await join('BANKA')).account, locked: await locked() };
  const times = Object.fromEntries(Object.keys(names).map((name) => [name, []]));
  for (let i = 0; i < 200; i += 1) {
    await renew(i);
    for (const name of Object.values(names)) await measure(name);
  }
  for (let i = 0; i < pairs; i += 1) {
    await renew(i);
    for (const name of shuffle(Object.keys(names))) times[name].push(await measure(names[name]));
  }
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  console.log(`${pairs} rounds by ${byProof ? 'DPoP' : 'certificate'}: ${Object.keys(names).map((name) => `${name} ${(median(times[name]) / 1e3).toFixed(1)} µs`).join(', ')} (medians)`);
  for (const [one, other] of (isExplained ? [['none', 'hidden'], ['none', 'draft'], ['none', 'reviewed']]
    : [['unknown', 'existing'], ['unknown', 'locked'], ['existing', 'locked']])) {
    const ts = crops.map((crop) => welch(...cropped(times[one], times[other], crop)));
    const worst = Math.max(...ts.map(Math.abs));
    if (!(worst < most)) process.exitCode = 1;
    console.log(`${`${one} / ${other}`.padEnd(20)} |t| ${worst.toFixed(2)}   ${crops.map((crop, i) => `${crop * 100} %: ${ts[i].toFixed(2)}`).join('   ')}`);
  }
} finally {
  line.socket?.destroy();
  stranger.client.close();
  second?.remove();
}
