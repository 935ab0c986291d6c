// SPDX-License-Identifier: Apache-2.0
// What people try in the random test, and how often.
import * as accounts from './accounts.js';
import * as breakGlass from './break_glass.js';
import * as people from './people.js';
import * as policies from './policies.js';
import * as permissions from './permissions.js';
import * as records from './records.js';
import * as reviews from './reviews.js';

const weights = {
  createRecord: 5, reviseRecord: 2, publish: 7, destroy: 2, reclassify: 2, withdrawRecord: 1, readRecord: 8, forward: 2, explain: 2,
  request: 9, revoke: 2, agree: 1, delegate: 4, endDelegation: 1,
  decide: 38, withdraw: 2, resubmit: 4, readReview: 4, overdue: 1, expire: 0.4,
  suspend: 2, reinstate: 5, unlock: 3, reset: 1, transfer: 1.5, depart: 0.4, endDate: 1.5, suspendInstitution: 0.4, reinstateInstitution: 1, admit: 0.2,
  breakGlass: 2, endBreakGlass: 0.8, endSessions: 1,
  propose: 0.5, createAccount: 3, enrol: 4, signIn: 5, guess: 0.7, proposeDevice: 1, removeDevice: 0.5,
};
const all = { ...policies, ...breakGlass, ...records, ...permissions, ...reviews, ...accounts, ...people };

export const moves = Object.entries(weights).map(([name, weight]) => ({ name, weight, draw: all[name] }));
