// SPDX-License-Identifier: Apache-2.0
// A real browser with an authenticator that its own test interface plays (CDP, domain WebAuthn), spoken to through a pipe.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { varFolder } from './platform.js';

// The browser trusts the platform's CA as a person's would: from the store of a home of its own.
function makeHome() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-chromium-'));
  const store = path.join(home, '.pki/nssdb');
  fs.mkdirSync(store, { recursive: true });
  execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${store}`]);
  execFileSync('certutil', ['-A', '-d', `sql:${store}`, '-t', 'C,,', '-n', 'platform', '-i', path.join(varFolder, 'pki/ca.pem')]);
  return home;
}

// Messages end with a zero byte, both ways.
class Pipe {
  constructor(output, input) {
    Object.assign(this, { output, waiting: new Map(), last: 0, rest: Buffer.alloc(0) });
    input.on('data', (bytes) => this.take(bytes));
  }

  take(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (let end = this.rest.indexOf(0); end >= 0; end = this.rest.indexOf(0)) {
      const message = JSON.parse(this.rest.subarray(0, end).toString());
      this.rest = this.rest.subarray(end + 1);
      const { resolve, reject } = this.waiting.get(message.id) ?? {};
      this.waiting.delete(message.id);
      if (message.error) reject?.(new Error(message.error.message));
      else resolve?.(message.result);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.last += 1;
    this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => { this.waiting.set(id, { resolve, reject }); });
  }
}

// A page of `url` in a browser that `stop` ends; it never outlives the test that started it.
export async function openPage(url) {
  const home = makeHome();
  const browser = spawn('setpriv', ['--pdeathsig', 'KILL', 'chromium', '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
    '--no-first-run', '--remote-debugging-pipe', `--user-data-dir=${home}/profile`, 'about:blank'],
  { env: { PATH: process.env.PATH, HOME: home }, stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = once(browser, 'exit');
  const pipe = new Pipe(browser.stdio[3], browser.stdio[4]);
  const { targetId } = await pipe.send('Target.createTarget', { url });
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method, params) => pipe.send(method, params, sessionId);
  const page = {
    send,
    // The value of an expression, whose promise is waited for, as a person's click would have it.
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async stop() {
      browser.kill('SIGTERM');
      await ended;
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    } };
  try {
    while (await page.evaluate('location.href') !== url || await page.evaluate('document.readyState') !== 'complete') await sleep(50);
    await send('WebAuthn.enable');
    await send('WebAuthn.addVirtualAuthenticator', { options: {
      protocol: 'ctap2', transport: 'usb', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  } catch (error) {
    await page.stop();
    throw error;
  }
  return page;
}
