// SPDX-License-Identifier: Apache-2.0
// What an approved review does in the model, and what is let go where it does not: by kind. An effect that is false has failed:
// what it was asked for is not any more as it was.

const change = (thing, members) => { Object.assign(thing, members, { touched: thing.touched + 1 }); return true; };
const asPinned = ({ object, base }, ...states) => object.touched === base && states.includes(object.state);

function publish(model, review) {
  return asPinned(review, 'in_review') && review.object.review === review && change(review.object, { state: 'published' });
}

function destroy(model, review) {
  const record = review.object;
  if (!asPinned(review, 'draft', 'published', 'withdrawn')) return false;
  model.list('grants', (grant) => grant.record === record && grant.state === 'granted').forEach((grant) => { grant.state = 'revoked'; });
  return change(record, { state: 'destroyed' });
}

function reclassify(model, review) {
  const record = review.object;
  if (!asPinned(review, 'published')) return false;
  model.list('grants', (one) => one.record === record && one.state === 'granted' && model.isBeyond(one, review.level)).forEach((one) => { one.state = 'revoked'; });
  return change(record, { level: review.level });
}

function grant(model, { object: asked, requester }) {
  const { account, permission, record, agreement } = asked;
  if (asked.state !== 'requested' || !model.isActing(account) || record && (record.state !== 'published' || model.isBeyond(asked, record.level)) || agreement && agreement.state !== 'active') return false;
  if (permission && model.isExclusive(account.person, [], { permission })) return false;
  if (requester !== account) {
    const { code, until } = model.checkForwarder(record, requester, asked.purpose);
    if (code !== 'ok' || until < asked.until) return false;
  }
  asked.state = 'granted';
  return true;
}

function transfer(model, review) {
  const { object: account, post } = review;
  const keys = model.devicesOf(account).map(({ id }) => id).join();
  if (!asPinned(review, 'active') || keys !== review.keys || model.isExclusive(account.person, post.roles, { except: account })) return false;
  return change(account, { ...post });
}

function reset(model, { id, object: account }) {
  if (!['active', 'locked'].includes(account.state) || account.resetBy !== id) return false;
  model.endSession(account);
  return change(account, { state: 'active', resetBy: null, voided: true });
}

function activate(model, review) {
  const { object: account } = review;
  if (!asPinned(review, 'pending') || model.institutions.get(account.institution).state !== 'active' || model.isExclusive(account.person)) return false;
  return change(account, { state: 'active' });
}

function bind(model, { object: device }) {
  if (device.state !== 'proposed' || !['active', 'locked'].includes(device.account.state)) return false;
  device.state = 'bound';
  return true;
}

function sign(model, review) {
  return asPinned(review, 'proposed') && review.parties.every((code) => model.institutions.get(code).state === 'active') && change(review.object, { state: 'active' });
}

function suspend(model, review) {
  if (!asPinned(review, 'active')) return false;
  model.list('accounts', ({ institution }) => institution === review.object.code).forEach((account) => model.endSession(account));
  return change(review.object, { state: 'suspended' });
}

function admit(model, { object: institution, view: { payload: { people } } }) {
  institution.people.forEach((actor, i) => {
    const { account: id, department, rank, roles } = people[i];
    model.add('accounts', { id, name: actor.account, person: `${institution.code} ${i}`, number: people[i].person.number, kind: 'person', called: people[i].person.name,
      institution: institution.code, department, rank, roles, state: 'active', touched: 1, ends: null, session: false, devices: [], grants: [], waits: actor, pinned: true });
  });
  return change(institution, { state: 'active' });
}

// Another set in between, or too few who could decide on the next, and it is not done.
function activatePolicies(model, review) {
  if (model.policy !== review.base || model.isThin()) return false;
  model.policy += 1;
  model.use(review.documents);
  return true;
}

const judge = (glass, justified) => Object.assign(glass, { state: 'reviewed', justified });

export const effects = {
  'policy.activate': activatePolicies,
  'breakglass.review': (model, { object }) => judge(object, true),
  'institution.admit': admit,
  'record.publish': publish,
  'record.destroy': destroy,
  'record.reclassify': reclassify,
  'permission.grant': grant,
  'account.activate': activate,
  'account.unlock': (model, review) => asPinned(review, 'locked') && change(review.object, { state: 'active' }),
  'account.reinstate': (model, review) => asPinned(review, 'suspended') && !model.isExclusive(review.object.person) && change(review.object, { state: 'active' }),
  'account.extend': (model, review) => asPinned(review, 'active', 'locked', 'suspended') && change(review.object, { ends: review.ends }),
  'account.transfer': transfer,
  'account.reset': reset,
  'device.bind': bind,
  'agreement.sign': sign,
  'institution.suspend': suspend,
  'institution.reinstate': (model, review) => asPinned(review, 'suspended') && change(review.object, { state: 'active' }),
};

export const endings = {
  'institution.admit': (model, { object }) => model.institutions.delete(object.code),
  'breakglass.review': (model, { object, state }) => { if (state === 'rejected') judge(object, false); else object.review = null; },
  'record.reclassify': (model, review) => { review.made = false; },
  'record.publish': (model, review) => review.object.state === 'in_review' && review.object.review === review && change(review.object, { state: 'draft' }),
  'permission.grant': (model, { object }) => { if (object.state === 'requested') object.state = 'rejected'; },
  'account.activate': (model, { object }) => object.state === 'pending' && change(object, { state: 'rejected' }),
  'device.bind': (model, { object }) => { if (object.state === 'proposed') object.state = 'revoked'; },
  'agreement.sign': (model, { object }) => object.state === 'proposed' && change(object, { state: 'rejected' }),
};

// The entry that tells of an effect: once for each review that is approved, for no other. (That a break-glass was judged stands
// there either way.)
export const effectActions = {
  'policy.activate': 'policy.activated', 'institution.admit': 'institution.admitted',
  'record.publish': 'record.published', 'record.destroy': 'record.destroyed', 'record.reclassify': 'record.reclassified',
  'permission.grant': 'grant.granted', 'account.activate': 'account.activated',
  'account.unlock': 'account.unlocked', 'account.reinstate': 'account.reinstated', 'account.extend': 'account.extended',
  'account.transfer': 'account.transferred', 'account.reset': 'password.voided', 'device.bind': 'device.bound', 'agreement.sign': 'agreement.signed',
  'institution.suspend': 'institution.suspended', 'institution.reinstate': 'institution.reinstated',
};
