// SPDX-License-Identifier: Apache-2.0
// Moves: people write, publish, withdraw, destroy and read records.
import { recordRequest } from '../flows.js';
import { pick } from '../random.js';
import { asks, caller, chance, opened, post, some } from './draw.js';

export async function createRecord(m) {
  const who = caller(m, 'record.create');
  if (!who || m.institutions.get(who.institution).kind !== 'member') return null;
  const others = m.list('institutions', ({ kind, state }) => kind === 'member' && state === 'active').map(({ code }) => code);
  const audience = chance(0.6) ? 'members' : others.filter(() => chance(0.6));
  const level = pick(['public', 'confidential', 'confidential', 'secret', 'top_secret']);
  const body = await recordRequest(who.actor, { level, audience: audience.length > 0 ? audience : 'members' });
  return post(who, '/v1/records', body, m.gate(who, 'record.create') ?? 'ok', (answer) => m.add('records', {
    id: answer.record.id, institution: who.institution, author: who, department: who.department, type: 'note', level, state: 'draft', touched: 0, review: null,
    forMembers: body.audience === 'members', audience: body.audience === 'members' ? [] : body.audience }));
}

export async function reviseRecord(m) {
  const record = some(m.list('records', ({ state }) => state !== 'destroyed'));
  if (!record) return null;
  const who = chance(0.8) ? record.author : caller(m, 'record.create');
  if (m.institutions.get(who.institution).kind !== 'member') return null;
  const editable = record.state === 'draft' || record.state === 'in_review' && record.review.state === 'returned';
  const mine = record.author === who;
  const body = await recordRequest(who.actor, { level: record.level });
  return { who, method: 'PUT', path: `/v1/records/${record.id}`, body, code: m.gate(who, 'record.create') ?? (mine ? editable ? 'ok' : 'conflict' : 'not_found'),
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
    () => (who.institution !== record.institution || !['author', 'none'].includes(m.basis(record, who))) && 'not_found',
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
  const who = chance(0.5) ? record.author : caller(m, 'record.publish', ({ institution }) => institution === record.institution);
  const known = who.institution === record.institution && ['author', 'none'].includes(m.basis(record, who));
  const code = m.gate(who, 'record.publish') ?? (!known ? 'not_found' : record.state === 'published' ? 'ok' : 'conflict');
  return post(who, `/v1/records/${record.id}/withdrawal`, { reason: 'Wrong figures.' }, code, () => {
    m.list('grants', (grant) => grant.record === record && grant.state === 'granted').forEach((grant) => { grant.state = 'revoked'; });
    Object.assign(record, { state: 'withdrawn', touched: record.touched + 1 });
  });
}

export function readRecord(m) {
  const record = some(m.list('records', ({ state }) => state === 'published' || chance(0.3)));
  if (!record) return null;
  const holder = some(m.list('grants', (grant) => grant.state === 'granted' && grant.owner === record.institution && (grant.record === record || grant.type)));
  const who = holder && chance(0.5) ? holder.account : caller(m, 'record.read');
  const [operation, purpose] = [pick(['view', 'view', 'download']), pick(['risk', 'risk', 'risk', 'fraud'])];
  return { who, method: 'GET', path: `/v1/records/${record.id}/content?operation=${operation}&purpose=${purpose}`,
    code: m.gate(who, 'record.read') ?? m.checkRelease(record, who, operation, purpose), after: () => {} };
}
