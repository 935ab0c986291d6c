-- SPDX-License-Identifier: Apache-2.0
-- Policies come into force by the word of the operator and two members, and by no other way through the door (GS-1.4).
\ir lib/platform.sql
select plan(84);

-- BANKA and BANKB are members with two people each who speak for them.
insert into identity.account_role (account_id, role)
select account(name), 'approver.owner' from unnest(array['b.approver1', 'b.approver2']) name;
set constraints all immediate;
set constraints all deferred;

create function document(i_name text) returns jsonb language sql as $$
    select d.document::jsonb from access.policy_document d where d.policy = access.current_policy() and d.name = i_name;
$$;
-- The next version of a document, with these members.
create function next(i_name text, i_change jsonb) returns jsonb language sql as $$
    select jsonb_build_object(i_name, d.document || i_change || jsonb_build_object('version', v.version, 'history',
               d.document -> 'history' || jsonb_build_object('version', v.version, 'date', '2026-11-22', 'change', 'For a test.')))
      from (select tap.document(i_name)) d (document), lateral (select (d.document ->> 'version')::integer + 1) v (version);
$$;
create function proposed(i_name text, i_documents jsonb, i_more jsonb default '{}') returns gateway.answer language sql as $$
    select tap.door('propose_policies', tap.call(i_name, 'policy.propose'), jsonb_build_object(
        'documents', i_documents, 'diff', '[]'::jsonb, 'policy', access.current_policy()) || i_more);
$$;
create function said(i_answer gateway.answer) returns text language sql as $$
    select i_answer.code || coalesce(' ' || (i_answer.body ->> 'pointer'), '') || coalesce(': ' || (i_answer.body ->> 'detail'), '');
$$;
create function opened(i_documents jsonb) returns uuid language sql as $$
    select ((tap.proposed('oper.security1', i_documents)).body -> 'review' ->> 'id')::uuid;
$$;
create function state(i_review uuid) returns text language sql as $$
    select r.state || coalesce(' ' || r.reason, '') from review.review r where r.review_id = i_review;
$$;
create function decided(i_review uuid, variadic i_names text[]) returns text language plpgsql as $$
declare
    l_name text;
    l_code text;
begin
    foreach l_name in array i_names loop
        l_code := tap.decide(l_name, i_review, 'approve');
        if l_code <> 'ok' then return l_name || ' ' || l_code; end if;
    end loop;
    return tap.state(i_review);
end $$;

-- --- who asks, and for what

select is(said(proposed(name, next('log', '{"retention_months": 72}'))), 'forbidden', name || ' does not propose')
  from unnest(array['oper.system1', 'oper.audit1', 'a.compliance1', 'a.officer', 'b.reader']) name;
select is(said(proposed('oper.security1', next('log', '{"retention_months": 72}'), '{"policy": 4711}')), 'policy_moved', 'over another set than the one in force');
select is(said(proposed('oper.security1', jsonb_build_object('gossip', '{}'::jsonb))), 'invalid_value /documents/gossip: there is no such policy', 'what is no policy');
select matches(said(proposed('oper.security1', jsonb_build_object('log', document('log')))), '^invalid_value /documents/log/(history|version)', 'what is in force already');
select matches(said(proposed('oper.security1', jsonb_build_object('log', document('log') || '{"retention_months": 72}'))), '^invalid_value /documents/log/', 'a change without a new version');
select matches(said(proposed('oper.security1', jsonb_build_object('log', document('log') || '{"retention_months": 72, "version": 2}'))), '^invalid_value /documents/log/history', 'a change without a reason');
select is(said(proposed('oper.security1', next('log', '{"review_by": "2020-01-01"}'))), 'invalid_value /documents/log/review_by: it is a day ahead', 'one that is overdue already');
-- A statement each: a call's id is no older than five seconds.
create function refused(i_policy text, i_change jsonb) returns text language sql as $$
    select matches(tap.said(tap.proposed('oper.security1', tap.next(i_policy, i_change))), '^invalid_value /documents: below_floor', 'below a floor: ' || i_change::text);
$$;
select refused('log', '{"retention_months": 59}');
select refused('passwords', '{"max_failures": 4}');
select refused('passwords', '{"min_length": null}');
select refused('passwords', '{"max_failures": "many"}');
select refused('permissions', '{"exclusive": []}');
select is((select count(*) from review.review where kind = 'policy.activate'), 0::bigint, 'nothing of that is asked of anybody');
select is(access.current_policy(), 1, 'and nothing is left of what was tried');

select is((select a.code || ' ' || jsonb_array_length(a.body -> 'stages') || coalesce(a.body ->> 'missing', '') || coalesce(a.body ->> 'refusal', '')
             from door('plan_review', call('oper.security1', 'review.plan'),
                       jsonb_build_object('kind', 'policy.activate', 'payload', jsonb_build_object('documents', next('log', '{"retention_months": 72}')))) a),
          'ok 2', 'what would come of asking is said without asking');
select is(access.current_policy(), 1, 'and comes to nothing');

-- --- who decides

select opened(next('log', '{"retention_months": 72}')) as review \gset
select is(decide('oper.security1', :'review', 'approve'), 'own_request', 'who asks does not decide');
select is(decide('oper.security2', :'review', 'approve'), 'not_found', 'nor who could have asked');
select is(decide('a.compliance1', :'review', 'approve'), 'not_eligible', 'members wait for the operator');
select is(decided(:'review', 'oper.system1'), 'open', 'the operator''s word is one');
select is(decided(:'review', 'a.compliance1'), 'open', 'a member''s is the second');
select is(decide('a.compliance2', :'review', 'approve'), 'not_eligible', 'the same member''s is not the third');
select is(access.current_policy(), 1, 'nothing is in force yet');
select is(decided(:'review', 'b.approver1'), 'approved', 'another member''s is');
select is(access.current_policy(), 2, 'and the documents are in force');
select is(document('log') ->> 'retention_months', '72', 'as they were decided on');
select is((select retention_months from access.log_policy where policy = 2), 72, 'also in the rows that are decided by');
select is(document('levels'), (select document::jsonb from access.policy_document where policy = 1 and name = 'levels'), 'the others stay');
select is((select string_agg(object, ',') from audit.entry where action = 'policy.activated' and review_id = :'review'), '2', 'on record');

-- --- what comes between, and what it would break

select opened(next('log', '{"retention_months": 84}')) as first \gset
select opened(next('passwords', '{"max_failures": 2}')) as second \gset
select is(decided(:'first', 'oper.system1', 'a.compliance1', 'b.approver1'), 'approved', 'of two that were proposed under one set');
select ok((door('read_review', call('oper.system2', 'review.read'), jsonb_build_object('review', :'second'::uuid))).body @> '{"state": "open", "overtaken": true}', 'the second says that it will fail');
select is((select n.facts ->> 'reason' from ops.notification n where n.review_id = :'second' and n.code = 'review.overtaken' and n.account_id = account('oper.security1')), 'policy_moved', 'and its proposer is told');
select is(decided(:'second', 'oper.system2', 'a.compliance2', 'b.approver2'), 'failed policy_moved', 'it fails');
select ok(not (door('read_review', call('oper.system2', 'review.read'), jsonb_build_object('review', :'second'::uuid))).body ? 'overtaken', 'which it then says instead');
select is((select max_failures from access.password_policy where policy = access.current_policy()), 3, 'and changes nothing');

-- What failed, or was sent back, is proposed once more, against the set in force.
create function again(i_name text, i_review uuid, i_payload jsonb) returns gateway.answer language sql as $$
    select tap.door('resubmit_review', tap.call(i_name, 'review.resubmit', jsonb_build_object('object_type', 'review', 'object', i_review)),
                    jsonb_build_object('review', i_review, 'payload', i_payload));
$$;
create function anew(i_documents jsonb, i_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('documents', i_documents, 'diff', '[{"document": "passwords"}]'::jsonb, 'policy', access.current_policy()) || i_more;
$$;
select is(said(again('oper.system1', :'second', anew(next('passwords', '{"max_failures": 2}')))), 'forbidden', 'by nobody else');
select is(said(again('oper.security1', :'second', '{}')), 'invalid_value /payload/documents: say them anew: what they change is told against the set in force', 'not without a word');
select is(said(again('oper.security1', :'second', anew(next('passwords', '{"max_failures": 2}'), '{"policy": 1}'))), 'policy_moved', 'not compared with another set');
select matches(said(again('oper.security1', :'second', anew(next('passwords', '{"max_failures": 4}')))), '^invalid_value /payload/documents: below_floor', 'not below a floor');
select matches(said(again('oper.security1', :'second', anew(jsonb_build_object('log', document('log'))))), '^invalid_value /payload/documents/log/', 'nor what is in force already');
select is(said(again('oper.security1', :'second', anew(next('passwords', '{"max_failures": 2}'), '{"kind": "x"}'))),
          'invalid_value /payload/kind: it stays as it is: withdraw the review and ask anew; what can be another is: documents, diff, policy', 'nor anything else');
select is(said(again('oper.security1', :'second', anew(next('passwords', '{"max_failures": 2}')))), 'ok', 'its requester asks once more');
select is((select r.base || ' ' || r.round || ' ' || (r.payload::jsonb->>'diff') from review.review r where r.review_id = :'second'),
          access.current_policy() || ' 2 [{"document": "passwords"}]', 'over the set in force, with what that changes');
select is(decide('oper.system2', :'second', 'approve'), 'already_decided', 'whoever decided in the first round stays out');
select is(decide('oper.system1', :'second', 'return'), 'ok', 'it is sent back');
select is(said(again('oper.security1', :'second', anew(next('passwords', '{"max_failures": 1}')))), 'undecidable: operator (policy.approve.operator of OPER): 0 eligible, 1 needed; whoever decided in a former round does not decide again: withdraw the review and ask anew', 'and not asked where nobody is left who could decide');
select is((door('withdraw_review', call('oper.security1', 'review.withdraw'), jsonb_build_object('review', :'second'::uuid))).code, 'ok', 'but withdrawn');
select is((select max_failures from access.password_policy where policy = access.current_policy()), 3, 'nothing of it is in force');
select is((select string_agg(distinct n.code || ' ' || (n.facts->>'policy'), ', ' order by n.code || ' ' || (n.facts->>'policy')) from ops.notification n
            where n.account_id = account('b.approver2') and n.code = 'policy.activated'), 'policy.activated 2, policy.activated 3', 'whoever speaks for an institution was told of each set that came into force');
select is((select count(*) from ops.notification n where n.account_id = account('b.auditor') and n.code = 'policy.activated'), 2::bigint, 'and whoever reads the log');
select is((select count(*) from ops.notification n where n.account_id = account('a.author') and n.code = 'policy.activated'), 0::bigint, 'others were not');

-- A person who has two duties that would exclude each other.
create function excluding(i_one text, i_other text) returns jsonb language sql as $$
    select next('permissions', jsonb_build_object('exclusive', document('permissions') -> 'exclusive' || jsonb_build_array(jsonb_build_array(i_one, i_other))));
$$;
select matches(said(proposed('oper.security1', excluding('record.publish.department', 'record.publish.responsible'))),
               '^conflict /documents: exclusive: record.publish.department and record.publish.responsible, account ' || account('a.responsible2'),
               'duties that one person has are not made exclusive, and it is said whose');
select opened(excluding('record.publish.department', 'record.publish.compliance')) as review \gset
insert into identity.account_role (account_id, role) values (account('a.compliance1'), 'reviewer.department');
set constraints all immediate;
set constraints all deferred;
select matches(decided(:'review', 'oper.system1', 'a.compliance2', 'b.approver1'), '^failed exclusive: ', 'nor when it comes meanwhile');
select is((select reason_code from audit.entry where action = 'review.failed' and review_id = :'review'), 'exclusive', 'the log says the code alone');
delete from identity.account_role where account_id = account('a.compliance1') and role = 'reviewer.department';

-- What was granted or delegated counts as what a role brings, in whatever institution: who proposes and who decides sees none of it.
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, permission, until_at, reason, state, granted_at)
select ops.uuid_v7(), 'function', a.account_id, a.institution_id, a.institution_id, 'alert.read', now() + interval '1 day', 'A stand-in.', 'granted', now()
  from identity.account a where a.name = 'a.author';
insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
values (institution('BANKA'), account('a.department1'), account('a.colleague'), 'record.publish.department', now(), now() + interval '1 day', false, 'leave');
set constraints all immediate;
set constraints all deferred;
select matches(said(proposed('oper.security1', excluding(one, other))), format('^conflict /documents: exclusive: %s and %s, account %s', one, other, account(whose)), claim)
  from (values ('alert.read', 'record.create', 'a.author', 'a function that was granted beside a role is not made exclusive'),
               ('record.create', 'record.publish.department', 'a.colleague', 'nor one that was delegated')) t (one, other, whose, claim);
update access.grant set state = 'revoked', ended_at = now() where permission = 'alert.read';
select opened(excluding('alert.read', 'record.publish')) as free \gset
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, permission, until_at, reason, state, granted_at)
select ops.uuid_v7(), 'function', a.account_id, a.institution_id, a.institution_id, 'alert.read', now() + interval '1 day', 'A stand-in.', 'granted', now()
  from identity.account a where a.name = 'a.author';
set constraints all immediate;
set constraints all deferred;
select matches(said(proposed('oper.security1', next('permissions', jsonb_build_object('permissions',
                   document('permissions') -> 'permissions' || '{"alert.read": {"tier": "management"}}')))),
               '^conflict /documents: management: permission alert.read of grant', 'what somebody of a member was granted does not become management');
select matches(decided(:'free', 'oper.system1', 'a.compliance1', 'b.approver1'), '^failed exclusive: alert.read and record.publish, account ' || account('a.author'),
               'nor when it is granted meanwhile, elsewhere than where the last word is said');
update access.grant set state = 'revoked', ended_at = now() where permission = 'alert.read' and state = 'granted';
update access.delegation set ended_at = now();

-- What records and grants rest on, in whatever institution.
select matches(said(proposed('oper.security1', next('types', '{"categories": ["payment", "threat"]}'))), '^ok', 'a category that no record has may go');
select (draft('a.author')).body->'record'->>'id' as draft \gset
select matches(said(proposed('oper.security1', next('types', '{"categories": ["payment", "threat"]}'))),
               '^conflict /documents: unknown: level public, type note or category risk of record ' || :'draft', 'one that a draft has, which its author alone knows of, does not');

select is(said(proposed('oper.security1', next('permissions', jsonb_build_object('roles', (document('permissions') -> 'roles') - 'author')))),
          'conflict /documents: unknown: role author of account ' || (select min(r.account_id::text) from identity.account_role r where r.role = 'author'),
          'a role that people have does not vanish');
select is(said(proposed('oper.security1', next('types', jsonb_build_object('types', (document('types') -> 'types') - 'note')))),
          'conflict /documents: unknown: level public, type note or category risk of record ' || :'draft', 'nor the type of a record');
select matches(said(proposed('oper.security1', next('types', '{"purposes": ["gossip"]}'))), '^ok', 'a purpose that no grant has may');
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, type, max_level, operations, purpose, until_at, reason, state, granted_at)
select ops.uuid_v7(), 'data', a.account_id, a.institution_id, a.institution_id, 'note', 'secret', '{view}', 'fraud', now() + interval '1 day', 'A case.', 'granted', now()
  from identity.account a where a.name = 'a.author' returning grant_id as held \gset
select is(said(proposed('oper.security1', next('types', '{"purposes": ["risk", "operations"]}'))),
          'conflict /documents: unknown: purpose fraud of grant ' || :'held', 'nor one that a grant has');
update access.grant set state = 'revoked', ended_at = now() where grant_id = :'held';
select matches(said(proposed('oper.security1', next('types', '{"purposes": ["risk", "operations"]}'))), '^ok', 'but one that a grant had');
-- Levels without one of them: a rank of people, or a level of records.
create function without(i_rank text, i_level text default null) returns jsonb language sql as $$
    select next('levels', jsonb_build_object(
        'levels', (d -> 'levels') - coalesce(i_level, ''), 'ranks', (d -> 'ranks') - coalesce(i_rank, ''),
        'matrix', (select jsonb_object_agg(m.key, m.value - coalesce(i_rank, '')) from jsonb_each(d -> 'matrix') m where m.key is distinct from i_level)))
      from document('levels') d;
$$;
select is(said(proposed('oper.security1', without('manager'))),
          'conflict /documents: unknown: rank manager of account ' || (select min(a.account_id::text) from identity.account a where a.rank = 'manager' and a.state not in ('closed', 'rejected')),
          'nor the rank of somebody who is there');
select matches(said(proposed('oper.security1', without(null, 'public'))), '^invalid_value /documents: below_floor', 'levels do not vanish at all (GS-3.1.2)');
-- That floor aside: what is looked at is undone.
create function breach(i_documents jsonb) returns text language plpgsql as $$
declare
    l_policy integer;
begin
    l_policy := access.activate_policies(
        (select jsonb_object_agg(d.name, d.document::jsonb) from access.policy_document d where d.policy = access.current_policy()) || i_documents);
    raise exception using errcode = 'CS999', message = access.find_breach(l_policy);
exception when sqlstate 'CS999' then return sqlerrm;
end $$;
select is(breach(without(null, 'public')), 'unknown: level public, type note or category risk of record ' || :'draft', 'nor, if they could, would one that a record has');

-- --- a review that is open keeps its stages, and is decided by those who may now

select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as publication \gset
select is(decided(opened(next('reviews', jsonb_set(document('reviews'), '{kinds,record.publish,stages,0,name}', '"first"') - 'version' - 'history')),
                  'oper.system1', 'a.compliance1', 'b.approver1'), 'approved', 'another name for a stage');
select is((select string_agg(name, ',' order by ordinal) from review.stage where review_id = :'publication'), 'department,responsible,compliance', 'is not that of a review under way');
select is((select policy from review.review where review_id = :'publication'), access.current_policy() - 1, 'which names the set that it runs under');
select is(decide('a.department1', :'publication', 'approve'), 'ok', 'and is decided as it was asked');
select is(decided(opened(next('permissions', jsonb_set(document('permissions'), '{roles}', document('permissions') -> 'roles'
                      || '{"reviewer.responsible": ["record.read"], "reviewer.department": ["record.read", "record.publish.department", "record.publish.responsible"]}')
                      - 'version' - 'history')), 'oper.system1', 'a.compliance1', 'b.approver1'), 'approved', 'another role brings a permission');
select is(decide('a.responsible1', :'publication', 'approve'), 'not_found', 'who held it then does not decide');
select is(decide('a.department2', :'publication', 'approve'), 'ok', 'who holds it now does');

-- A member's word is lent as others are, though no institution is named that gives it.
insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
values (institution('BANKB'), account('b.approver1'), account('b.manager'), 'policy.approve.member', now(), now() + interval '1 day', false, 'leave');
select is(decided(opened(next('log', '{"retention_months": 90}')), 'oper.system1', 'a.compliance1', 'b.manager'), 'approved', 'a delegate speaks for a member');
update access.delegation set ended_at = now() where ended_at is null;

-- --- nobody is locked out by a policy

select matches(said(proposed('oper.security1', next('permissions', jsonb_build_object('roles', document('permissions') -> 'roles'
                   || '{"approver.owner": ["record.read", "permission.request", "permission.grant.owner"], "account.officer": ["account.read", "account.create", "account.manage", "policy.approve.member"]}')))),
               '^undecidable /documents: undecidable: policy.activate of OPER, ', 'policies that nobody could decide on are not proposed');
select matches(said(proposed('oper.security1', next('reviews', jsonb_set(document('reviews'), '{kinds,device.bind,stages,0,needs,0,approvals}', '4') - 'version' - 'history'))),
               '^undecidable /documents: undecidable: device.bind of ', 'nor devices');

-- --- looked at again

create function ticked() returns text language sql as $$
    select (tap.door('tick', tap.call('oper.security1', 'clock.tick') - 'handle', '{}')).code;
$$;
select is((select count(*) from ops.alert where code = 'policy_overdue'), 0::bigint, 'nothing is overdue');
select access.activate_policies((select jsonb_object_agg(name, case name when 'log' then document::jsonb || '{"version": 900, "review_by": "2026-01-01"}' else document::jsonb end)
                                   from access.policy_document where policy = access.current_policy())) as overdue \gset
select ticked() as once, ticked() as twice \gset
select is((select string_agg(subject ->> 'policies' || ' ' || count, ',') from ops.alert where code = 'policy_overdue'), '["log"] 1', 'what is overdue is an alert, once (GS-1.4)');

select * from finish();
rollback;
