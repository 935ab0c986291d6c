// SPDX-License-Identifier: Apache-2.0
// Further terminals of an account, bound by the database's superuser: what many of them do is looked at, not how they come.
import crypto from 'node:crypto';
import { issueCertificate } from './flows.js';
import { Person, superuser } from './platform.js';
import { thumbprint } from './signing.js';

export async function addTerminal(somebody) {
  const { account, institution } = somebody;
  const terminal = new Person({ ...somebody, client: undefined, ...issueCertificate(institution, account) });
  const [x5t, kid] = [crypto.createHash('sha256').update(new crypto.X509Certificate(terminal.certificatePem).raw).digest('base64url'), await thumbprint(terminal.signingKey)];
  const spki = crypto.createPublicKey(terminal.signingKey).export({ type: 'spki', format: 'der' }).toString('hex');
  superuser(`insert into identity.device_key select k, account_id from identity.account, unnest(array['${x5t}', '${kid}']) k where name = '${account}';
    insert into identity.device select (jsonb_populate_record(d, jsonb_build_object('device_id', ops.uuid_v7(), 'thumbprint', '${x5t}', 'kid', '${kid}', 'signing_key', '\\x${spki}'))).*
      from identity.device d join identity.account a using (account_id) where a.name = '${account}' order by d.pinned_at limit 1`);
  return terminal;
}
