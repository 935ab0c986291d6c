// SPDX-License-Identifier: Apache-2.0
// What must be so in the database after any steps: it is as the model says, and of itself it breaks none of the rules.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { effectActions } from './effects.js';
import { platform, superuser } from '../platform.js';
import { digest, verify } from '../signing.js';

const read = (sql) => JSON.parse(superuser(`select ${sql}`) || 'null');
const object = (key, value, from) => `coalesce((select jsonb_object_agg(${key}, ${value}) from ${from}), '{}')`;
const since = ({ began }) => `'${began}'::uuid`;

// The institutions and people there are, as the model's.
export function load(model, frail = () => false) {
  for (const one of read(`jsonb_agg(to_jsonb(i) || jsonb_build_object('departments', array(select d.code from identity.department d where d.institution_id = i.id order by 1)) order by code)
    from (select i.institution_id as id, i.code, i.kind, i.state, i.wrapped_key is not null as keyed, identity.is_settled(i) as settled, r.code as regulator from identity.institution i
            left join identity.institution r on r.institution_id = i.regulator_id where i.state <> 'rejected') i`)) {
    model.institutions.set(one.code, { ...one, touched: 0, frail: frail(one.code) });
  }
  for (const { devices, ends, ...one } of read(`jsonb_agg(to_jsonb(a) || jsonb_build_object(
        'roles', array(select role from identity.account_role r where r.account_id = a.id order by 1),
        'session', exists (select from identity.live_session s where s.account_id = a.id),
        'devices', array(select device_id from identity.live_device d where d.account_id = a.id order by bound_at)) order by institution, number, name)
    from (select a.account_id as id, a.name, a.kind, a.state, a.ends_at as ends, a.rank, a.department, i.code as institution, a.person_id as person, p.number, p.name as called, s.owner_id as owner,
                 (select w.person_id from review.review w where w.review_id = a.review_id and w.kind = 'account.activate') as creator
            from identity.account a join identity.institution i using (institution_id) join identity.person p using (person_id)
            left join identity.service s using (account_id) where a.state not in ('closed', 'rejected')) a`)) {
    const account = model.add('accounts', { ...one, ends: ends && Date.parse(ends), touched: 0, devices: [], grants: [] });
    for (const id of devices) model.add('devices', { id, account, state: 'bound' });
  }
  for (const { ends, ...one } of read(`coalesce(jsonb_agg(jsonb_build_object('id', agreement_id, 'state', state, 'purpose', purpose, 'ends', ends_at, 'parties', array(
        select i.code from access.agreement_party p join identity.institution i using (institution_id) where p.agreement_id = a.agreement_id)) order by agreement_id), '[]')
    from access.agreement a where state = 'active'`)) model.add('agreements', { ...one, ends: Date.parse(ends), touched: 0 });
  const { policy, documents } = read(`to_jsonb(p) from (select d.policy, jsonb_object_agg(d.name, d.document::jsonb) as documents from access.policy_document d
    where d.policy = access.current_policy() group by d.policy) p`);
  model.policy = policy;
  model.use(documents);
  model.began = superuser('select ops.uuid_v7()');
  return model;
}

const stages = `(select string_agg(s.name || ' ' || s.state, ', ' order by s.ordinal) from review.stage s where s.review_id = r.review_id and s.round = r.round)`;
const words = `(select string_agg(concat_ws(' ', d.round, d.account_id, d.for_account_id, d.verdict), ', ' order by d.round, d.account_id)
  from review.decision d where d.review_id = r.review_id)`;
const line = (...parts) => parts.filter((part) => part !== null && part !== undefined && part !== '').join(' ');

// The same facts from both: an id and what is so of it.
function stored(model) {
  return read(`jsonb_build_object(
    'accounts', ${object('a.account_id', `concat_ws(' ', a.state, a.rank, a.department,
        (select string_agg(r.role, ',' order by r.role) from identity.account_role r where r.account_id = a.account_id),
        case when exists (select from identity.live_session s where s.account_id = a.account_id) then 'signed in' end)`, `identity.account a where a.kind = 'person'`)},
    'institutions', ${object('code', 'state', `identity.institution where state <> 'rejected'`)},
    'devices', ${object('device_id', 'state', `identity.device where device_id >= ${since(model)} and state <> 'pinned'`)},
    'records', ${object('record_id', 'state', `record.record where record_id >= ${since(model)}`)},
    'grants', ${object('grant_id', `concat_ws(' ', state, permission)`, `access.grant where grant_id >= ${since(model)}`)},
    'agreements', ${object('agreement_id', 'state', `access.agreement where agreement_id >= ${since(model)}`)},
    'delegations', ${object('delegation_id', 'ended_at is not null', `access.delegation where delegation_id >= ${since(model)}`)},
    'break-glasses', ${object('break_glass_id', `concat_ws(' ', state, justified)`, `access.break_glass where break_glass_id >= ${since(model)}`)},
    'reviews', ${object('r.review_id', `concat_ws(' ', r.kind, r.state, r.round, ${stages}, ${words})`, `review.review r where r.review_id >= ${since(model)}`)})`);
}

function saidOf(review) {
  const rounds = [...review.former, { round: review.round, stages: review.stages }];
  const said = rounds.flatMap(({ round, stages: all }) => all.flatMap(({ decisions }) => decisions.map(
    ({ account, from, verdict }) => line(round, account.id, from?.id, verdict))));
  return line(review.kind, review.state, review.round, review.stages.map(({ name, state }) => `${name} ${state}`).join(', '), said.sort().join(', '));
}

function supposed(model) {
  const all = (name, value) => Object.fromEntries(model.list(name, ({ id }) => id >= model.began).map((one) => [one.id, value(one)]));
  return {
    accounts: Object.fromEntries(model.list('accounts', ({ kind }) => kind === 'person').map((one) => [one.id,
      line(one.state, one.rank, one.department, [...one.roles].sort().join(','), one.session && 'signed in' || null)])),
    institutions: Object.fromEntries(model.list('institutions').map(({ code, state }) => [code, state])),
    devices: all('devices', ({ state }) => state), records: all('records', ({ state }) => state), grants: all('grants', ({ state, permission }) => line(state, permission)),
    agreements: all('agreements', ({ state }) => state), delegations: all('delegations', ({ ended }) => ended),
    'break-glasses': all('breakGlasses', ({ state, justified }) => line(state, justified === undefined ? null : justified ? 't' : 'f')), reviews: all('reviews', saidOf) };
}

export function checkState(model) {
  const [is, ought] = [stored(model), supposed(model)];
  const wrong = Object.keys(is).flatMap((name) => [...new Set([...Object.keys(is[name]), ...Object.keys(ought[name])])]
    .filter((id) => is[name][id] !== ought[name][id] && (id in ought[name] || !/^(closed|rejected|revoked)/.test(is[name][id])))
    .map((id) => `${name} ${id}: it is ${is[name][id]}, and ought to be ${ought[name][id]}`));
  assert.deepEqual(wrong, []);
}

// Rules of the standard, asked of the rows alone.
const rules = (model) => ({
  'nobody decides twice in a review, whether in their own name or another has in theirs (GS-2.2.2)': `
    select d.review_id from review.decision d cross join lateral unnest(array[d.person_id, d.for_person_id]) p (person)
     where p.person is not null and d.review_id >= ${since(model)} group by d.review_id, p.person having count(*) > 1`,
  'nobody is on two sides (GS-2.2.2)': `
    select r.review_id from review.review r join review.decision d using (review_id) cross join lateral unnest(array[d.person_id, d.for_person_id]) p (person)
     where r.review_id >= ${since(model)} and p.person in (r.person_id, r.beneficiary_id, r.author_id)`,
  'what is approved was approved by as many as its stages ask for (GS-2.1.1, GS-2.3.1)': `
    select r.review_id from review.review r join review.stage s using (review_id, round)
     where r.review_id >= ${since(model)} and r.state in ('approved', 'failed') and (s.state <> 'approved'
        or (select sum(n.approvals) from review.need n where (n.review_id, n.round, n.ordinal) = (s.review_id, s.round, s.ordinal))
           is distinct from (select count(*) from review.decision d where (d.review_id, d.round, d.ordinal) = (s.review_id, s.round, s.ordinal) and d.verdict = 'approve'))`,
  'each decision has its entry, and no other has (JR-5.2)': `
    with d as (select review_id, count(*) as number from review.decision where review_id >= ${since(model)} group by 1),
         e as (select review_id, count(*) as number from audit.entry where action = 'decision.taken' and entry_id >= ${since(model)} and review_id >= ${since(model)} group by 1)
    select review_id from d full join e using (review_id) where d.number is distinct from e.number`,
  'an effect is once where it is approved, and never else (GS-2.2.2)': `
    with k (kind, action) as (values ${Object.entries(effectActions).map(([kind, action]) => `('${kind}', '${action}')`).join(', ')}),
         e as (select review_id, action, count(*) as number from audit.entry where entry_id >= ${since(model)} and review_id is not null group by 1, 2)
    select r.review_id from review.review r join k using (kind) left join e on e.review_id = r.review_id and e.action = k.action
     where r.review_id >= ${since(model)} and (r.state = 'approved')::integer <> coalesce(e.number, 0)`,
  'one person holds nothing that excludes each other (GS-3.1.1)': `
    with held as (
      select a.person_id, p.permission from identity.account a join identity.account_role r using (account_id) join access.role_permission p using (role)
       where p.policy = access.current_policy() and a.state not in ('closed', 'rejected')
      union select a.person_id, g.permission from access.grant g join identity.account a using (account_id)
       where g.permission is not null and g.state = 'granted' and a.state not in ('closed', 'rejected')
      union select a.person_id, d.permission from access.delegation d join identity.account a on a.account_id = d.to_account_id
       where d.ended_at is null and d.until_at > now())
    select one.person_id from access.exclusive_pair e join held one on one.permission = e.one join held other on other.permission = e.other and other.person_id = one.person_id
     where e.policy = access.current_policy()`,
  'who is not there any more has neither sessions, duties, grants nor delegations (GS-3.3)': `
    select a.account_id from identity.account a where a.state in ('closed', 'rejected') and (
       exists (select from identity.session s where s.account_id = a.account_id and s.ended_at is null)
       or a.state = 'closed' and exists (select from identity.account_role r where r.account_id = a.account_id)
       or exists (select from access.grant g where g.account_id = a.account_id and g.state in ('requested', 'granted'))
       or exists (select from access.delegation d where a.account_id in (d.from_account_id, d.to_account_id) and d.ended_at is null))`,
  'nothing has failed (GS-2.2.2)': `
    select e.entry_id from audit.entry e where e.entry_id >= ${since(model)} and e.outcome = 'failed'
     union all select a.alert_id from ops.alert a where a.alert_id >= ${since(model)} and a.grade = 'critical' and a.code not like 'break_glass%'`,
  'nothing is published but what was approved (GS-2.3.1)': `
    select c.record_id from record.record c join review.review r on r.review_id = c.review_id where c.record_id >= ${since(model)} and c.state = 'published' and r.state <> 'approved'`,
});

export function checkRules(model) {
  const all = Object.entries(rules(model)).map(([rule, sql]) => `select '${rule}' as rule, (select string_agg(t::text, ', ') from (${sql}) t) as broken`);
  assert.deepEqual(read(`coalesce(jsonb_agg(b), '[]') from (${all.join(' union all ')}) b where broken is not null`), []);
}

// Each call one entry: done, or refused with its reason. Who has no session is a stranger: of those not each has an entry.
export function checkEntries(model, calls) {
  const written = read(`coalesce(jsonb_object_agg(t.trace_id, t.said), '{}') from (
    select e.trace_id, string_agg(concat_ws(' ', e.outcome, e.reason_code), ', ') as said from audit.entry e
     where e.entry_id >= ${since(model)} and e.cause is null and e.trace_id = any ('{${calls.map(({ trace }) => trace).join()}}') group by e.trace_id) t`);
  const wrong = calls.filter(({ trace, said, stranger }) => said !== written[trace] && !(stranger && written[trace] === undefined))
    .map(({ what, trace, said }) => `${what}: the log says ${written[trace]}, not ${said}`);
  assert.deepEqual(wrong, []);
}

// Each decision once more by jose: signed by the key of the device it came from, over just what was pinned in its round (JR-5.2).
export async function checkSignatures(model) {
  const decisions = read(`coalesce(jsonb_agg(jsonb_build_object('jws', d.countersignature, 'spki', encode(v.signing_key, 'base64'), 'said', jsonb_build_object(
      'v', 1, 'aud', '${platform.platform}', 'review', d.review_id, 'kind', r.kind, 'round', d.round, 'stage', s.name, 'digest', ops.base64url(coalesce(f.digest, r.digest)),
      'base', coalesce(f.base, r.base), 'policy', coalesce(f.policy, r.policy), 'account', d.account_id, 'verdict', d.verdict, 'nonce', ops.base64url(s.nonce)), 'comment', d.comment)), '[]')
    from review.decision d join review.review r using (review_id) join review.stage s on (s.review_id, s.round, s.ordinal) = (d.review_id, d.round, d.ordinal)
    join identity.device v on v.device_id = d.device_id left join review.round f on (f.review_id, f.round) = (d.review_id, d.round) where d.review_id >= ${since(model)}`);
  for (const { jws, spki, said, comment } of decisions) {
    const { at, ...signed } = await verify(jws, crypto.createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }), 'countersignature+jws');
    assert.deepEqual(signed, { ...said, comment_digest: digest(comment) });
  }
  return decisions.length;
}
