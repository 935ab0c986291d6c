// SPDX-License-Identifier: Apache-2.0
// What dual control costs: reviews a second from one end to the other (three-stage publications, each word signed), what the
// database takes to verify one countersignature, and lists' p99 with row security beside without, in interleaved rounds.
//   node tests/speed/review.js      CS_ROUNDS, CS_REVIEWS (a round), CS_LANES (at once), CS_SECONDS (of a list) choose
// On a platform of its own, or on that of CS_ACCOUNTS: row security is taken away from it for half of the time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSecond } from '../e2e/lib/second.js';

const second = process.env.CS_ACCOUNTS ? undefined : startSecond(() => {});
const { person, superuser } = await import('../e2e/lib/platform.js');
const { approveStages, createRecord, stagePerson, submit } = await import('../e2e/lib/flows.js');
const { line, median, prepareWrk, setting } = await import('./wrk.js');

const [rounds, reviews, lanes, seconds] = [setting('CS_ROUNDS', 5), setting('CS_REVIEWS', 60), setting('CS_LANES', 16), setting('CS_SECONDS', 5)];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-speed-'));

async function each(list, work) {
  const left = [...list];
  await Promise.all(Array.from({ length: lanes }, async () => { while (left.length > 0) await work(left.pop()); }));
}

async function measureReviews(author) {
  const drafts = [];
  await each(Array.from({ length: reviews }), async () => { drafts.push((await createRecord(author)).record.id); });
  const times = [];
  const begin = performance.now();
  await each(drafts, async (draft) => {
    const since = performance.now();
    await approveStages(author, await submit(author, draft));
    times.push(performance.now() - since);
  });
  return { perSecond: reviews / ((performance.now() - begin) / 1000), median: median(times) };
}

// Microseconds of one verification by the function that both the door and the guard call, over the decisions there are;
// beside it of one digest of as long a text, so that the figure can be carried to another machine.
function measureVerification() {
  const loop = (what) => Number(superuser(`
    create temporary table spent (us float8);
    do $$ declare d record; l_from timestamptz := clock_timestamp(); l_n integer := 0;
    begin
      for d in select v as device, c.countersignature
                 from (select * from review.decision where assertion is null order by decided_at desc limit 500) c
                 join identity.device v on v.device_id = c.device_id loop
        assert (${what}) is not null;
        l_n := l_n + 1;
      end loop;
      insert into spent select 1e6 * extract(epoch from clock_timestamp() - l_from) / l_n;
    end $$;
    select us from spent`));
  return {
    verified: loop(`identity.open_signed(d.device, 'countersignature+jws', d.countersignature, null)`),
    digested: loop('sha256(d.countersignature::bytea)') };
}

const walled = superuser(`select string_agg(format('%s', c.oid::regclass), ' ') from pg_class c where c.relrowsecurity`).split(' ');
const wall = (state) => walled.forEach((table) => superuser(`alter table ${table} ${state} row level security`)); // each by itself: no deadlock with the clock

try {
  console.log(`load ${os.loadavg().map((load) => load.toFixed(1)).join(' ')} on ${os.cpus().length} cores`);
  const author = await person({ institution: 'BANKA', role: 'author' });
  for (const stage of ['department', 'responsible', 'compliance']) await stagePerson(author, stage); // signed in once
  await measureReviews(author);
  const measured = [];
  const costs = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await measureReviews(author));
    costs.push(measureVerification());
  }
  const perSecond = median(measured.map((one) => one.perSecond));
  console.log(`reviews                    ${perSecond.toFixed(1)} a second, ${(3 * perSecond).toFixed(1)} decisions; ${median(measured.map((one) => one.median)).toFixed(0)} ms each, median (${lanes} at once, ${rounds} rounds of ${reviews})`);
  const verified = median(costs.map((one) => one.verified));
  console.log(`a countersignature         ${verified.toFixed(0)} µs to verify in the database, ${median(costs.map((one) => one.verified / one.digested)).toFixed(1)} times a digest of it; ${(100 * 6 * verified * perSecond / 1e6).toFixed(1)} % of a core at that rate (each is verified twice)`);
  const wrk = prepareWrk(folder, author, { connections: 8, seconds });
  for (const list of ['/v1/records?limit=50', '/v1/reviews?limit=50', '/v1/grants?limit=50']) {
    const [behind, without] = [[], []];
    await wrk(list);
    for (let round = 0; round < rounds; round += 1) {
      behind.push(await wrk(list));
      wall('disable');
      try { without.push(await wrk(list)); } finally { wall('enable'); }
    }
    line(`${list} walled`, behind);
    line(`${list} without`, without);
    console.log(`ratio of p99 ${median(behind.map(({ p99 }, i) => p99 / without[i].p99)).toFixed(2)}, of lists a second ${median(behind.map((one, i) => one.perSecond / without[i].perSecond)).toFixed(2)} (median of ${rounds} paired rounds of ${seconds} s)`);
  }
} finally {
  fs.rmSync(folder, { recursive: true });
  second?.remove();
}
