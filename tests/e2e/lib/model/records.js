// SPDX-License-Identifier: Apache-2.0
// Moves: people write, publish, withdraw, destroy, read and forward records, and have explained what they may.
import assert from 'node:assert/strict';
import { recordRequest } from '../flows.js';
import { pick } from '../random.js';
import { asks, caller, chance, opened, people, post, some, underGlass } from './draw.js';

// Institutions that publish nothing have no key for it.
const keyless = (m, who) => (m.institutions.get(who.institution).keyed ? null : 'no_content_key');

export async function createRecord(m) {
  const who = caller(m, 'record.create');
  if (!who) return null;
  const others = m.list('institutions', ({ kind, state }) => kind === 'member' && state === 'active').map(({ code }) => code);
  const audience = chance(0.6) ? 'members' : others.filter(() => chance(0.6));
  const level = pick(['public', 'confidential', 'confidential', 'secret', 'top_secret']);
  const body = await recordRequest(who.actor, { level, audience: audience.length > 0 ? audience : 'members' });
  return post(who, '/v1/records', body, m.gate(who, 'record.create') ?? keyless(m, who) ?? 'ok', (answer) => m.add('records', {
    id: answer.record.id, institution: who.institution, author: who, department: who.department, type: 'note', level, state: 'draft', touched: 0, review: null,
    forMembers: body.audience === 'members', audience: body.audience === 'members' ? [] : body.audience }));
}

export async function reviseRecord(m) {
  const record = some(m.list('records', ({ state }) => state !== 'destroyed'));
  if (!record) return null;
  const who = chance(0.8) ? record.author : caller(m, 'record.create');
  const editable = record.state === 'draft' || record.state === 'in_review' && record.review.state === 'returned';
  const mine = record.author === who;
  const body = await recordRequest(who.actor, { level: record.level });
  return { who, method: 'PUT', path: `/v1/records/${record.id}`, body, code: m.gate(who, 'record.create') ?? keyless(m, who) ?? (mine ? editable ? 'ok' : 'conflict' : 'not_found'),
    after: () => Object.assign(record, { touched: record.touched + 1, forMembers: true, audience: [] }) };
}

export function publish(m) {
  const record = some(m.list('records', ({ state }) => state === 'draft' || state !== 'destroyed' && chance(0.05)));
  if (!record) return null;
  const who = chance(0.9) ? record.author : caller(m, 'record.publish');
  const asked = asks(m, who, 'record.publish', 'record.publish', { department: record.department, owner: record.institution, object: record, base: record.touched + 1 }, [
    () => record.author !== who && 'not_found', () => record.state !== 'draft' && 'conflict']);
  return post(who, `/v1/records/${record.id}/publication`, { urgency: 'normal' }, asked.code, (answer) => {
    const review = opened(m, asked, answer);
    Object.assign(record, { state: 'in_review', touched: record.touched + 1, review });
  });
}

export function destroy(m) {
  const record = some(m.list('records', ({ state }) => state !== 'destroyed'));
  if (!record) return null;
  const who = chance(0.5) ? record.author : caller(m, 'record.publish', ({ institution }) => institution === record.institution);
  const asked = asks(m, who, 'record.publish', 'record.destroy', {
    institution: record.institution, department: record.department, owner: record.institution, object: record, persons: [record.author.person] }, [
    () => (who.institution !== record.institution || !['author', 'none'].includes(m.basis(record, who)) && !m.isOrphaned(record)) && 'not_found',
    () => (!['draft', 'published', 'withdrawn'].includes(record.state) || m.reviewsOf(record).length > 0) && 'conflict']);
  return { who, method: 'DELETE', path: `/v1/records/${record.id}`, code: asked.code, after: (answer) => opened(m, asked, answer) };
}

export function reclassify(m) {
  const record = some(m.list('records', ({ state }) => state === 'published' || state !== 'destroyed' && chance(0.1)));
  if (!record) return null;
  const who = chance(0.5) ? record.author : caller(m, 'record.publish', ({ institution }) => institution === record.institution);
  const level = pick(m.levels.levels);
  const asked = asks(m, who, 'record.publish', 'record.reclassify', {
    institution: record.institution, department: record.department, owner: record.institution, object: record, persons: [record.author.person] }, [
    () => (who.institution !== record.institution || !['author', 'none'].includes(m.basis(record, who))) && 'not_found',
    () => (record.state !== 'published' || m.reviewsOf(record).length > 0) && 'conflict', () => level === record.level && 'invalid_value']);
  return post(who, `/v1/records/${record.id}/reclassification`, { level, grade: 'important', reason: 'It names a borrower.' }, asked.code, (answer) => {
    Object.assign(opened(m, asked, answer), { level, made: true });
  }, { note: level });
}

export function withdrawRecord(m) {
  const record = some(m.list('records', ({ state }) => state === 'published' || state !== 'destroyed' && chance(0.1)));
  if (!record) return null;
  const who = chance(0.3) && some(underGlass(m)) || (chance(0.5) ? record.author : caller(m, 'record.publish', ({ institution }) => institution === record.institution));
  const glass = m.underGlass(who);
  const own = who.institution === record.institution;
  const known = own && m.holds(who, 'record.read') && ['author', 'none'].includes(m.basis(record, who));
  const code = m.gate(who, glass ? null : 'record.publish')
    ?? (!known && !(own && glass && record.state === 'published') ? 'not_found' : record.state === 'published' ? 'ok' : 'conflict');
  return post(who, `/v1/records/${record.id}/withdrawal`, { reason: 'Wrong figures.' }, code, () => {
    m.list('grants', (grant) => grant.record === record && grant.state === 'granted').forEach((grant) => { grant.state = 'revoked'; });
    Object.assign(record, { state: 'withdrawn', touched: record.touched + 1 });
  }, { reason: glass && record.author !== who ? 'break_glass' : '' });
}

export function readRecord(m) {
  const record = some(m.list('records', ({ state }) => state === 'published' || chance(0.3)));
  if (!record) return null;
  const holder = some(m.list('grants', (grant) => grant.account.actor && grant.state === 'granted' && grant.owner === record.institution && (grant.record === record || grant.type)));
  const who = holder && chance(0.5) ? holder.account : caller(m, 'record.read');
  const [operation, purpose] = [pick(['view', 'view', 'download']), pick(['risk', 'risk', 'risk', 'fraud'])];
  return { who, method: 'GET', path: `/v1/records/${record.id}/content?operation=${operation}&purpose=${purpose}`,
    code: m.gate(who, 'record.read') ?? m.checkRelease(record, who, operation, purpose), after: () => {} };
}

// To somebody of another institution, mostly of one that has agreed with the owner.
export function forward(m) {
  const able = people(m).filter((one) => m.gate(one, 'permission.request') === null);
  const ways = m.list('records', ({ state, level }) => state === 'published' && level !== 'public')
    .flatMap((record) => able.filter((one) => m.checkForwarder(record, one, 'risk').code === 'ok').map((one) => [record, one]));
  const [record, who] = chance(0.85) && some(ways) || [some(m.list('records')), caller(m, 'permission.request')];
  if (!record) return null;
  const purpose = chance(0.9) ? 'risk' : 'fraud';
  const others = m.list('accounts', ({ kind, institution }) => kind === 'person' && (institution !== who.institution || chance(0.1)));
  const to = chance(0.8) && some(others.filter((one) => m.checkForwarding(record, who, one, purpose).code === 'ok')) || some(others);
  const { code: refused, agreement, until } = m.checkForwarding(record, who, to, purpose);
  const given = { kind: 'data', record, owner: record.institution, level: record.level, operations: ['view'], agreement, purpose, until };
  const asked = asks(m, who, 'permission.request', 'permission.grant', { department: who.department, owner: record.institution,
    grade: refused === 'ok' && m.grade(to, given), object: { touched: 0 }, persons: [to.person, record.author.person] }, [() => refused !== 'ok' && refused]);
  return post(who, `/v1/records/${record.id}/forwarding`, { to: chance(0.5) ? to.id : to.name, purpose }, asked.code, (answer) => {
    opened(m, asked, answer).object = { account: to, ...given, state: 'requested', touched: 0 };
  }, { note: to.name });
}

// Oneself, or somebody else for the security administrator.
export function explain(m) {
  const record = some(m.list('records'));
  if (!record) return null;
  const who = caller(m, chance(0.3) ? 'explanation.read' : null);
  const about = chance(0.6) ? who : some(m.list('accounts', ({ kind, state }) => kind === 'person' && state !== 'rejected'));
  const [operation, purpose] = [pick(['view', 'download']), pick(['risk', 'fraud'])];
  const reason = m.checkExplained(record, about, operation, purpose);
  const may = about === who || m.holds(who, 'explanation.read') && who.institution === 'OPERATOR';
  return post(who, '/v1/explanations', { operation, record: record.id, purpose, ...about !== who && { account: about.id } }, m.gate(who) ?? (may ? 'ok' : 'forbidden'),
    ({ effect }) => assert.equal(effect, reason === 'ok' ? 'allow' : 'deny', `${about.name} of record ${record.id}: ${reason}`), { asks: true, reason: reason === 'ok' ? '' : reason, note: about.name });
}
