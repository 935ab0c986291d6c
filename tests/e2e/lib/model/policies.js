// SPDX-License-Identifier: Apache-2.0
// Moves: administrators propose policies, and admit institutions.
import { candidate } from '../institutions.js';
import { asks, caller, opened, post } from './draw.js';

// The next version of one document: the log is kept a month longer.
export function nextLog({ log }) {
  const version = log.version + 1;
  return { ...log, version, retention_months: log.retention_months + 1, history: [...log.history, { version, date: '2026-11-22', change: 'For a test.' }] };
}

export function propose(m) {
  const who = caller(m, 'policy.propose');
  const log = nextLog(m);
  const asked = asks(m, who, 'policy.propose', 'policy.activate', { department: who.department, object: { touched: 0 }, base: m.policy }, [() => m.isThin() && 'undecidable']);
  return post(who, '/v1/policies', { documents: { log } }, asked.code, (answer) => { opened(m, asked, answer).log = log; });
}

export function admit(m) {
  const who = caller(m, 'institution.create');
  const { code, six, request } = candidate();
  const institution = { code, kind: 'member', state: 'pending', departments: request.departments, keyed: true, frail: true, touched: 0, people: six };
  const asked = asks(m, who, 'institution.create', 'institution.admit', { department: who.department, object: institution }, []);
  return post(who, '/v1/institutions', request, asked.code, (answer) => {
    opened(m, asked, answer);
    m.institutions.set(code, Object.assign(institution, { id: answer.institution.id }));
  }, { note: code });
}
