// SPDX-License-Identifier: Apache-2.0
// What the platform must say to whom, in plain sets and maps: the reference of the random test. It is written from the
// contract and reads the policies; how the database finds the same is nothing to it.
import { endings, effects } from './effects.js';

const grades = ['low', 'medium', 'high'];
const week = 7 * 86400e3;
const verdicts = [['reject', 'rejected'], ['return', 'returned'], ['approve', 'approved']];

// Can each slot be given somebody of its own; those among members an institution of its own besides?
function canFill(slots) {
  const sorted = [...slots].sort((one, other) => one.options.length - other.options.length);
  const taken = new Set();
  const place = (i) => i === sorted.length || sorted[i].options.some((option) => {
    if (option.some((key) => taken.has(key))) return false;
    option.forEach((key) => taken.add(key));
    if (place(i + 1)) return true;
    option.forEach((key) => taken.delete(key));
    return false;
  });
  return place(0);
}

export class Model {
  constructor(documents) {
    this.documents = {};
    this.use(Object.fromEntries(documents.map((document) => [document.name, document])));
    const { reviews, permissions, levels, risk } = this.documents;
    Object.assign(this, { kinds: reviews.kinds, tiers: permissions.permissions, exclusive: permissions.exclusive, levels, risk });
    this.delegable = permissions.delegation.tiers;
    this.asked = new Set(Object.values(this.kinds).flatMap(({ stages }) => stages.flatMap(({ needs }) => needs.map(({ permission }) => permission))));
    this.unseen = [];
    for (const name of ['institutions', 'accounts', 'devices', 'records', 'grants', 'delegations', 'agreements', 'breakGlasses', 'reviews']) this[name] = new Map();
  }

  // What may change on the way: the log's policy, and who holds what.
  use(documents) {
    Object.assign(this.documents, documents);
    const { roles, retired } = this.documents.permissions;
    this.roles = { ...roles, retired };
  }

  add(name, thing) {
    this[name].set(thing.id, thing);
    if (['grants', 'devices'].includes(name)) thing.account[name].push(thing);
    return thing;
  }

  list(name, test = () => true) { return [...this[name].values()].filter(test); }

  // Accounts, and what they hold.
  isActing(account) { return account.state === 'active' && this.institutions.get(account.institution).state === 'active'; }
  isAble(account) { return this.isActing(account) && this.devicesOf(account).length > 0; }
  devicesOf(account) { return account.devices.filter(({ state }) => state === 'bound'); }
  liveGrants(account) { return account.grants.filter(({ state }) => state === 'granted'); }
  liveDelegations(test) { return this.list('delegations', (one) => !one.ended && test(one)); }

  permissions(account) {
    return new Set([...account.roles.flatMap((role) => this.roles[role]), ...this.liveGrants(account).flatMap(({ permission }) => permission ?? [])]);
  }

  holds(account, permission) { return this.permissions(account).has(permission); }

  // Would all accounts of a person together hold what excludes each other, with what is delegated to them?
  isExclusive(person, roles = [], { except, permission } = {}) {
    const accounts = this.list('accounts', (one) => one.person === person && one !== except && !['closed', 'rejected'].includes(one.state));
    const held = new Set([...roles.flatMap((role) => this.roles[role]), ...accounts.flatMap((one) => [...this.permissions(one)]), permission,
      ...this.liveDelegations(({ to }) => to.person === person).map((one) => one.permission)]);
    return this.exclusive.some(([one, other]) => held.has(one) && held.has(other));
  }

  isManagement(role) { return role.startsWith('admin.') || this.roles[role].some((permission) => this.tiers[permission].tier === 'management'); }

  // What a call meets before it is looked at.
  gate(account, permission) {
    if (!account.session) return 'invalid_token';
    if (!this.isActing(account)) return 'account_not_active';
    return permission && !this.holds(account, permission) ? 'forbidden' : null;
  }

  // Reviews: who decides them.
  draft(kind, { institution, department, owner = null, parties = [], grade = null, persons = [] }) {
    const place = { operator: 'OPERATOR', owner, institution, department: institution };
    const members = this.list('institutions', (one) => one.settled && ['active', 'suspended'].includes(one.state)).length;
    const resolve = ({ permission, scope, approvals }) => (scope === 'parties' ? [...parties].sort() : [place[scope] ?? null])
      .map((where) => ({ permission, scope, institution: where, department: scope === 'department' ? department : null,
        approvals: scope === 'members' ? Math.min(approvals, members) : approvals }));
    const stages = this.kinds[kind].stages.filter(({ from }) => grades.indexOf(from ?? 'low') <= grades.indexOf(grade ?? 'high'))
      .map(({ name, needs }) => ({ name, state: 'waiting', decisions: [], needs: needs.flatMap(resolve).filter(({ approvals }) => approvals > 0) }));
    return { kind, institution, department, owner, parties, grade, barred: new Set(persons.filter(Boolean)), acted: new Set(),
      stages: stages.filter(({ needs }) => needs.length > 0) };
  }

  isHolder(review, need, account) {
    const institution = this.institutions.get(account.institution);
    return (need.scope === 'members' ? institution.settled : account.institution === need.institution)
      && account.kind === 'person' && this.isActing(account) && (need.scope !== 'department' || account.department === need.department)
      && !review.barred.has(account.person) && this.holds(account, need.permission);
  }

  // Pairs of who decides and in whose name.
  delegates(review, need) {
    return this.liveDelegations(({ from, to, permission, institution, overdue }) => permission === need.permission
      && (need.institution === null || need.institution === institution) && (!overdue || review.overdue)
      && this.isHolder(review, need, from) && this.isActing(to) && from.person !== to.person && !review.barred.has(to.person)
      && !review.acted.has(from.person) && !review.acted.has(to.person));
  }

  isDecidable(review, stages, { without = [], until } = {}) {
    const ready = (account) => this.devicesOf(account).length > 0 && !review.acted.has(account.person) && !without.includes(account.person)
      && (!until || !account.ends || account.ends > until);
    return canFill(stages.flatMap(({ needs }) => needs.flatMap((need) => {
      const options = this.list('accounts', (account) => this.isHolder(review, need, account) && ready(account))
        .map(({ person, institution }) => (need.scope === 'members' ? [person, institution] : [person]));
      return Array.from({ length: need.approvals }, () => ({ options }));
    })));
  }

  // Could policies not be decided on any more, were any one of those away who can.
  isThin() {
    const review = this.draft('policy.activate', { institution: 'OPERATOR' });
    const holders = this.list('accounts', (one) => this.devicesOf(one).length > 0 && review.stages.some(({ needs }) => needs.some((need) => this.isHolder(review, need, one))));
    return !this.isDecidable(review, review.stages) || holders.some(({ person }) => !this.isDecidable(review, review.stages, { without: [person] }));
  }

  openStage(review) { return review.stages.find(({ state }) => state === 'open'); }

  // Of whom an account is when it decides the open stage: in its own name, else in that of the first who lets it.
  standing(review, account) {
    const stage = this.openStage(review);
    const later = review.stages.slice(review.stages.indexOf(stage) + 1);
    const free = (need) => need.scope !== 'members' || stage.decisions.every((one) => one.account.institution !== account.institution);
    const own = stage.needs.flatMap((need, i) => (this.isHolder(review, need, account) && free(need) ? [i] : []));
    const lent = new Map();
    stage.needs.forEach((need, i) => this.delegates(review, need).forEach(({ from, to }) => {
      if (to !== account || !free(need) || !this.isDecidable(review, later, { without: [from.person, to.person] })) return;
      lent.set(from, [...lent.get(from) ?? [], i]);
    }));
    const others = [...lent].map(([from, needs]) => ({ from, needs })).sort((one, other) => (one.from.id < other.from.id ? -1 : 1));
    return [...own.length > 0 ? [{ from: null, needs: own }] : [], ...others].find(({ needs }) => this.hasRoom(stage, needs));
  }

  hasRoom(stage, needs) {
    const units = (i) => Array.from({ length: stage.needs[i].approvals }, (_, n) => [`${i}.${n}`]);
    return canFill([...stage.decisions.map((one) => one.needs), needs].map((list) => ({ options: list.flatMap(units) })));
  }

  takesPart(review, account) {
    return review.stages.some(({ needs }) => needs.some((need) => this.isHolder(review, need, account)
      || this.delegates(review, need).some(({ to }) => to === account)));
  }

  mayRead(review, account) {
    const charge = this.list('institutions', ({ code, regulator }) => code === account.institution || regulator === account.institution).map(({ code }) => code);
    const refused = review.kind === 'permission.grant' && review.object.account.person === account.person && review.requester.person !== account.person
      && review.state !== 'approved'; // forwarded to them, and not granted
    return review.barred.has(account.person) && !refused || review.acted.has(account.person) || this.takesPart(review, account)
      || charge.some((code) => code === review.institution || code === review.owner) && this.holds(account, 'entry.read');
  }

  // Reviews: what becomes of them.
  checkDecision(review, account) {
    if (!this.mayRead(review, account)) return 'not_found';
    if (review.state !== 'open') return review.state === 'expired' ? 'review_expired' : 'review_closed';
    if (review.barred.has(account.person)) return 'own_request';
    if (review.acted.has(account.person)) return 'already_decided';
    return this.standing(review, account) ? 'ok' : 'not_eligible';
  }

  checkRequester(review, account, states) {
    if (!this.mayRead(review, account)) return 'not_found';
    if (account.person !== review.requester.person || review.kind === 'breakglass.review') return 'forbidden';
    if (states.includes(review.state)) return 'ok';
    return { expired: 'review_expired', open: 'conflict' }[review.state] ?? 'review_closed';
  }

  underReview(kind, object) { return this.reviewsOf(object).find((one) => one.kind === kind); }

  // The oldest first.
  reviewsOf(object) { return this.list('reviews', (one) => one.object === object && ['open', 'returned'].includes(one.state)); }

  // Does a grant for a record go further than one could under that level?
  isBeyond({ account, level: most, operations }, level) {
    return this.levels.levels.indexOf(most) < this.levels.levels.indexOf(level) || !operations.every((one) => this.allowed(level, account.rank).includes(one));
  }

  // What the answer to a request for a review is, with the review where it is ok.
  ask(kind, account, facts) {
    const review = this.draft(kind, { institution: account.institution, ...facts, persons: [account.person, ...facts.persons ?? []] });
    if (!this.isDecidable(review, review.stages)) return { code: 'undecidable' };
    Object.assign(review, { requester: account, object: facts.object, base: facts.base ?? facts.object.touched, state: 'open', round: 1, former: [], overdue: false });
    review.stages[0].state = 'open';
    return { code: 'ok', review };
  }

  renew(review, base) {
    const { stages } = this.draft(review.kind, review);
    review.former.push({ round: review.round, stages: review.stages });
    Object.assign(review, { state: 'open', round: review.round + 1, stages, base, overdue: false });
    review.stages[0].state = 'open';
  }

  isRenewable(review) { return this.isDecidable(review, this.draft(review.kind, review).stages); }

  decide(review, account, verdict) {
    const stage = this.openStage(review);
    const { from, needs } = this.standing(review, account);
    stage.decisions.push({ account, from, needs, verdict });
    [account, from].forEach((one) => one && review.acted.add(one.person));
    if (stage.decisions.length < stage.needs.reduce((sum, { approvals }) => sum + approvals, 0)) return;
    [, stage.state] = verdicts.find(([word]) => stage.decisions.some((one) => one.verdict === word));
    const next = review.stages.find(({ state }) => state === 'waiting');
    if (stage.state === 'rejected') this.end(review, 'rejected');
    else if (stage.state === 'returned') review.state = 'returned';
    else if (next) next.state = 'open';
    else if (effects[review.kind](this, review)) review.state = 'approved';
    else this.end(review, 'failed');
  }

  end(review, state) {
    review.state = state;
    endings[review.kind]?.(this, review);
  }

  // One person's powers: what rests on an account alone.
  restsOn(account, end = 0) {
    const until = Math.max(end, Date.now() + week);
    const staying = (one) => this.isAble(one) && (!one.ends || one.ends > until);
    const led = account.roles.some((role) => this.isManagement(role) && !this.list('accounts', (one) => one.roles.includes(role)
      && one.institution === account.institution && one.person !== account.person && staying(one)).length);
    const could = (kind, without, when) => {
      const draft = this.draft(kind, { institution: account.institution, owner: account.institution, department: account.department, parties: [account.institution] });
      const raisers = this.list('accounts', (one) => one.institution === account.institution && one.person !== without && this.isAble(one)
        && (!when || !one.ends || one.ends > when) && this.holds(one, this.kinds[kind].raised_by));
      const fits = (person) => this.isDecidable({ ...draft, barred: new Set([person, without]) }, draft.stages, { until: when });
      return raisers.length > 0 ? raisers.some(({ person }) => fits(person)) : fits(null);
    };
    // Who used break-glass is judged by the operator's people where an institution's own are too few.
    const own = Object.keys(this.kinds).filter((kind) => kind !== 'breakglass.review' || account.institution === 'OPERATOR');
    const touched = own.filter((kind) => this.holds(account, this.kinds[kind].raised_by)
      || this.kinds[kind].stages.some(({ needs }) => needs.some(({ permission }) => this.holds(account, permission))));
    return led || touched.some((kind) => could(kind, null, null) && !could(kind, account.person, until));
  }

  // Break-glasses: one at a time in an institution, and none before the last was judged.
  glassOf(institution) { return this.list('breakGlasses', (one) => one.institution === institution && ['asked', 'active', 'ended'].includes(one.state))[0]; }

  underGlass(account) {
    const glass = this.glassOf(account.institution);
    return glass?.state === 'active' && [glass.asker, glass.joiner].includes(account) && this.holds(account, 'break_glass.start');
  }

  draftJudgement({ institution, asker, joiner }, owner) {
    return this.draft('breakglass.review', { institution, department: asker.department, owner, persons: [asker.person, joiner?.person] });
  }

  // The institution's own people, where they could and have not let it run out; else the operator's.
  findJudge(glass) {
    return [...glass.judged ? [] : [glass.institution], 'OPERATOR'].find((owner) => {
      const review = this.draftJudgement(glass, owner);
      return this.isDecidable(review, review.stages);
    });
  }

  openJudgement(glass, owner, id) {
    const review = Object.assign(this.draftJudgement(glass, owner), { id, requester: glass.asker, object: glass, base: 1, state: 'open', round: 1, former: [], overdue: false });
    review.stages[0].state = 'open';
    Object.assign(glass, { review, judged: glass.judged + 1 });
    this.unseen.push(review);
    this.add('reviews', review);
  }

  endGlass(glass) { glass.state = glass.state === 'asked' ? 'lapsed' : 'ended'; }

  endGlasses(account) {
    this.list('breakGlasses', ({ asker, joiner, state }) => [asker, joiner].includes(account) && ['asked', 'active'].includes(state)).forEach((glass) => this.endGlass(glass));
  }

  endSession(account) { account.session = false; }

  endDelegations(account) {
    this.liveDelegations(({ from, to }) => from === account || to === account).forEach((one) => { one.ended = true; });
  }

  endRights(account) {
    this.endSession(account);
    account.roles = [];
    this.endDelegations(account);
    this.endGlasses(account);
    account.grants.forEach((grant) => {
      grant.state = { granted: 'revoked', requested: 'rejected' }[grant.state] ?? grant.state;
    });
  }

  // Programs rest on who answers for them.
  endDependents(account) {
    this.list('accounts', ({ owner, state }) => owner === account.id && ['active', 'locked'].includes(state)).forEach((one) => {
      Object.assign(one, { state: 'suspended', touched: one.touched + 1 });
    });
  }

  // Records: on what ground somebody may know of one, and what a release says.
  isAddressed(record, account) {
    return record.institution === account.institution || record.audience.includes(account.institution)
      || record.forMembers && this.institutions.get(account.institution).kind === 'member';
  }

  // What was forwarded to an account it may know of, at a level that asks others for a permission.
  isGranted(record, account) {
    return this.levels.grant.other.includes(record.level) && this.countingGrants(account).some((grant) => grant.record === record);
  }

  countingGrants(account) { return this.liveGrants(account).filter(({ agreement }) => !agreement || agreement.state === 'active'); }

  grantsFor(record, account, operation) {
    return this.countingGrants(account).filter((grant) => grant.owner === record.institution
      && (grant.record === record || grant.type === record.type && this.isAddressed(record, account))
      && grant.operations.includes(operation) && this.levels.levels.indexOf(grant.level) >= this.levels.levels.indexOf(record.level));
  }

  allowed(level, rank) { return this.levels.matrix[level][rank]; }

  basis(record, account) {
    if (record.state === 'destroyed') return null;
    if (record.author === account) return 'author';
    if (record.state === 'in_review' && record.review.state === 'open' && this.takesPart(record.review, account)) return 'reviewer';
    return record.state === 'published' && (this.isAddressed(record, account) || this.isGranted(record, account)) && this.allowed(record.level, account.rank).includes('list') ? 'none' : null;
  }

  // What its author alone could know of, who has left.
  isOrphaned({ state, author }) { return ['draft', 'withdrawn'].includes(state) && (author.state === 'closed' || author.roles.includes('retired')); }

  needsGrant(record, account) { return this.levels.grant[record.institution === account.institution ? 'own' : 'other'].includes(record.level); }

  checkRelease(record, account, operation, purpose) {
    const basis = this.basis(record, account);
    if (!basis || record.state === 'withdrawn') return 'not_found';
    if (!this.allowed(record.level, account.rank).includes(operation)) return 'operation_not_allowed';
    if (basis !== 'none' && operation === 'view') return 'ok';
    if (record.state !== 'published') return 'operation_not_allowed';
    if (!this.needsGrant(record, account)) return 'ok';
    const grants = this.grantsFor(record, account, operation);
    if (grants.length === 0) return 'grant_required';
    return grants.some((grant) => grant.purpose === purpose) ? 'ok' : 'purpose_not_granted';
  }

  // What an explanation says of it, to whomever it is about.
  checkExplained(record, account, operation, purpose) {
    if (!this.isActing(account)) return 'account_not_active';
    return this.holds(account, 'record.read') ? this.checkRelease(record, account, operation, purpose) : 'forbidden';
  }

  // May somebody forward a record, and until when whoever gets it may have it.
  checkForwarder(record, account, purpose) {
    if (record.state !== 'published' || !this.isActing(account) || !this.basis(record, account)) return { code: 'not_found' };
    if (!this.allowed(record.level, account.rank).includes('forward')) return { code: 'operation_not_allowed' };
    if (!this.needsGrant(record, account)) return { code: 'ok', until: Infinity };
    const grants = this.grantsFor(record, account, 'forward');
    const fitting = grants.filter((grant) => grant.purpose === purpose);
    if (fitting.length === 0) return { code: grants.length === 0 ? 'grant_required' : 'purpose_not_granted' };
    return { code: 'ok', until: Math.max(...fitting.map(({ until }) => until)) };
  }

  checkForwarding(record, account, to, purpose) {
    const may = this.checkForwarder(record, account, purpose);
    if (may.code !== 'ok') return may;
    if (!this.levels.grant.other.includes(record.level)) return { code: 'conflict' };
    const agreement = this.list('agreements', (one) => one.state === 'active' && one.purpose === purpose && one.parties.includes(record.institution)
      && one.parties.includes(to.institution)).sort((one, other) => other.ends - one.ends)[0];
    const fits = ![account.institution, record.institution].includes(to.institution) && this.isActing(to) && this.holds(to, 'record.read')
      && agreement && this.allowed(record.level, to.rank).includes('view');
    return fits ? { code: 'ok', agreement, until: Math.min(may.until, agreement.ends) } : { code: 'invalid_value' };
  }

  // Permissions: could this be given, and how grave is it.
  checkRequest(account, request) {
    if (request.kind === 'function') {
      const { tier } = this.tiers[request.permission];
      return this.holds(account, request.permission) || tier === 'management' && account.institution !== 'OPERATOR'
        || this.isExclusive(account.person, [], { permission: request.permission }) ? 'invalid_value' : 'ok';
    }
    const { record, owner, level, operations, agreement, purpose } = request;
    if (record && (record.state !== 'published' || !this.basis(record, account))) return 'not_found';
    if (!record && this.institutions.get(owner).state !== 'active') return 'invalid_value';
    const own = record?.level ?? level;
    if (!this.levels.grant[owner === account.institution ? 'own' : 'other'].includes(own)) return 'invalid_value';
    if (this.levels.levels.indexOf(level) < this.levels.levels.indexOf(own)) return 'invalid_value';
    // What the own rank has at the record's level, and somebody's at the highest that is asked for.
    const somebodys = Object.values(this.levels.matrix[level]).flat();
    if (!operations.every((one) => this.allowed(own, account.rank).includes(one) && somebodys.includes(one))) return 'invalid_value';
    if (owner === account.institution) return agreement ? 'invalid_value' : 'ok';
    const found = this.list('agreements', (one) => one.state === 'active' && one.purpose === purpose && one.parties.includes(owner)
      && one.parties.includes(account.institution) && (!agreement || one === agreement));
    if (found.length === 0 && agreement) return 'invalid_value';
    return found.length === 1 ? 'ok' : 'agreement_required';
  }

  theAgreement(account, { owner, agreement, purpose }) {
    return owner === account.institution ? null : agreement ?? this.list('agreements', (one) => one.state === 'active' && one.purpose === purpose
      && one.parties.includes(owner) && one.parties.includes(account.institution))[0];
  }

  grade(account, request) {
    const { factors, grades: least, engine } = this.risk;
    const cross = request.kind === 'data' && request.owner !== account.institution;
    const tier = request.kind === 'function' ? this.tiers[request.permission].tier : 'basic';
    const points = (request.kind === 'data' ? factors.level.points[request.level] : factors.tier.points[tier]) + (cross ? factors.cross_institution.points : 0);
    const given = this.list('grants', (grant) => grant.account.person === account.person && grant.byEngine).length;
    const above = cross || tier !== 'basic' || ['secret', 'top_secret'].includes(request.level) || given >= engine.monthly_limit;
    if (points >= least.high) return 'high';
    return points >= least.medium || above ? 'medium' : 'low';
  }
}
