// SPDX-License-Identifier: Apache-2.0
// Many terminals of one account that sign in at once, over two nodes.
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueCertificate } from './flows.js';
import { Person, superuser } from './platform.js';
import { thumbprint } from './signing.js';

// The thumbprint by which the platform knows a person's certificate (RFC 8705).
export const x5t = ({ certificatePem }) => crypto.createHash('sha256').update(new crypto.X509Certificate(certificatePem).raw).digest('base64url');

// Bound by the database's superuser: what many of them do is looked at, not how they come.
export async function addTerminal(somebody) {
  const { account, institution } = somebody;
  const terminal = new Person({ ...somebody, client: undefined, ...issueCertificate(institution, account) });
  const [key, kid] = [x5t(terminal), await thumbprint(terminal.signingKey)];
  const spki = crypto.createPublicKey(terminal.signingKey).export({ type: 'spki', format: 'der' }).toString('hex');
  superuser(`insert into identity.device_key select k, account_id from identity.account, unnest(array['${key}', '${kid}']) k where name = '${account}';
    insert into identity.device select (jsonb_populate_record(d, jsonb_build_object('device_id', ops.uuid_v7(), 'thumbprint', '${key}', 'kid', '${kid}', 'signing_key', '\\x${spki}'))).*
      from identity.device d join identity.account a using (account_id) where a.name = '${account}' order by d.pinned_at limit 1`);
  return terminal;
}

// The same person on both nodes, on connections that stand: index by index the other node.
export async function spread(somebody, count, node) {
  const clients = Array.from({ length: count }, (_, i) => somebody.connect({ sockets: 1, ...(i % 2 && { baseUrl: node.baseUrl }) }));
  await Promise.all(clients.map((client) => client.get('/.well-known/jwks.json')));
  return clients;
}

// Whoever is told to come back comes back, until there is a verdict.
async function persist(client, { account, password }) {
  for (let tries = 1; ; tries += 1) {
    const answer = await client.post('/v1/sessions', { account, password }, { token: null });
    if (![429, 503].includes(answer.status)) return answer;
    await sleep(20 * tries);
  }
}

// All of them sign in at once: their answers, how many sessions live then, and what each token that was given still
// opens. In the end nobody is signed in.
export async function race(somebody, { terminals, each, node }) {
  const devices = [somebody];
  while (devices.length < terminals) devices.push(await addTerminal(somebody));
  const clients = (await Promise.all(devices.map((device) => spread(device, each, node)))).flat();
  const answers = await Promise.all(clients.map((client) => persist(client, somebody)));
  const live = Number(superuser(`select count(*) from identity.live_session s join identity.account a using (account_id) where a.name = '${somebody.account}'`));
  const statuses = await Promise.all(answers.map(async ({ status, body }, i) => status === 201 && (await clients[i].get('/v1/me', { token: body.access_token })).status));
  await Promise.all(clients.map((client, i) => statuses[i] === 200 && client.delete('/v1/sessions/current', { token: answers[i].body.access_token })));
  clients.forEach((client) => client.close());
  return { answers, live, statuses };
}
