// SPDX-License-Identifier: Apache-2.0
// docs/openapi.yaml as a judge: each request that a test sends and each answer that it gets must be as it says.
import fs from 'node:fs';
import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export const document = parse(fs.readFileSync(new URL('../../../docs/openapi.yaml', import.meta.url), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'api');

const escaped = (part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
const compiled = new Map();

function check(pointer, value, what) {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `api#${pointer}` }));
  const validate = compiled.get(pointer);
  if (!validate(value)) assert.fail(`${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)?.slice(0, 2000)}`);
}

// A node of the document by its pointer, references followed.
function resolve(pointer) {
  const node = pointer.slice(1).split('/').reduce((o, part) => o?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')], document);
  return node?.$ref ? resolve(node.$ref.slice(1)) : node && { node, pointer };
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).filter(([, value]) => value.operationId).map(([method, value]) => ({
    id: value.operationId,
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    pointer: `/paths/${escaped(path)}/${method}`,
    parameters: (value.parameters ?? []).map((_, i) => resolve(`/paths/${escaped(path)}/${method}/parameters/${i}`)),
  })));

export const operationIds = operations.map((operation) => operation.id);

function findOperation(method, path) {
  const operation = operations.find((candidate) => candidate.method === method && candidate.pattern.test(path));
  return operation && { ...operation, path: operation.pattern.exec(path).groups ?? {} };
}

const typed = (schema, text) => (schema?.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text);

// A well-meant request: known route, known parameters, a body that the schema takes.
export function checkRequest({ method, path, query, headers, body }) {
  const operation = findOperation(method, path);
  assert.ok(operation, `${method} ${path} is not in openapi.yaml`);
  const given = { path: operation.path, query, header: headers };
  for (const { node, pointer } of operation.parameters) {
    const text = given[node.in]?.[node.in === 'header' ? node.name.toLowerCase() : node.name];
    if (text === undefined) assert.ok(!node.required, `${operation.id}: parameter ${node.name} is missing`);
    else check(`${pointer}/schema`, typed(node.schema, text), `${operation.id}: parameter ${node.name}`);
  }
  const known = operation.parameters.map(({ node }) => node.name);
  for (const name of Object.keys(query)) assert.ok(known.includes(name), `${operation.id}: unknown query parameter ${name}`);
  const expected = resolve(`${operation.pointer}/requestBody`);
  assert.equal(body !== undefined, expected !== undefined, `${operation.id}: body`);
  if (expected) check(`${expected.pointer}/content/application~1json/schema`, body, `${operation.id}: request`);
}

// Which calls were answered well: run.js wants each of them at least once.
const called = new Set();
if (process.env.CS_CALLED) process.on('exit', () => fs.appendFileSync(process.env.CS_CALLED, [...called, ''].join('\n')));

// Any answer, also to requests that were not well meant.
export function checkAnswer({ method, path }, answer, isPublic = true) {
  if (isPublic) checkEverywhere(answer);
  const operation = findOperation(method, path);
  if (isPublic ? answer.status >= 400 || !operation : !operation) return isPublic && (path.startsWith('/oauth2/') ? checkOauth : checkProblem)(answer);
  called.add(operation.id);
  const response = resolve(`${operation.pointer}/responses/${answer.status}`);
  assert.ok(response, `${operation.id}: ${answer.status} is not in openapi.yaml`);
  for (const [name, header] of Object.entries(response.node.headers ?? {})) {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) assert.ok(!header.required, `${operation.id}: header ${name} is missing`);
    else check(`${response.pointer}/headers/${escaped(name)}/schema`, value, `${operation.id}: header ${name}`);
  }
  if (!response.node.content) return assert.equal(answer.bytes.length, 0, `${operation.id}: a body where none is due`);
  const type = answer.type in response.node.content ? answer.type : '*/*';
  assert.ok(type in response.node.content, `${operation.id}: ${answer.type} is not in openapi.yaml`);
  // a file's own bytes may be JSON of any shape: only an envelope bears our members
  const schema = response.node.content[type].schema;
  if (schema && !answer.isFile) check(`${response.pointer}/content/${escaped(type)}/schema`, answer.body, `${operation.id}: answer ${answer.status}`);
}

function checkEverywhere({ headers }) {
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.ok(!/nginx\/|openresty/.test(headers.server ?? ''), 'the server tells its version');
}

function checkOauth(answer) {
  assert.equal(answer.type, 'application/json', `${answer.status} ${answer.bytes.toString('utf8', 0, 400)}`);
  check('/components/schemas/oauth_error', answer.body, 'RFC 6749 error');
  assert.equal(answer.headers.pragma, 'no-cache');
}

function checkProblem(answer) {
  assert.equal(answer.type, 'application/problem+json', `${answer.status} ${answer.bytes.toString('utf8', 0, 400)}`);
  check('/components/schemas/problem', answer.body, 'problem');
  assert.equal(answer.body.status, answer.status, 'the problem tells the status of the answer');
  if (answer.status === 401) assert.ok(answer.headers['www-authenticate'], '401 without WWW-Authenticate');
  if (answer.status === 405) assert.ok(answer.headers.allow, '405 without Allow');
  if ([429, 503].includes(answer.status)) assert.match(answer.headers['retry-after'] ?? '', /^\d+$/, `${answer.status} without Retry-After`);
}
