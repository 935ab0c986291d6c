// SPDX-License-Identifier: Apache-2.0
// What goes on while things are killed: records are created, submitted and decided, and content is read, all by the journal.
import { setTimeout as sleep } from 'node:timers/promises';
import { person } from '../e2e/lib/platform.js';
import { publishRecord, recordRequest, stagePerson } from '../e2e/lib/flows.js';

export async function cast() {
  const authors = [await person({ institution: 'BANKA', role: 'author' }), await person({ institution: 'BANKB', role: 'author' })];
  const record = await publishRecord(authors[0], { level: 'public', content: { text: 'x'.repeat(1500) } });
  const lanes = [];
  for (const author of authors) lanes.push({ author, reviewer: await stagePerson(author, 'department'), record });
  lanes.push({ reader: await person({ institution: 'BANKB', role: 'author' }, 1), record }, { reader: await person({ institution: 'BANKA', role: 'author' }, 1), record });
  return lanes;
}

async function writes(journal, { author, reviewer }) {
  const created = await journal.send('record.create', author, 'POST', '/v1/records', await recordRequest(author));
  if (!created) return;
  const record = created.body.record.id;
  const submitted = await journal.send('record.publish', author, 'POST', `/v1/records/${record}/publication`, { urgency: 'normal' });
  await journal.send('record.release', author, 'GET', `/v1/records/${record}/content`);
  if (!submitted) return;
  const path = `/v1/reviews/${submitted.body.review.id}`;
  const review = await journal.send('review.read', reviewer, 'GET', path);
  if (review) await journal.send('review.decide', reviewer, 'POST', `${path}/decisions`, await reviewer.decision(review.body));
}

async function reads(journal, { reader, record }) {
  for (let i = 0; i < 4; i += 1) await journal.send('record.release', reader, 'GET', `/v1/records/${record}/content`);
}

// Runs until told; a lane waits a little after a failure, as a client would.
export function run(journal, lanes) {
  let going = true;
  const lane = async (actors) => {
    while (going) {
      await (actors.author ? writes(journal, actors) : reads(journal, actors));
      if (journal.failing) await sleep(50);
    }
  };
  const ended = Promise.all(lanes.map(lane));
  return async () => {
    going = false;
    await ended;
  };
}
