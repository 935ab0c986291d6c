// SPDX-License-Identifier: Apache-2.0
// Moves: people come, sign in, guess at passwords, and bring devices.
import fs from 'node:fs';
import { issueCertificate, newcomerName } from '../flows.js';
import { Person } from '../platform.js';
import { drawPost } from './accounts.js';
import { asks, caller, chance, near, opened, people, post, some, underGlass } from './draw.js';

// No password is set a second time, also by who begins anew.
let passwords = 0;

// Somebody new, or a second account of somebody who is there.
export function createAccount(m) {
  const who = caller(m, 'account.create');
  const twin = chance(0.4) ? near(m.list('accounts', ({ kind, institution }) => kind === 'person' && institution === who.institution), who) : null;
  const name = newcomerName(who.institution);
  const number = twin?.number ?? name.replaceAll('.', '-');
  const actor = new Person({ account: name, institution: who.institution, password: 'Grey-Heron-41-wades', ...issueCertificate(who.institution, name) });
  const place = drawPost(m, who.institution);
  const person = twin?.person ?? `${who.institution} ${number}`;
  const account = { name, person, number, kind: 'person', called: twin?.called ?? 'A person of a test', institution: who.institution, ...place,
    state: 'pending', touched: 0, ends: null, session: false, creator: who.person, devices: [], grants: [], waits: actor };
  const asked = asks(m, who, 'account.create', 'account.activate', { department: who.department, object: account, persons: [person] },
    [() => m.isExclusive(person, place.roles) && 'invalid_value']);
  const body = { name, kind: 'person', person: { name: account.called, number }, institution: who.institution, ...place, certificate: actor.certificatePem.toString() };
  return post(who, '/v1/accounts', body, asked.code, (answer) => {
    m.add('accounts', Object.assign(account, { id: answer.account.id, half: answer.code_half }));
    opened(m, asked, answer);
  }, { note: place.roles.join() });
}

// A device that still waits for its confirmation takes its review with it.
function giveUp(m, device) {
  const review = m.underReview('device.bind', device);
  device.state = 'revoked';
  if (review) m.end(review, 'withdrawn');
}

// Who has both halves of a code begins, or begins anew: what they had proposed before is given up. The first people of an
// institution begin with the certificate that was pinned.
export function enrol(m) {
  const account = some(m.list('accounts', (one) => (one.pinned ? !one.code && !one.resetBy && !one.voided : one.code) && (one.waits || one.actor) && m.isActing(one)));
  if (!account) return null;
  const actor = account.waits ?? account.actor;
  const password = `Grey-Egret-${passwords += 1}-glides`;
  const body = { account: account.name, enrolment_code: account.code ?? undefined, label: 'A workstation', password };
  return { who: account, method: 'POST', path: '/v1/devices', body, code: 'ok', token: null, by: actor, after: (answer) => {
    Object.assign(actor, { password, id: account.id });
    if (account.waits) m.add('devices', { id: answer.device.id, account, state: 'bound' });
    account.devices.filter(({ state }) => state === 'proposed').forEach((device) => giveUp(m, device));
    Object.assign(account, { actor, waits: null, code: null, voided: false, pinned: false });
  } };
}

export function signIn(m) {
  const account = some(people(m).filter(({ session, voided, devices }) => !voided && devices[0].state === 'bound' && (!session || chance(0.02))));
  if (!account) return null;
  const code = account.state === 'locked' ? 'account_locked' : m.isActing(account) ? 'ok' : 'account_not_active';
  return { who: account, method: 'POST', path: '/v1/sessions', body: { account: account.name, password: account.actor.password }, code, token: null, after: async (answer) => {
    account.actor.session = answer;
    account.actor.client.token = answer.access_token;
    account.session = true;
    await account.actor.settle();
  } };
}

export function guess(m) {
  const account = some(people(m).filter((one) => !one.voided && one.devices[0].state === 'bound' && m.isActing(one)));
  if (!account) return null;
  const body = { account: account.name, password: 'wrong-Password-1' };
  const tries = [['invalid_credentials'], ['invalid_credentials'], ['account_locked', () => Object.assign(account, { state: 'locked', touched: account.touched + 1 })]];
  return tries.map(([code, after]) => ({ who: account, method: 'POST', path: '/v1/sessions', body, code, token: null, after, refused: true, note: account.name }));
}

export function proposeDevice(m) {
  const who = caller(m);
  if (!who.actor.client.token) return null;
  const device = { account: who, state: 'proposed', touched: 0 };
  const asked = asks(m, who, null, 'device.bind', { department: who.department, object: device, persons: [who.person, who.creator] },
    [() => who.devices.some(({ state }) => state === 'proposed') && 'conflict']);
  const certificate = fs.readFileSync(issueCertificate(who.institution, who.name).certificate, 'utf8');
  return post(who, '/v1/devices', { label: 'A second one', certificate }, asked.code, (answer) => {
    m.add('devices', Object.assign(device, { id: answer.device.id }));
    opened(m, asked, answer);
  });
}

export function removeDevice(m) {
  const device = some(m.list('devices', ({ account, state }) => account.actor && account.devices[0].id !== undefined && state !== 'revoked'));
  if (!device || device.account.devices[0] === device) return null;
  const who = chance(0.3) && some(underGlass(m)) || device.account;
  const glass = who !== device.account && m.underGlass(who);
  const may = who === device.account || glass && who.institution === device.account.institution;
  return { who, method: 'DELETE', path: `/v1/devices/${device.id}`, code: m.gate(who) ?? (may ? 'ok' : 'not_found'), after: () => giveUp(m, device), reason: glass ? 'break_glass' : '' };
}
