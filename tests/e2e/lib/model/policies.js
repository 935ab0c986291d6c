// SPDX-License-Identifier: Apache-2.0
// Moves: administrators propose policies, and admit institutions.
import { candidate } from '../institutions.js';
import { pick } from '../random.js';
import { asks, caller, opened, post } from './draw.js';

// The next version of a document: the log is kept a month longer, or a role is given a permission, or loses it.
const extras = [['account.reviewer', 'record.read'], ['auditor', 'permission.request']];
const changes = {
  log: ({ retention_months: months }) => ({ retention_months: months + 1 }),
  permissions: ({ roles }) => {
    const [role, extra] = pick(extras);
    const others = roles[role].filter((permission) => permission !== extra);
    return { roles: { ...roles, [role]: others.length < roles[role].length ? others : [...others, extra] } };
  },
};

export function nextDocuments({ documents }) {
  const name = pick(Object.keys(changes));
  const { version, history } = documents[name];
  return { [name]: { ...documents[name], ...changes[name](documents[name]), version: version + 1, history: [...history, { version: version + 1, date: '2026-11-22', change: 'For a test.' }] } };
}

export function propose(m) {
  const who = caller(m, 'policy.propose');
  const documents = nextDocuments(m);
  const asked = asks(m, who, 'policy.propose', 'policy.activate', { department: who.department, object: { touched: 0 }, base: m.policy }, [() => m.isThin() && 'undecidable']);
  return post(who, '/v1/policies', { documents }, asked.code, (answer) => { opened(m, asked, answer).documents = documents; }, { note: Object.keys(documents).join() });
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
