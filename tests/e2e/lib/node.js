// SPDX-License-Identifier: Apache-2.0
// A second gateway node of a test's own beside the platform's: same database, keys, certificate and users; its own
// nginx, ports, name and folder. `const node = await startNode(); somebody.connect({ baseUrl: node.baseUrl }); … await node.stop()`
import fs from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.js';
import { readMetrics, varFolder } from './platform.js';
import { somewhere } from './second.js';

const faketime = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

// Wall clock only: timers, and so deadlines, run on the monotonic one.
const fakeEnv = (offset) => ({
  LD_PRELOAD: faketime, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_DISABLE_SHM: '1', FAKETIME_NO_CACHE: '0' });

function replaceAll(text, pairs) {
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`the first node's configuration does not say ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

// What the first node runs with, under another name; `user` and all that is guarded stays as it is.
function configuration(name, folder, port, opsPort, { database, workers, changes }) {
  const first = fs.readFileSync(path.join(varFolder, 'nginx.conf'), 'utf8');
  const [listen, opsListen] = [...first.matchAll(/listen 127\.0\.0\.1:\d+/g)].map(([text]) => text);
  const connection = /countersign_database "(.*)";/.exec(first)[1];
  const processes = /worker_processes \d+;/.exec(first)[0];
  const text = replaceAll(first, [
    [listen, `listen 127.0.0.1:${port}`], [opsListen, `listen 127.0.0.1:${opsPort}`],
    ['countersign_node node-1;', `countersign_node ${name};`], ['log/gateway.', `log/${name}.`],
    [connection, database ?? connection], [processes, workers ? `worker_processes ${workers};` : processes],
    ['run/nginx.pid', `run/${name}.pid`], ['tmp/nginx/', `tmp/${name}/`], ...changes]);
  const file = path.join(folder, `${name}.conf`);
  fs.writeFileSync(file, `${['FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC'].map((variable) => `env ${variable};`).join('\n')}\n${text}`);
  return file;
}

// Temporary files belong to whom the first node's belong.
function ownFolder(place, name) {
  const own = path.join(place, 'tmp', name);
  const { uid, gid } = fs.statSync(path.join(place, 'tmp/nginx'));
  fs.mkdirSync(own, { recursive: true, mode: 0o700 });
  fs.chownSync(own, uid, gid);
  return own;
}

// What a worker of it says is wrong; a connection of its own each time, so that it may be any worker. (Which one takes it
// is the kernel's choice: what must be so of all is asked of a node that has one.)
async function reasons(url) {
  const client = new Client({ baseUrl: url });
  try {
    return (await client.exchange('GET', '/readyz', {}, undefined, { timeoutMs: 2000 })).body.reasons.join();
  } catch (error) {
    return `${error.code}`;
  } finally {
    client.close();
  }
}

// Until every worker has probed: so many in a row have nothing to say, or nothing but this.
async function settle(node, wanted, master) {
  for (let [inRow, tries] = [0, 0]; inRow < 16; tries += 1) {
    const said = await reasons(node.opsUrl);
    inRow = said === wanted ? inRow + 1 : 0;
    if (tries > 400 || master.exitCode !== null) throw new Error(`${node.name} did not come up (${said}): see ${node.log}`);
    if (inRow === 0) await sleep(100);
  }
}

// `offset` puts its clock forward or back ("+1h", "-3600s"), `database` takes it to another one: such a node lives, but is
// not ready for the reasons that are expected of it, and has one worker; else there are as many as the first node has.
// `changes` are pairs of what its configuration says and what it is to say instead.
export async function startNode({ name = 'node-2', offset, database, expected = offset ? 'clock' : '', workers = expected ? 1 : 0, changes = [] } = {}) {
  const place = fs.realpathSync(varFolder);
  const [port, opsPort] = [somewhere(), somewhere()];
  const temporary = ownFolder(place, name);
  const file = configuration(name, place, port, opsPort, { database, workers, changes });
  const log = path.join(place, 'log', `${name}.error.log`);
  // It never outlives the test that started it.
  const master = spawn('setpriv', ['--pdeathsig', 'TERM', '/usr/sbin/nginx', '-e', log, '-c', file],
    { cwd: '/', env: { ...process.env, ...(offset && fakeEnv(offset)) }, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(master, 'exit');
  const node = {
    name, log, pid: master.pid, baseUrl: `https://127.0.0.1:${port}`, opsUrl: `http://127.0.0.1:${opsPort}`,
    operations: new Client({ baseUrl: `http://127.0.0.1:${opsPort}` }),
    metrics: () => readMetrics(node.operations),
    settled: () => settle(node, expected, master),
    async stop() {
      node.operations.close();
      master.kill('SIGTERM');
      await ended;
      fs.rmSync(file, { force: true });
      fs.rmSync(temporary, { recursive: true, force: true });
    } };
  try {
    await node.settled();
  } catch (error) {
    await node.stop();
    throw error;
  }
  return node;
}
