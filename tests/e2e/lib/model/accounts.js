// SPDX-License-Identifier: Apache-2.0
// Moves: officers suspend, transfer and close, and ask that others give back.
import { inDays } from '../flows.js';
import { pick } from '../random.js';
import { asks, caller, chance, days, near, opened, post, some, underGlass } from './draw.js';

// Accounts. Who manages one: of its institution, with the permission, and not the person's own.
function managed(m, who, account, checks) {
  return [() => (account.institution !== who.institution || account.state === 'rejected') && 'not_found',
    () => account.person === who.person && 'own_request', ...checks];
}

function manage(m, wanted) {
  const who = caller(m, 'account.manage', ({ institution }) => institution !== 'OPERATOR' || chance(0.1));
  const account = near(m.list('accounts', (one) => one.kind === 'person' && (wanted(one) || chance(0.04))), who);
  return account ? { who, account } : null;
}

const changing = (m, kind, { who, account }, checks, more) => {
  const asked = asks(m, who, 'account.manage', kind, { owner: account.institution, department: account.department, object: account, persons: [account.person], ...more },
    managed(m, who, account, [...checks, () => m.underReview(kind, account) && 'conflict']));
  return asked;
};

// Who was suspended under a break-glass can be reinstated until that is judged.
const ending = (m, account, end) => [() => !['active', 'locked', 'suspended'].includes(account.state) && 'conflict',
  () => account.state === 'suspended' && ['active', 'ended'].includes(m.glassOf(account.institution)?.state) && 'conflict', () => m.restsOn(account, end) && 'last_holder'];

// Under a break-glass also whom others need.
export function suspend(m) {
  const wanted = ({ state }) => ['active', 'locked'].includes(state);
  const two = underGlass(m);
  const drawn = two.length > 0 && chance(0.4) ? { who: pick(two) } : manage(m, wanted);
  if (!drawn) return null;
  const { who, account = near(m.list('accounts', (one) => one.kind === 'person' && wanted(one)), who) } = drawn;
  if (!account) return null;
  const glass = m.underGlass(who);
  const checks = managed(m, who, account, [() => account.state === 'suspended' && 'conflict', ...ending(m, account).map((check) => () => (glass && check() === 'last_holder' ? null : check()))]);
  const code = m.gate(who, glass ? 'break_glass.start' : 'account.manage') ?? checks.map((check) => check()).find(Boolean) ?? 'ok';
  return post(who, `/v1/accounts/${account.id}/suspension`, { reason: 'Odd calls.' }, code, () => {
    m.endSession(account);
    m.endDelegations(account);
    m.endGlasses(account);
    Object.assign(account, { state: 'suspended', touched: account.touched + 1 });
  }, { reason: glass ? 'break_glass' : '', note: account.name });
}

const asking = (kind, path, state, before = () => {}) => (m) => {
  const drawn = manage(m, (one) => state.includes(one.state));
  if (!drawn) return null;
  const asked = changing(m, kind, drawn, [() => !state.includes(drawn.account.state) && 'conflict']);
  return post(drawn.who, `/v1/accounts/${drawn.account.id}/${path}`, { reason: 'It is well again.' }, asked.code, (answer) => {
    before(drawn.account, answer);
    opened(m, asked, answer);
  }, { note: drawn.account.name });
};
export const reinstate = asking('account.reinstate', 'reinstatement', ['suspended']);
export const unlock = asking('account.unlock', 'unlock', ['locked']);
export const reset = asking('account.reset', 'reset', ['active', 'locked'], (account, answer) => Object.assign(account, { half: answer.code_half, resetBy: answer.review.id }));

const administrators = ['admin.system', 'admin.security', 'admin.audit'];
const posts = ['author', 'author', 'reviewer.department', 'reviewer.responsible', 'reviewer.compliance', 'approver.requester', 'approver.owner',
  'account.officer', 'account.reviewer', 'auditor'];
export function drawPost(m, institution) {
  const { departments, kind } = m.institutions.get(institution);
  if (kind === 'operator') return { department: pick(departments), rank: 'manager', roles: [pick(administrators)] };
  return { department: pick(departments), rank: pick(m.levels.ranks), roles: [...new Set([pick(posts), ...chance(0.5) ? [pick(posts)] : []])] };
}

export function transfer(m) {
  const drawn = manage(m, ({ state }) => state === 'active');
  if (!drawn) return null;
  const { who, account } = drawn;
  const place = drawPost(m, who.institution);
  const keys = m.devicesOf(account).map(({ id }) => id).join();
  const asked = changing(m, 'account.transfer', drawn, [() => account.state !== 'active' && 'conflict', ...ending(m, account),
    () => m.isExclusive(account.person, place.roles, { except: account }) && 'invalid_value'], { base: account.touched + 1 });
  return post(who, `/v1/accounts/${account.id}/transfer`, { ...place, reason: 'Another post.' }, asked.code, (answer) => {
    Object.assign(opened(m, asked, answer), { post: place, keys });
    m.endRights(account);
    account.touched += 1;
  }, { note: account.name });
}

export function depart(m) {
  const drawn = manage(m, ({ state }) => ['active', 'locked', 'suspended'].includes(state));
  if (!drawn) return null;
  const { who, account } = drawn;
  const kind = pick(['left', 'retired']);
  const checks = managed(m, who, account, [...ending(m, account), () => kind === 'retired' && account.state !== 'active' && 'invalid_value']);
  const code = m.gate(who, 'account.manage') ?? checks.map((check) => check()).find(Boolean) ?? 'ok';
  return post(who, `/v1/accounts/${account.id}/departure`, { kind }, code, () => {
    m.endRights(account);
    Object.assign(account, { touched: account.touched + 1, ...kind === 'retired' ? { roles: ['retired'], rank: m.levels.ranks[0] } : { state: 'closed', resetBy: null, code: null } });
    if (kind === 'left') account.devices.forEach((device) => { device.state = 'revoked'; });
    m.endDependents(account);
  }, { note: account.name });
}

export function endDate(m) {
  const drawn = manage(m, ({ state }) => ['active', 'locked', 'suspended'].includes(state));
  if (!drawn) return null;
  const { who, account } = drawn;
  const at = inDays(days(20, 80));
  const ends = Date.parse(at);
  const alive = ['active', 'locked', 'suspended'].includes(account.state);
  const later = alive && account.ends && ends > account.ends;
  const asked = later ? changing(m, 'account.extend', drawn, [])
    : { code: m.gate(who, 'account.manage') ?? managed(m, who, account, ending(m, account, ends)).map((check) => check()).find(Boolean) ?? 'ok' };
  return post(who, `/v1/accounts/${account.id}/end-date`, { ends_at: at, reason: 'As agreed.' }, asked.code, (answer) => {
    if (later) return Object.assign(opened(m, asked, answer), { ends });
    return Object.assign(account, { ends, touched: account.touched + 1 });
  }, { note: account.name });
}

const institutional = (kind, path, state) => (m) => {
  const who = caller(m, 'institution.manage');
  const institution = some(m.list('institutions', (one) => one.state === state && one.frail || chance(0.05)));
  if (!institution) return null;
  const asked = asks(m, who, 'institution.manage', kind, { department: who.department, owner: institution.code, object: institution },
    [() => (institution.state !== state || institution.kind === 'operator' || m.underReview(kind, institution)) && 'conflict']);
  return post(who, `/v1/institutions/${institution.id}/${path}`, { reason: 'By its regulator.' }, asked.code, (answer) => opened(m, asked, answer), { note: institution.code });
};
export const suspendInstitution = institutional('institution.suspend', 'suspension', 'active');
export const reinstateInstitution = institutional('institution.reinstate', 'reinstatement', 'suspended');
