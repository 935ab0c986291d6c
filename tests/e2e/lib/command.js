// SPDX-License-Identifier: Apache-2.0
// countersign(1), with the profile of somebody who is signed in already.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { accountsFile, cli, platform } from './platform.js';

export const listed = (file) => path.resolve(path.dirname(accountsFile), file);

export function run(who, words, changes = {}) {
  const profile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cs-cli-')), 'profile.json');
  fs.writeFileSync(profile, JSON.stringify({
    base_url: platform.base_url, ca: listed(platform.ca), account: who.account, certificate: listed(who.certificate), key: listed(who.key),
    token: who.client.token, ...changes }));
  const { status, stdout, stderr } = spawnSync(cli, ['--profile', profile, ...words], { input: '', encoding: 'utf8', timeout: 60e3 });
  return { status, text: stdout + stderr, json: words.includes('--json') ? JSON.parse(stdout) : undefined };
}

export function expectRun(answer, status) {
  assert.equal(answer.status, status, answer.text);
  return answer;
}
