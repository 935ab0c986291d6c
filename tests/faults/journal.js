// SPDX-License-Identifier: Apache-2.0
// The client's own book, outside of the system: what was asked with which key, and what was answered, or that nothing was.
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { digest } from '../e2e/lib/signing.js';

export class Journal {
  constructor() {
    this.lines = [];
    this.away = []; // milliseconds from a first failure to the next good answer
    this.served = 0; // when the newest request left that had a good answer
  }

  // One request, written down before it leaves and again when it is answered. Returns the answer, or null.
  async send(kind, who, method, target, body) {
    const line = { kind, who: who.id, client: who, method, target, body, key: method === 'POST' ? crypto.randomUUID() : undefined,
      trace: crypto.randomBytes(16).toString('hex'), digest: body && digest(JSON.stringify(body)), status: null };
    this.lines.push(line);
    return this.ask(line, line.trace);
  }

  async ask(line, trace) {
    const began = performance.now();
    try {
      const answer = await line.client.client.call(line.method, line.target,
        { body: line.body, key: line.key, headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
      Object.assign(line, { status: answer.status, code: answer.body?.code, answer });
    } catch (error) {
      if (error.code === 'ERR_ASSERTION') throw error; // an answer that the contract does not know
      Object.assign(line, { status: null, code: error.code ?? error.message });
    }
    line.ms = performance.now() - began;
    this.clock(line, began);
    return line.status !== null && line.status < 300 ? line.answer : null;
  }

  clock({ status }, began) {
    const good = status !== null && status < 500;
    if (good) this.served = Math.max(this.served, began);
    if (!good) this.failing ??= performance.now();
    else if (this.failing) {
      this.away.push(performance.now() - this.failing);
      this.failing = undefined;
    }
  }

  // Writes of which nobody knows what became of them are asked again with the same key: that tells.
  unknown() {
    return this.lines.filter(({ method, status, code }) => method === 'POST' && (status === null || code === 'outcome_unknown'));
  }

  async settle() {
    const unknown = this.unknown();
    for (const line of unknown) {
      line.settled = true;
      for (let tries = 0; tries < 50 && (line.status === null || line.status >= 500 || tries === 0); tries += 1) {
        await this.ask(line, crypto.randomBytes(16).toString('hex'));
        if (line.status === null || line.status >= 500) await sleep(200); // it may still be coming back
      }
    }
    return unknown.length;
  }

  summary() {
    const count = (test) => this.lines.filter(test).length;
    const times = this.lines.map(({ ms }) => ms).sort((a, b) => a - b);
    return { requests: this.lines.length, acknowledged: count(({ status }) => status >= 200 && status < 300), refused: count(({ status }) => status >= 400 && status < 500),
      unavailable: count(({ status }) => status === 503), unanswered: count(({ status }) => status === null), longest_ms: Math.round(times.at(-1)),
      p99_ms: Math.round(times[Math.floor(times.length * 0.99)]), longest_away_ms: Math.round(Math.max(0, ...this.away)) };
  }
}
