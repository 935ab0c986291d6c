// SPDX-License-Identifier: Apache-2.0
// How the moves of the random test draw who does it, and what they have in common. A move is {who, method, path, body, code, after}:
// `code` is what the model says that the answer must be, `after` changes the model where it was that. One that `asks` changes
// nothing and is repeated under no key; `reason` is what the log says of it where it was answered.
import { pick, random } from '../random.js';

export const chance = (share) => random() < share;
export const some = (list) => (list.length > 0 ? pick(list) : null);
export const days = (least, most) => least + Math.floor(random() * (most - least));
export const people = (m) => m.list('accounts', ({ actor }) => actor);

// Mostly somebody who can act and may; now and then anybody.
export function caller(m, permission, test = () => true) {
  const able = people(m).filter((one) => m.gate(one, permission) === null && test(one));
  return chance(0.88) && able.length > 0 ? pick(able) : some(chance(0.7) ? people(m).filter(({ session }) => session) : people(m));
}

// Who may end and withdraw now under a break-glass.
export const underGlass = (m) => people(m).filter((one) => m.gate(one) === null && m.underGlass(one));

export const near = (list, who) => (chance(0.85) ? some(list.filter(({ institution }) => institution === who.institution)) : some(list));

// The answer of a call that asks for a review: refused at the gate, by what is looked at before, or for want of people.
export function asks(m, who, permission, kind, facts, checks) {
  const code = m.gate(who, permission) ?? checks.map((check) => check()).find(Boolean);
  return code ? { code } : m.ask(kind, who, facts);
}

// A review that is new, or new in its round, is looked at by its requester before the next move.
export function opened(m, { review }, answer) {
  m.unseen.push(review);
  return m.add('reviews', Object.assign(review, { id: answer.review.id }));
}

export const post = (who, path, body, code, after, more) => ({ who, method: 'POST', path, body, code, after, ...more });
