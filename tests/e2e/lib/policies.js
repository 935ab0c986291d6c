// SPDX-License-Identifier: Apache-2.0
// Policies of a test's own: put in force by the database's superuser at once, or proposed and decided on.
import { expect } from './client.js';
import { person, superuser } from './platform.js';

export const inForce = () => Number(superuser('select access.current_policy()'));

// A set as it was, but for the documents that are given by name.
export const activate = (number, documents = {}) => Number(superuser(`select access.activate_policies((select jsonb_object_agg(name, document::jsonb)
  from access.policy_document where policy = ${number}) || $set$${JSON.stringify(documents)}$set$)`));

export const proposer = () => person({ institution: 'OPERATOR', role: 'admin.security' });

// The document in force, as its next version with a change.
export async function next(name, change) {
  const somebody = await proposer();
  const { version } = (await somebody.read('/v1/policies')).items.find((item) => item.name === name);
  const { document } = await somebody.read(`/v1/policies/${name}/${version}`);
  const version2 = Number(superuser(`select max(version) + 1 from access.policy_document where name = '${name}'`));
  change(document);
  return { [name]: { ...document, version: version2, history: [...document.history, { version: version2, date: '2026-11-22', change: 'For a test.' }] } };
}

export const propose = async (documents, by = proposer()) => (await by).post('/v1/policies', { documents });
export const asked = async (documents) => expect(await propose(documents), 202);

export const officers = { operator: { institution: 'OPERATOR', role: 'admin.system' },
  BANKA: { institution: 'BANKA', role: 'approver.owner' }, BANKB: { institution: 'BANKB', role: 'approver.owner' } };
export const officerOf = (who) => person(officers[who]);

export async function decideAll(review, who = ['operator', 'BANKA', 'BANKB']) {
  let answer;
  for (const one of who) answer = expect(await (await officerOf(one)).decide(review), 200).review;
  return answer;
}

// The set in force with the kinds of reviews otherwise.
export const changeKinds = async (change) => activate(inForce(), await next('reviews', ({ kinds }) => change(kinds)));

// Nobody waits for a one-time code: no kind of review asks a step-up, `but` these.
export const dropStepUp = (but = []) => changeKinds((kinds) => {
  for (const [kind, rules] of Object.entries(kinds)) if (!but.includes(kind)) rules.step_up = 'never';
});
