// SPDX-License-Identifier: Apache-2.0
// The other side of sign_in.js, a process of its own: people of the demonstration who sign in and out as fast as they are
// let, from "go" to "stop". Each of them is answered by a line of JSON: how often they came in, and how often there was no
// room, since the one before.
import { setTimeout as sleep } from 'node:timers/promises';
import { people } from '../e2e/lib/platform.js';

const lanes = Number(process.argv[2]);
const counts = { signed_in: 0, refused: 0 };

async function turn(somebody) {
  const body = Buffer.from(JSON.stringify({ account: somebody.account, password: somebody.password }));
  const answer = await somebody.client.exchange('POST', '/v1/sessions', { 'content-type': 'application/json' }, body, {});
  if (answer.status === 201) {
    counts.signed_in += 1;
    await somebody.client.exchange('DELETE', '/v1/sessions/current', { authorization: `Bearer ${answer.body.access_token}` }, undefined, {});
  } else if ([409, 429, 503].includes(answer.status)) {
    counts.refused += 1;
  } else {
    throw new Error(`${answer.status} ${answer.bytes}`);
  }
}

// Nobody hangs up in the middle: a try that is left alone has failed.
let [flooding, ended] = [false, false];
async function lane(somebody) {
  while (!ended) await (flooding ? turn(somebody) : sleep(20));
  somebody.client.close();
}

const criteria = ({ account }) => !process.argv.slice(3).includes(account);
people().filter(criteria).slice(0, lanes).forEach(lane);
process.stdin.on('data', (command) => {
  flooding = String(command).endsWith('go');
  console.log(JSON.stringify(counts));
  Object.assign(counts, { signed_in: 0, refused: 0 });
});
process.stdin.on('end', () => { ended = true; });
