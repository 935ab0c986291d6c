// SPDX-License-Identifier: Apache-2.0
// The policies of the random test's platform: nobody waits for a code or is told to come later, and what a request weighs follows
// from its level, whose data it is and its tier alone. Who decides what is as shipped.

const changes = {
  reviews: ({ kinds }) => Object.values(kinds).forEach((kind) => { kind.step_up = 'never'; }),
  sessions: (it) => { Object.assign(it, { idle_seconds: 86400, absolute_seconds: 86400 }); it.one_time_code.tiers = []; },
  passwords: (it) => { it.argon2 = { memory_kib: 8192, iterations: 1, parallelism: 1 }; },
  anomalies: (it) => { it.accounts.most = 100000; it.penalty.free = 100000; it.one_time_code = []; it.change_password = []; },
  risk: ({ factors, requests, engine }) => {
    for (const { steps: list } of Object.values(factors)) list?.forEach((step) => { step.points = 0; });
    for (const name of ['grade', 'personal_data', 'purpose']) for (const word of Object.keys(factors[name].points)) factors[name].points[word] = 0;
    factors.odd_hour.points = 0;
    factors.level.points.secret = 60;
    Object.assign(requests, { most: 1000, minutes: 1 });
    engine.monthly_limit = 20;
  },
};

export const quick = (document) => changes[document.name]?.(document);
