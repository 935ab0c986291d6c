// SPDX-License-Identifier: Apache-2.0
// The running platform as var/demo/accounts.json tells of it, and its people.
import fs from 'node:fs';
import path from 'node:path';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { accountsFile } from './accounts.js';
import { Client, expect } from './client.js';
import { readUri, takeCode } from './otp.js';
import { attest, countersign, countersigned } from './signing.js';

export { accountsFile, project } from './accounts.js';
const folder = path.dirname(accountsFile);

export const platform = JSON.parse(fs.readFileSync(accountsFile, 'utf8'));
export const varFolder = path.dirname(folder);
export const cli = path.resolve(folder, platform.cli);
const ca = fs.readFileSync(path.resolve(folder, platform.ca));

export const connectOptions = { baseUrl: platform.base_url, ca };
export const connect = (options = {}) => new Client({ ...connectOptions, ...options });
const watched = new Client({ baseUrl: platform.ops_url });
export const operations = () => watched;

export class Person {
  constructor(listed) {
    Object.assign(this, listed);
    if (listed.certificate) {
      this.certificatePem = fs.readFileSync(path.resolve(folder, listed.certificate));
      this.keyPem = fs.readFileSync(path.resolve(folder, listed.key));
      this.signingKey = crypto.createPrivateKey(this.keyPem);
    }
    this.client = this.connect();
  }

  connect(options = {}) { return connect({ certificate: this.certificatePem, key: this.keyPem, ...options }); }

  async signIn(password = this.password) {
    const answer = await this.client.post('/v1/sessions', { account: this.account, password }, { token: null });
    this.session = expect(answer, 201);
    this.client.token = this.session.access_token;
    this.id ??= (await this.read('/v1/me')).account.id;
    return this;
  }

  get(target, options) { return this.client.get(target, options); }
  post(target, body, options) { return this.client.post(target, body, { key: crypto.randomUUID(), ...options }); }
  async read(target, options) { return expect(await this.get(target, options), 200); }

  attest(content, ...rest) { return attest(this.signingKey, content, ...rest); }

  // The whole decision in the open stage, signed by the device's key, or by its passkey where it has one.
  async decision(review, { verdict = 'approve', comment = '', overrides, typ = 'countersignature+jws', ...options } = {}) {
    const members = countersigned(review, this.id, platform.platform, verdict, comment, overrides);
    if (this.authenticator) return { verdict, comment, ...await this.authenticator.sign(typ, members, options) };
    return { verdict, comment, countersignature: await countersign(this.signingKey, members, options.header) };
  }

  // Decides, with a one-time code where one is due; `stepUp: false` leaves it at the refusal.
  async decide(review, options = {}) {
    const current = typeof review === 'string' ? await this.read(`/v1/reviews/${review}`) : review;
    const decide = async () => this.post(`/v1/reviews/${current.id}/decisions`, await this.decision(current, options), options);
    return options.stepUp === false ? decide() : this.stepped(decide);
  }

  // A call, made once more with the one-time code that it asks for.
  async stepped(call) {
    const answer = await call();
    if (answer.body?.code !== 'step_up_required') return answer;
    const stepped = await this.stepUp(answer.body.operation, answer.body.digest);
    return stepped.status < 300 ? call() : stepped;
  }

  code() {
    return takeCode(this.account, this.otp_secret, () => superuser(
      `update identity.one_time_code c set last_step = 0 from identity.account a where a.account_id = c.account_id and a.name = '${this.account}'`));
  }

  async stepUp(operation, digest) {
    return this.client.post('/v1/sessions/current/step-up', { otp: await this.code(), operation, digest });
  }

  // What is owed before anything else, done as a person would.
  async settle() {
    for (const owed of this.session.must) await this[owed]();
    return this;
  }

  async accept_terms() {
    const { version } = await this.read('/v1/terms');
    expect(await this.client.post('/v1/terms', { version }), 200);
  }

  async enrol_otp() {
    const { uri } = expect(await this.client.post('/v1/otp'), 200);
    this.otp_secret = readUri(uri).secret;
    expect(await this.client.post('/v1/otp/confirmation', { otp: await this.code() }), 200);
  }
}

const known = new Map();

// The people of accounts.json with all of these; one object a person, so that sign-ins are shared in a process.
export function people({ institution, role, department, account } = {}) {
  return platform.accounts
    .filter((listed) => listed.kind === 'person' && (!institution || listed.institution === institution) && (!account || listed.account === account)
      && (!role || listed.roles.includes(role)) && (!department || listed.department === department))
    .map((listed) => known.get(listed.account) ?? known.set(listed.account, new Person(listed)).get(listed.account));
}

// From now on this is the person of that account, at another device.
export function adopt(somebody) {
  known.set(somebody.account, somebody);
  return somebody;
}

export async function person(criteria, index = 0) {
  const found = people(criteria)[index];
  if (!found) throw new Error(`nobody listed is ${JSON.stringify(criteria)} (${index})`);
  return found.client.token ? found : found.signIn();
}

// SQL as the database's superuser: for looking, and for tests that tamper.
export function superuser(sql, database = platform.database) {
  return execFileSync('psql', ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', sql], { encoding: 'utf8', maxBuffer: 2 ** 30 }).trim();
}

// Counters and gauges by name, labels and all, of the node that this client asks.
export async function readMetrics(client) {
  const text = expect(await client.get('/metrics'), 200);
  return Object.fromEntries(text.split('\n').filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.replace(/\s+\S+$/, ''), Number(line.split(/\s+/).at(-1))]));
}

export const metrics = () => readMetrics(operations());
