// SPDX-License-Identifier: Apache-2.0
// Moves: two people of an institution ask for a break-glass, join it, end what must end under it, and end it.
import crypto from 'node:crypto';
import { joining } from '../break_glass.js';
import { superuser } from '../platform.js';
import { pick } from '../random.js';
import { digest } from '../signing.js';
import { caller, chance, near, people, post, some, underGlass } from './draw.js';

// What an authenticator's code would have left: here nobody has one. Now and then it was forgotten.
function prove(who, over) {
  if (chance(0.1)) return false;
  superuser(`insert into identity.step_up (session_id, operation, digest, expires_at) values ('${who.actor.session.session}', 'break_glass.start', '${over}', now() + interval '5 minutes')`);
  return true;
}

const ask = (m, who) => {
  const body = { reason: `Odd calls, ${crypto.randomUUID()}.` };
  const checks = [() => m.gate(who, 'break_glass.start'), () => m.glassOf(who.institution) && 'conflict',
    () => !m.findJudge({ institution: who.institution, asker: who }) && 'undecidable',
    () => !prove(who, digest(JSON.stringify(body))) && 'step_up_required'];
  return post(who, '/v1/break-glass', body, checks.map((check) => check()).find(Boolean) ?? 'ok',
    (answer) => m.add('breakGlasses', { id: answer.break_glass.id, institution: who.institution, asker: who, joiner: null, state: 'asked', told: answer.break_glass, touched: 1, judged: 0 }));
};

async function join(m, who, glass) {
  const { asker } = glass;
  const checks = [() => m.gate(who, 'break_glass.start'), () => who.institution !== glass.institution && 'not_found', () => glass.state !== 'asked' && 'conflict',
    () => asker.person === who.person && 'own_request', () => !(m.isAble(asker) && m.holds(asker, 'break_glass.start')) && 'conflict',
    () => !m.findJudge({ ...glass, joiner: who }) && 'undecidable', () => !prove(who, glass.told.digest) && 'step_up_required'];
  const code = checks.map((check) => check()).find(Boolean) ?? 'ok';
  return post(who, '/v1/break-glass', await joining(who.actor, glass.told), code, () => Object.assign(glass, { state: 'active', joiner: who }), { note: glass.state });
}

export async function breakGlass(m) {
  const glass = some(m.list('breakGlasses', ({ state }) => state === 'asked' || state !== 'reviewed' && chance(0.1)));
  const starter = caller(m, 'break_glass.start', ({ institution }) => !glass || chance(0.1) || institution === glass.institution);
  return glass && chance(0.9) ? join(m, starter, glass) : ask(m, starter);
}

export function endBreakGlass(m) {
  const glass = some(m.list('breakGlasses', ({ state }) => ['asked', 'active'].includes(state) || chance(0.05)));
  if (!glass) return null;
  const who = pick([glass.asker, ...glass.joiner ? [glass.joiner] : [], caller(m, 'break_glass.start')]);
  const code = m.gate(who) ?? (![glass.asker, glass.joiner].includes(who) ? 'not_found' : ['asked', 'active'].includes(glass.state) ? 'ok' : 'conflict');
  return { who, method: 'DELETE', path: `/v1/break-glass/${glass.id}`, code, after: () => m.endGlass(glass) };
}

// One's own everywhere, or under a break-glass somebody else's: all, or the one there is.
export function endSessions(m) {
  const who = chance(0.8) && some(underGlass(m)) || chance(0.1) && caller(m);
  if (!who) return null;
  const whom = chance(0.1) ? who : near(people(m).filter((one) => one.actor.session && !['closed', 'rejected'].includes(one.state)), who);
  const glass = m.underGlass(who) && whom !== who;
  const all = chance(0.5);
  const may = whom === who || glass && whom.institution === who.institution && (all || whom.session);
  return { who, method: 'DELETE', path: all ? `/v1/sessions?account=${whom.id}` : `/v1/sessions/${whom.actor.session.session}`,
    code: m.gate(who) ?? (may ? 'ok' : 'not_found'), after: () => m.endSession(whom), reason: glass ? 'break_glass' : '', note: whom.name };
}
