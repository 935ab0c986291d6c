// SPDX-License-Identifier: Apache-2.0
// A random walk over the platform, step by step beside the model: each answer must be the predicted one, each call leaves one
// entry, and from time to time everything is compared. CS_SEED=… CS_STEPS=… walks the same way again.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { people } from './draw.js';
import { moves } from './moves.js';
import { superuser } from '../platform.js';
import { random, seed } from '../random.js';
import { checkEntries, checkRules, checkState } from './truths.js';

const total = moves.reduce((sum, { weight }) => sum + weight, 0);

function drawMove() {
  let left = random() * total;
  return moves.find(({ weight }) => (left -= weight) < 0) ?? moves[0];
}

const codeOf = ({ status, body }) => (status < 300 ? 'ok' : body?.code ?? `${status}`);

export class Walk {
  constructor(model) {
    Object.assign(this, { model, calls: [], told: [], steps: 0, counts: {}, prefix: crypto.randomBytes(8).toString('hex'), traces: 0 });
  }

  // A connection that has stood idle for long may be closed by the other side just when it is used again: that was no call.
  async send(move) {
    try {
      return await this.sendOnce(move);
    } catch (error) {
      if (error.code !== 'ECONNRESET') throw error;
      return this.sendOnce(move);
    }
  }

  async sendOnce({ who, by = who.actor, method, path, body, token, key }) {
    this.traces += 1;
    const trace = `${this.prefix}${this.traces.toString(16).padStart(16, '0')}`;
    const answer = await by.client.call(method, path, { body, key, headers: { traceparent: `00-${trace}-00000000000000f1-01` }, ...token === null && { token } });
    return { answer, trace };
  }

  // The walk's last steps, for whoever has to understand why the last one is not as it should be.
  fail(error) {
    const text = `seed ${seed}, step ${this.steps}: ${error.message}\nthe last steps:\n${this.told.slice(-25).join('\n')}`;
    throw new Error(text, { cause: error });
  }

  note(what, trace, answered, { repeated, stranger, reason }) {
    this.calls.push({ what, trace, stranger, said: repeated ? 'done repeated' : answered === 'ok' ? `done ${reason ?? ''}`.trim() : `refused ${answered}` });
  }

  async make(name, move) {
    const { who, code, after, review, note = '' } = move;
    const stranger = move.token !== null && this.model.gate(who) === 'invalid_token';
    const key = move.method !== 'GET' && move.token !== null && !move.asks ? crypto.randomUUID() : undefined;
    const { answer, trace } = await this.send({ ...move, key });
    const answered = codeOf(answer);
    const what = `${this.steps} ${name} by ${who.name}, ${move.method} ${move.path} ${note}: ${answered}`;
    this.told.push(what);
    const counted = `${name} ${answered}${move.reason === 'break_glass' && answered === 'ok' ? ' under a break-glass' : ''}`;
    this.counts[counted] = (this.counts[counted] ?? 0) + 1;
    assert.equal(answered, code, `${what}, not ${code}; ${answer.bytes.toString('utf8', 0, 400)}`);
    this.note(what, trace, answered, { stranger, reason: move.reason });
    if (code === 'ok' || move.refused) await after?.(answer.body);
    if (code === 'ok' && review && answer.body) this.look(review, answer.body.review ?? answer.body);
    if (code === 'ok' && key && random() < 0.05) await this.repeat(what, { ...move, key }, answer);
  }

  // The same call with its key once more is the same answer, and happens once.
  async repeat(what, move, first) {
    const gate = this.model.gate(move.who);
    const { answer, trace } = await this.send(move);
    const secret = first.body?.code_half !== undefined;
    assert.equal(codeOf(answer), gate ?? (secret ? 'already_shown' : 'ok'), `${what}, repeated`);
    if (!gate && !secret) assert.deepEqual([answer.status, answer.body], [first.status, first.body], `${what}, repeated`);
    this.note(`${what}, repeated`, trace, codeOf(answer), { repeated: codeOf(answer) === 'ok', stranger: gate === 'invalid_token' });
  }

  look(review, view) {
    if (!view.stages) return;
    const is = [view.state, view.round, ...view.stages.map(({ name, state }) => `${name} ${state}`)];
    assert.deepEqual(is, [review.state, review.round, ...review.stages.map(({ name, state }) => `${name} ${state}`)], `review ${review.id}`);
    if (!review.view || view.stages.some(({ state }) => state === 'open')) review.view = view;
  }

  // What was ended under a break-glass is judged: its review opens by itself, as soon as somebody could decide it.
  async openJudgements() {
    for (const glass of this.model.list('breakGlasses', ({ state, review }) => state === 'ended' && !review)) {
      const judge = this.model.findJudge(glass);
      if (judge) this.model.openJudgement(glass, judge, await this.waitFor('a judgement', `select review_id from access.break_glass where break_glass_id = '${glass.id}'`));
    }
  }

  // Each new review as its requester sees it, or who else may: what will be signed.
  async lookAtNew() {
    for (const review of this.model.unseen.splice(0)) {
      const reader = [review.requester, ...people(this.model)].find((one) => this.model.gate(one) === null && this.model.mayRead(review, one));
      if (!reader) {
        this.model.unseen.push(review);
        continue;
      }
      review.view = await reader.actor.read(`/v1/reviews/${review.id}`);
      if (review.kind === 'permission.grant' && review.round === 1) this.model.add('grants', Object.assign(review.object, { id: review.view.payload.grant }));
      this.look(review, review.view);
    }
  }

  // What the clock brings about, once it has.
  async waitFor(what, sql) {
    for (let waited = 0; waited <= 30000; waited += 100) {
      const found = superuser(sql);
      if (found !== '') return found;
      await sleep(100);
    }
    throw new Error(`${what}: the clock did nothing in 30 s`);
  }

  async tamper(name, { psql, until, after, note }) {
    superuser(psql);
    if (until) await this.waitFor(name, until);
    after();
    this.told.push(`${this.steps} ${name} ${note}`);
  }

  async step() {
    let name, drawn;
    do {
      const move = drawMove();
      [name, drawn] = [move.name, await move.draw(this.model)];
    } while (!drawn);
    this.steps += 1;
    for (const move of [drawn].flat()) await (move.psql ? this.tamper(name, move) : this.make(name, move));
    await this.openJudgements();
    await this.lookAtNew();
  }

  check() {
    checkEntries(this.model, this.calls.splice(0));
    checkState(this.model);
    checkRules(this.model);
  }

  async run(steps, every = 50) {
    try {
      for (let i = 1; i <= steps; i += 1) {
        await this.step();
        if (i % every === 0 || i === steps) this.check();
      }
    } catch (error) {
      this.fail(error);
    }
  }
}
