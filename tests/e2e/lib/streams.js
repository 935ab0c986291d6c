// SPDX-License-Identifier: Apache-2.0
// Readers that take their time: a body under way over HTTP/1.1 or HTTP/2, read a piece at a time.
import https from 'node:https';
import http2 from 'node:http2';
import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { platform } from './platform.js';

export const protocols = ['1.1', '2'];

function openOne(client, path, headers, { hostname, port }) {
  const { ca, cert, key } = client.agent.options;
  const request = https.request({ hostname, port, path, headers, ca, cert, key, agent: false, highWaterMark: 16384 });
  request.end();
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => resolve({ source: response, status: response.statusCode, headers: response.headers,
      close: () => request.destroy(), isWhole: () => response.complete }));
  });
}

function openTwo(client, path, headers, url) {
  const { ca, cert, key } = client.agent.options;
  const session = http2.connect(url.origin, { ca, cert, key });
  const stream = session.request({ ':path': path, ...headers });
  let ended = false;
  stream.on('end', () => { ended = true; });
  return new Promise((resolve, reject) => {
    session.on('error', reject);
    stream.on('error', reject);
    stream.on('response', (answer) => resolve({ source: stream, status: answer[':status'], headers: answer, session,
      close: () => session.destroy(), isWhole: () => ended && stream.rstCode === 0 }));
  });
}

// The answer's head, and a body of which nothing is taken until it is asked for.
export async function openStream(somebody, path, { protocol = '1.1', baseUrl = platform.base_url, token = somebody.client.token } = {}) {
  const headers = { authorization: `Bearer ${token}` };
  const opened = await (protocol === '2' ? openTwo : openOne)(somebody.client, path, headers, new URL(baseUrl));
  const stream = { ...opened, protocol, size: 0, length: Number(opened.headers['content-length']), error: null, over: false };
  const hash = crypto.createHash('sha256');
  const { source } = stream;
  source.on('error', (error) => { stream.error = error; });
  const closed = new Promise((resolve) => { source.on('close', () => { stream.over = true; resolve(); }); });
  source.on('data', (part) => { stream.size += part.length; hash.update(part); });
  source.pause();
  stream.digest = () => hash.digest('base64');

  // So many bytes and no more, or the end.
  stream.take = async (bytes) => {
    const goal = stream.size + bytes;
    while (!stream.over && stream.size < goal) {
      source.resume();
      await Promise.race([closed, new Promise((resolve) => { source.once('data', resolve); })]);
      source.pause();
    }
    return stream;
  };

  // All that comes, at so many bytes a second where `pace` says so.
  stream.drain = async (pace) => {
    while (pace && !stream.over) {
      await stream.take(pace / 10);
      if (!stream.over) await sleep(100);
    }
    source.resume();
    await closed;
    stream.close();
    return stream;
  };
  return stream;
}
