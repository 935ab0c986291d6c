// SPDX-License-Identifier: Apache-2.0
// Workers and the database are killed in the middle of sign-ins: a try that began counts, whatever became of its worker;
// nobody is signed in without an entry, and no entry stands for nothing.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { people, platform, superuser } from '../e2e/lib/platform.js';
import { refused } from '../e2e/lib/client.js';
import { join } from '../e2e/lib/flows.js';
import { added, assertQuiet, snapshot } from '../e2e/lib/harness.js';
import { between, seed } from '../e2e/lib/random.js';
import { startNode } from '../e2e/lib/node.js';
import { kill } from './processes.js';

const signIn = (client, { account }, password) => client.post('/v1/sessions', { account, password }, { token: null });
const ofAccount = ({ account }, what, where = 'true') => superuser(`select ${what} from identity.attempt t join identity.account a using (account_id) where a.name = '${account}' and ${where}`);
// How the tries since then stand, but for those that signed in.
const states = (somebody) => ofAccount(somebody, "coalesce(string_agg(t.state, ' ' order by t.attempt_id), '')", `t.attempt_id > '${somebody.since}' and t.state <> 'succeeded'`);

// --- a worker dies between an attempt and its result; another node's workers, so that nobody else is disturbed

let node, logs;
before(async () => {
  logs = snapshot();
  node = await startNode();
});
after(async () => {
  await node?.stop();
  assertQuiet(added(logs), /exited on signal 9|was killed|signal process|PANIC/);
});

const workers = () => fs.readFileSync(`/proc/${node.pid}/task/${node.pid}/children`, 'utf8').trim().split(' ').map(Number);

// Ends as soon as the database knows of an attempt of this account that waits for its result.
function watchPending({ account }) {
  const psql = spawn('psql', ['-X', '-q', '-d', platform.database, '-c', 'select 1', '-c', `do $$ begin
    while not exists (select from identity.attempt t join identity.account a using (account_id) where a.name = '${account}' and t.state = 'pending'
                      and t.begun_at > clock_timestamp() - interval '1 s') loop perform pg_sleep(0.0005); end loop; end $$`], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { listening: once(psql.stdout, 'data'), seen: once(psql, 'exit') };
}

// One sign-in, and the death of its worker while the password is hashed. A hash that was quicker than the kill is no case.
async function killedBetween(somebody) {
  const before = Number(ofAccount(somebody, 'count(*)', "t.state = 'pending'"));
  const watch = watchPending(somebody);
  await watch.listening;
  const client = somebody.connect({ baseUrl: node.baseUrl, sockets: 1 });
  const answer = signIn(client, somebody, somebody.password).catch((error) => error);
  await watch.seen;
  for (const pid of workers()) process.kill(pid, 'SIGKILL');
  const { status } = await answer;
  client.close();
  await node.settled();
  return status === undefined && Number(ofAccount(somebody, 'count(*)', "t.state = 'pending'")) === before + 1;
}

// Somebody who has `count` attempts behind which no worker stands any more. A hash that was quicker is a success more.
async function bereaved(t, count) {
  for (let tries = 0; tries < 5; tries += 1) {
    const somebody = await join('BANKB');
    somebody.since = superuser('select ops.uuid_v7()');
    for (let [caught, kills] = [0, 0]; kills < count + 6; kills += 1) {
      caught += await killedBetween(somebody);
      if (caught === count) return somebody;
    }
    t.diagnostic('most hashes were quicker than the kill: once more');
  }
  throw new Error('no kill came before the hash was done');
}

const age = (somebody) => superuser(`update identity.attempt t set begun_at = begun_at - (select p.pending from access.password_policy p where p.policy = access.current_policy())
  from identity.account a where a.account_id = t.account_id and a.name = '${somebody.account}' and t.state = 'pending'`);

test('the_right_password_before_the_third_try_signs_in_whatever_became_of_the_others__GS_2_2_1', async (t) => {
  const somebody = await bereaved(t, 2);
  await somebody.signIn(); // two wait for their end, this is the third
  assert.equal(states(somebody), 'pending pending');
  age(somebody);
  refused(await signIn(somebody.client, somebody, 'wrong-Password-1'), 423, 'account_locked'); // both have failed meanwhile: this is the third
});

test('tries_whose_workers_died_are_pending_then_failed_and_never_given_back__GS_2_2_1', async (t) => {
  const somebody = await bereaved(t, 3);
  refused(await signIn(somebody.client, somebody, somebody.password), 429, 'attempts_pending');
  assert.equal(states(somebody), 'pending pending pending');
  age(somebody);
  refused(await signIn(somebody.client, somebody, somebody.password), 423, 'account_locked');
  assert.equal(states(somebody), 'failed failed failed');
});

// --- the database dies while people sign in

// What was lost with the database counts as wrong: enough of that, and the account is locked.
function forgive({ account }) {
  try {
    superuser(`with o as (update identity.account set state = 'active' where name = '${account}' returning account_id)
      delete from identity.attempt t using o where t.account_id = o.account_id and t.state <> 'succeeded'`);
  } catch { /* it is away again */ }
}

async function lane(somebody, until, seen) {
  const client = somebody.connect({ sockets: 1 });
  while (!until.over) {
    const answer = await signIn(client, somebody, somebody.password).catch(() => undefined);
    if (answer?.status === 201) seen.push(answer.body.session);
    else if (answer) assert.ok([503, 429, 423].includes(answer.status), `${answer.status} ${answer.body.code}`);
    if (answer?.status === 423 || answer?.status === 429) forgive(somebody);
    if (answer?.status !== 201) await sleep(50);
  }
  client.close();
}

async function servedAgain(seen) {
  const [killed, had] = [performance.now(), seen.length];
  while (seen.length < had + 3) {
    assert.ok(performance.now() - killed < 60000, 'people sign in again within 60 s');
    await sleep(20);
  }
}

test('of_sign_ins_while_the_database_dies_each_session_has_its_entry_and_each_entry_its_session__GS_2_2_2', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const lanes = people({ role: 'author' }).slice(0, 4);
  const since = superuser('select ops.uuid_v7()');
  const [until, seen] = [{ over: false }, []];
  const ended = Promise.all(lanes.map((somebody) => lane(somebody, until, seen)));
  for (let kills = 0; kills < 12; kills += 1) {
    await sleep(between(300, 1200));
    await kill(kills % 3 === 2 ? 'postmaster' : 'backend');
    await servedAgain(seen);
  }
  until.over = true;
  await ended;
  lanes.forEach(forgive);
  const rows = (sql) => superuser(sql).split('\n').filter(Boolean);
  const sessions = rows(`select session_id from identity.session where session_id >= '${since}' order by 1`);
  const begun = rows(`select object from audit.entry where entry_id >= '${since}' and action = 'session.begun' order by 1`);
  t.diagnostic(`${seen.length} sign-ins were acknowledged, ${sessions.length} sessions began`);
  assert.ok(seen.length > 0);
  assert.deepEqual(begun, sessions, 'sessions and entries are the same');
  const requests = Number(superuser(`select count(*) from audit.entry where entry_id >= '${since}' and action = 'session.begin' and outcome = 'done'`));
  assert.equal(requests, sessions.length, 'each was asked for once');
  assert.deepEqual(seen.filter((session) => !sessions.includes(session)), [], 'what was acknowledged is there');
  const succeeded = Number(superuser(`select count(*) from identity.attempt where attempt_id >= '${since}' and state = 'succeeded'`));
  assert.equal(succeeded, sessions.length, 'each has its attempt');
});
