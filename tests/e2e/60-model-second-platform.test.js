// SPDX-License-Identifier: Apache-2.0
// Random people do random things, thousands of steps, beside a model of what must come of each (GS-2.2.2, GS-3.1.1, GS-3.2,
// GS-3.3): on a platform of its own, whose policies ask for no step-up and lift the limits on how often one asks.
// CS_SEED=… CS_STEPS=… walks the same way again.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { quick } from './lib/model/quick.js';
import { startSecond } from './lib/second.js';
import { seed } from './lib/random.js';

const steps = Number(process.env.CS_STEPS ?? 1500);
let second, walk;

// Few people, so that somebody is missing now and then.
const duties = [['account.officer', 'operations'], ['account.officer', 'operations'], ['account.reviewer', 'operations'],
  ['account.reviewer', 'operations'], ['account.reviewer', 'operations'], ['author', 'credit']];

let at;

// The people who are there now, and nothing that is under way: where a walk begins.
function begin(former) {
  const { Model, load, Walk, superuser } = at;
  superuser(`update review.review set state = 'withdrawn', closed_at = now() where state in ('open', 'returned');
    update access.delegation set ended_at = now() where ended_at is null;
    update access.grant set state = case state when 'granted' then 'revoked' else 'rejected' end,
      ended_at = case state when 'granted' then now() end where state in ('granted', 'requested');
    update identity.account set state = 'rejected' where state = 'pending';
    update identity.device set state = 'revoked', revoked_at = now() where state = 'proposed'`);
  superuser(`set session_replication_role = replica; alter table access.break_glass disable trigger refuse_change;
    delete from access.break_glass where state in ('asked', 'active', 'ended'); alter table access.break_glass enable always trigger refuse_change`);
  const model = load(new Model(at.documents), (code) => [at.small.code, 'REGULATOR'].includes(code));
  for (const account of model.list('accounts')) {
    const { actor, waits, code, voided } = former?.accounts.get(account.id) ?? { actor: at.actors.get(account.name) };
    Object.assign(account, { actor, waits, code, voided });
    if (actor) actor.id = account.id;
  }
  return new Walk(model);
}

before(async () => {
  second = startSecond(quick);
  const folder = path.join(second.folder, 'policies');
  const documents = fs.readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
  const lib = await Promise.all(['institutions', 'platform', 'model/model', 'model/truths', 'model/walk', 'model/faults'].map((name) => import(`./lib/${name}.js`)));
  at = Object.assign({ documents }, ...lib);
  at.small = await at.admit({}, duties);
  at.actors = new Map([...at.people(), ...at.small.six].map((one) => [one.account, one]));
  for (const actor of at.actors.values()) if (!actor.client.token) await actor.signIn();
  walk = begin();
});
after(() => second?.remove());

test('what_random_people_do_comes_out_as_the_model_says__GS_2_2_2', async (t) => {
  t.diagnostic(`CS_SEED=${seed} CS_STEPS=${steps}`);
  try {
    await walk.run(steps, Math.max(50, Math.round(steps / 100)));
  } finally {
    t.diagnostic(Object.entries(walk.counts).sort().map(([what, count]) => `${what} ${count}`).join(', '));
  }
  t.diagnostic(`${await at.checkSignatures(walk.model)} countersignatures hold`);
});

// All that was there when the walk ended: as long as the sealer gets on with it, it is waited for.
test('the_log_of_it_all_verifies__GS_2_2_2', async () => {
  const end = at.superuser('select ops.uuid_v7()');
  const unsealed = () => Number(at.superuser(`select count(*) from audit.entry e left join audit.leaf l using (entry_id) where l.entry_id is null and e.entry_id < '${end}'`));
  for (let [left, waited] = [Infinity, 0], now; (now = unsealed()) > 0; waited += 500) {
    if (now < left) [left, waited] = [now, 0];
    assert.ok(waited < 120000, `no more of ${now} entries was sealed in two minutes`);
    await sleep(500);
  }
  assert.equal(at.superuser("select string_agg(distinct e.action, ', ') from audit.leaf l join audit.entry e using (entry_id) where l.origin = 'unverified'"), '');
  const database = at.platform.database.replace(/user=\S+/, 'user=cs_operator');
  const { status, stdout, stderr } = spawnSync(at.cli, ['verify', '--database', database, '--log-key', at.platform.log_key], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
});

test('each_small_mistake_can_be_made_and_mended__GS_2_2_2', () => {
  for (const name of Object.keys(at.faults)) at.plant(name)();
});

// CS_FAULTS=all walks with every one.
const planted = process.env.CS_FAULTS === 'all' ? Infinity : 3;

test('small_mistakes_of_the_database_are_noticed__GS_2_2_2', async (t) => {
  for (const name of Object.keys(at.faults).slice(0, planted)) {
    walk = begin(walk.model);
    const heal = at.plant(name);
    const noticed = await walk.run(2500, 20).then(() => null, (error) => error);
    heal();
    assert.ok(noticed?.cause instanceof assert.AssertionError, `${name} was not noticed: ${noticed?.stack}`);
    t.diagnostic(`${name}: after ${walk.steps} steps: ${noticed.message.split('\n').slice(0, 3).join(' ').slice(0, 300)}`);
  }
});
