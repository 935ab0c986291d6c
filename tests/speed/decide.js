// SPDX-License-Identifier: Apache-2.0
// Decisions a second: cs_access_decide beside Cedar, which decides the same questions by a policy set that means the
// same, in one run. Both answer every question of tests/unit/decisions' grids first, and must agree. Then rounds of one
// and the other, and the median of the rounds' ratios, since machines are noisy. Cedar's policies are parsed beforehand;
// each of its decisions takes its facts as JSON, which is how its binding for JavaScript is called.
//   npm --prefix tests/speed ci && make build/speed/decide && node tests/speed/decide.js [path of the binary]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs');
const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const rounds = Number(process.env.CS_ROUNDS ?? 15);
const levels = JSON.parse(fs.readFileSync(path.join(root, 'policies/levels.json'), 'utf8'));
const grids = ['nothing', 'grant', 'purpose'].map((name) =>
  JSON.parse(fs.readFileSync(path.join(root, `tests/unit/decisions/grid-${name}.json`), 'utf8')));
const operations = grids[0].operations.split(' ');
const glance = ['list', 'view'];
const actions = (names) => `[${names.map((name) => `Action::"${name}"`).join(', ')}]`;
const are = (values, what) => (values.length ? `[${values.map((value) => JSON.stringify(value)).join(', ')}].contains(${what})` : 'false');

// One permission for each level and rank that may do anything, and what holds whatever is permitted.
function policySet() {
  const own = 'principal.institution == resource.institution';
  const reached = `(${own} || context.audience)`;
  const needsGrant = `(if ${own} then ${are(levels.grant.own, 'resource.level')} else ${are(levels.grant.other, 'resource.level')})`;
  const covered = `(context has grant && context.grant.operations.contains(context.operation) && context.grant.most >= resource.height
    && context.grant.until > context.now && context.grant.purpose == context.purpose)`;
  const lookedAt = `(context.basis != "none" && ${are(glance, 'context.operation')})`;
  const known = `(context.basis != "none" || (resource.published && ${reached}))`;
  const rested = `(resource.published && ${reached} && (context.operation == "list" || !${needsGrant} || ${covered}))`;
  const permits = levels.levels.flatMap((level) => levels.ranks.filter((rank) => levels.matrix[level][rank].length).map((rank) =>
    `permit(principal, action in ${actions(levels.matrix[level][rank])}, resource)
     when { resource.level == "${level}" && principal.rank == "${rank}" && ${known} && (${lookedAt} || ${rested}) };`));
  return [...permits,
    `forbid(principal, action in ${actions(operations.filter((name) => !glance.includes(name)))}, resource) when { resource.level == "top_secret" };`,
    'forbid(principal, action, resource) unless { principal.active && principal.permitted };'].join('\n');
}

// In the order of decide.c, with what the grid states: allowed or not.
function* questions() {
  for (const [holds, grid] of grids.entries()) {
    for (const [situation, rows] of Object.entries(grid.situations)) {
      const [state, side, basis] = situation.split(' ');
      for (const [height, level] of levels.levels.entries()) {
        for (const [i, rank] of levels.ranks.entries()) {
          for (const [j, operation] of operations.entries()) {
            yield { allowed: '=oG'.includes(rows[level][i][j]), call: {
              principal: { type: 'User', id: 'u' }, action: { type: 'Action', id: operation }, resource: { type: 'Record', id: 'r' },
              context: { basis, audience: side === 'audience', operation, purpose: holds === 2 ? 'fraud' : 'risk', now: 1000000,
                ...(holds && { grant: { operations, most: levels.levels.length - 1, purpose: 'risk', until: 1000001 } }) },
              preparsedPolicySetId: 'speed',
              entities: [
                { uid: { type: 'User', id: 'u' }, parents: [], attrs: { rank, institution: side === 'own' ? 'BANKA' : 'BANKB', active: true, permitted: true } },
                { uid: { type: 'Record', id: 'r' }, parents: [], attrs: { level, height, institution: 'BANKA', published: state === 'published' } }] } };
          }
        }
      }
    }
  }
}

const binary = spawn(process.argv[2] ?? path.join(root, 'build/speed/decide'), { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
const lines = readline.createInterface({ input: binary.stdout })[Symbol.asyncIterator]();
const nextLine = async () => (await lines.next()).value;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const parsed = cedar.preparsePolicySet('speed', { staticPolicies: policySet() });
assert.equal(parsed.type, 'success', JSON.stringify(parsed));
const asked = [...questions()];
const stated = asked.map(({ allowed }) => (allowed ? '+' : '-')).join('');
const answered = asked.map(({ call }) => {
  const answer = cedar.statefulIsAuthorized(call);
  assert.equal(answer.type, 'success', JSON.stringify(answer));
  assert.deepEqual(answer.response.diagnostics.errors, []);
  return answer.response.decision === 'allow' ? '+' : '-';
}).join('');
assert.equal(await nextLine(), stated, 'cs_access_decide decides as the grids state');
assert.equal(answered, stated, 'Cedar decides as the grids state');

const passes = 200;
const ours = [];
const theirs = [];
for (let round = 0; round < rounds; round += 1) {
  binary.stdin.write(`${passes}\n`);
  ours.push((passes * asked.length * 1e9) / Number(await nextLine()));
  const begin = process.hrtime.bigint();
  for (const { call } of asked) cedar.statefulIsAuthorized(call);
  theirs.push((asked.length * 1e9) / Number(process.hrtime.bigint() - begin));
}
binary.stdin.end();
const round = (value) => Math.round(value).toLocaleString('en');
console.log(`${asked.length} questions, ${rounds} rounds: cs_access_decide ${round(median(ours))} a second, Cedar ${cedar.getCedarVersion()} ${round(median(theirs))}; median of ratios ${round(median(ours.map((rate, i) => rate / theirs[i])))}`);
