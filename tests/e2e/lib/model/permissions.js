// SPDX-License-Identifier: Apache-2.0
// Moves: people ask for permissions and give them back, institutions agree, and one decides in another's name.
import { inDays } from '../flows.js';
import { pick } from '../random.js';
import { digest } from '../signing.js';
import { asks, caller, chance, days, near, opened, people, post, some, underGlass } from './draw.js';

function drawRequest(m, who) {
  if (chance(0.4)) return { kind: 'function', permission: pick(Object.keys(m.tiers)) };
  const record = chance(0.7) ? some(m.list('records', ({ state, level }) => state === 'published' && level !== 'public')) : null;
  const owner = record?.institution ?? pick(m.list('institutions', ({ kind }) => kind === 'member')).code;
  const agreement = owner !== who.institution && chance(0.85) ? some(m.list('agreements', (one) => one.state === 'active' && one.parties.includes(owner))) : null;
  const level = record && chance(0.9) ? record.level : pick(['confidential', 'secret', 'top_secret']);
  return { kind: 'data', record, type: record ? undefined : 'note', owner, level, agreement, purpose: 'risk',
    operations: chance(0.6) ? m.allowed(level, who.rank).filter((one) => one === 'view') : ['view', pick(['download', 'forward'])] };
}

function requestBody({ kind, permission, record, type, owner, level, agreement, purpose, operations }, until) {
  const common = { until, reason: 'A stand-in.', urgency: 'normal' };
  return kind === 'function' ? { kind, permission, ...common }
    : { kind, scope: record ? { record: record.id } : { type, institution: owner }, max_level: level, operations, purpose,
      ...agreement && { agreement: agreement.id }, ...common };
}

export function request(m) {
  const who = caller(m, 'permission.request');
  const wish = drawRequest(m, who);
  if (wish.kind === 'data' && wish.operations.length === 0) return null;
  let code = m.gate(who, 'permission.request') ?? m.checkRequest(who, wish);
  const grade = code === 'ok' && m.grade(who, wish);
  const owner = wish.owner ?? who.institution;
  const until = inDays(7);
  const given = { account: who, ...wish, owner, until: Date.parse(until), agreement: code === 'ok' && wish.kind === 'data' ? m.theAgreement(who, wish) : null };
  const asked = code === 'ok' && grade !== 'low' ? m.ask('permission.grant', who, { department: who.department, owner, grade, object: { touched: 0 }, persons: [wish.record?.author.person] }) : null;
  code = asked?.code ?? code;
  return post(who, '/v1/permission-requests', requestBody(wish, until), code, (answer) => {
    if (!asked) return m.add('grants', { id: answer.grant.id, ...given, state: 'granted', byEngine: true });
    const review = opened(m, asked, answer);
    review.object = { ...given, state: 'requested', touched: 0 };
    return review;
  }, { note: grade || '' });
}

export function revoke(m) {
  const grant = some(m.list('grants', ({ state }) => state === 'granted' || chance(0.05)));
  if (!grant) return null;
  const who = chance(0.3) && some(underGlass(m)) || pick([...grant.account.actor ? [grant.account] : [], caller(m, 'account.manage'), caller(m, 'permission.grant.owner')]);
  const glass = grant.account !== who && m.underGlass(who) && [grant.account.institution, grant.owner].includes(who.institution);
  const may = grant.account === who || glass || grant.account.institution === who.institution && m.holds(who, 'account.manage')
    || grant.owner === who.institution && m.holds(who, 'permission.grant.owner');
  const code = m.gate(who) ?? (!may ? 'not_found' : grant.state === 'granted' ? 'ok' : 'conflict');
  return { who, method: 'DELETE', path: `/v1/grants/${grant.id}`, code, after: () => { grant.state = 'revoked'; }, reason: glass ? 'break_glass' : '' };
}

export function agree(m) {
  const who = caller(m, 'agreement.sign');
  const [one, other] = [who.institution, pick(m.list('institutions')).code];
  const parties = chance(0.95) ? [one, other] : ['BANKA', 'BANKB'];
  const fine = parties[0] !== parties[1] && parties.includes(one) && parties.every((code) => m.institutions.get(code).state === 'active');
  if (parties[0] === parties[1]) return null;
  const agreement = { touched: 0, state: 'proposed', parties, purpose: pick(['risk', 'risk', 'fraud']) };
  const asked = asks(m, who, 'agreement.sign', 'agreement.sign', { department: who.department, owner: null, parties, object: agreement }, [() => !fine && 'invalid_value']);
  const body = { parties, purpose: agreement.purpose, duties_digest: digest('duties'), ends_at: inDays(60) };
  agreement.ends = Date.parse(body.ends_at);
  return post(who, '/v1/agreements', body, asked.code, (answer) => {
    opened(m, asked, answer);
    m.add('agreements', Object.assign(agreement, { id: answer.agreement.id }));
  });
}

export function delegate(m) {
  const giver = caller(m, null, (one) => [...m.permissions(one)].some((permission) => m.asked.has(permission)));
  const to = near(people(m), giver);
  if (!to) return null;
  const held = [...m.permissions(giver)].filter((permission) => m.asked.has(permission));
  const permission = held.length > 0 && chance(0.93) ? pick(held) : pick([...m.asked]);
  const overdue = chance(0.3);
  const mine = held.includes(permission) && m.delegable.includes(m.tiers[permission].tier);
  const possible = to.institution === giver.institution && to.person !== giver.person && m.isAble(to) && !m.isExclusive(to.person, [], { permission });
  const twice = m.liveDelegations((one) => one.from === giver && one.to === to && one.permission === permission).length > 0;
  const body = { to: to.name, permission, until: inDays(days(1, 20)), reason: 'On leave.', overdue_only: overdue };
  return post(giver, '/v1/delegations', body, m.gate(giver) ?? (mine && possible ? twice ? 'conflict' : 'ok' : 'invalid_value'), (answer) => m.add('delegations', {
    id: answer.delegation.id, from: giver, to, permission, overdue, institution: giver.institution, ended: false }));
}

export function endDelegation(m) {
  const one = some(m.list('delegations', ({ ended }) => !ended || chance(0.05)));
  if (!one) return null;
  const who = pick([one.from, one.to, caller(m, 'account.manage')]);
  const may = !one.ended && who.institution === one.institution && ([one.from, one.to].includes(who) || m.holds(who, 'account.manage'));
  return { who, method: 'DELETE', path: `/v1/delegations/${one.id}`, code: m.gate(who) ?? (may ? 'ok' : 'not_found'), after: () => { one.ended = true; } };
}
