-- SPDX-License-Identifier: Apache-2.0
-- A record is forwarded to somebody of another institution: asked for in their name, decided by the forwarder's and the owner's (GS-3.1.2, GS-3.2, GS-1.7).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(95);

create function forward(i_name text, i_record uuid, i_to text, i_change jsonb default '{}', i_risk jsonb default '{}') returns gateway.answer language plpgsql as $$
declare
    l_request jsonb := jsonb_build_object('record', i_record, 'to', i_to, 'purpose', 'risk', 'grant', ops.uuid_v7()) || i_change;
    l_known   gateway.answer := tap.door('prepare_forwarding', tap.call(i_name, 'record.forward'), l_request);
begin
    if l_known.code <> 'ok' then
        return l_known;
    end if;
    return tap.door('forward_record', tap.call(i_name, 'record.forward', jsonb_build_object('object_type', 'record', 'object', i_record)),
        l_request || jsonb_build_object('risk', l_known.body || jsonb_build_object('points', 0, 'factors', '[]'::jsonb, 'grade',
            access.find_least_grade((l_known.body->>'policy')::integer, nullif(l_known.body->'inputs', 'null'))) || i_risk));
end $$;
create function refusal(i_name text, i_record uuid, i_to text, i_change jsonb default '{}') returns text language sql as $$
    select a.code || coalesce(' ' || (a.body->>'pointer'), '') from tap.forward(i_name, i_record, i_to, i_change) a;
$$;
create function knows(i_name text, i_record uuid) returns text language sql as $$
    select (tap.door('read_record', tap.call(i_name, 'record.read'), jsonb_build_object('record', i_record))).code;
$$;
insert into identity.account_role values (account('a.responsible1'), 'approver.requester'), (account('b.manager'), 'approver.requester');
insert into access.agreement (agreement_id, purpose, duties_digest, ends_at, state, signed_at, review_id)
select 'ffffffff-ffff-7fff-bfff-ffffffffffff', 'risk', a.duties_digest, now() + interval '60 days', 'active', now(), a.review_id from access.agreement a;
insert into access.agreement_party values ('ffffffff-ffff-7fff-bfff-ffffffffffff', institution('BANKA')), ('ffffffff-ffff-7fff-bfff-ffffffffffff', institution('BANKC'));
select publish('{"level": "confidential", "audience": ["BANKB"]}') as closed, publish('{"level": "public", "audience": ["BANKC"]}') as open,
       publish('{"level": "secret", "title": null, "title_sealed": "00"}') as secret, publish('{"level": "confidential", "audience": []}') as own,
       ((draft('a.author')).body->'record'->>'id')::uuid as draft \gset

-- Who may forward, what, and to whom.
select is(refusal('a.auditor', :'closed', 'b.reader'), 'forbidden', 'who may not ask for permissions does not forward');
select is(refusal('b.executive', :'own', 'c.reader'), 'not_found', 'nor who may not know of it');
select is(refusal('a.author', :'draft', 'b.reader'), 'not_found', 'what is not published is forwarded to nobody');
select is(refusal('a.author', :'closed', 'b.reader'), 'operation_not_allowed', 'a rank that the matrix lets not forward does not');
select is(refusal('a.colleague', :'secret', 'b.executive'), 'operation_not_allowed', 'nor any rank what is secret');
select is(refusal('b.executive', :'closed', 'c.reader'), 'grant_required', 'whoever reads by a grant forwards by one');
select granted('b.executive', :'closed') as held \gset
select is(refusal('b.executive', :'closed', 'c.reader'), 'grant_required', 'of that operation');
update access.grant set operations = '{view,forward}', until_at = now() + interval '3 days' where grant_id = :'held';
select is(refusal('b.executive', :'closed', 'c.reader', '{"purpose": "fraud"}'), 'purpose_not_granted', 'and that purpose');
select is(refusal('a.colleague', :'closed', change, more), 'invalid_value ' || at, 'not to ' || change || ' ' || more::text)
  from (values ('a.author', '{}'::jsonb, '/to'), ('b.nobody', '{}', '/to'), ('BANKB', '{}', '/to'), ('BANKX', '{}', '/to'), ('BANKC', '{}', '/to'), ('b.reader', jsonb_build_object('until', ops.format_time(now() + interval '900 days')), '/until'), ('b.auditor', '{}', '/to'), (ops.uuid_v7()::text, '{}', '/to'),
               ('r.auditor', '{}', '/to'), ('b.reader', '{"purpose": "gossip"}', '/purpose'), ('b.reader', '{"purpose": "fraud"}', '/to')) t (change, more, at);
select is(refusal('b.executive', :'closed', 'a.author'), 'invalid_value /to', 'nor back to its owner');
select is(refusal('a.author', :'open', c), 'conflict', 'what others read without a permission is forwarded to nobody: ' || c) from unnest('{c.reader,b.reader,b.nobody}'::text[]) c;
select is((forward('a.colleague', :'closed', 'b.nobody')).body, (forward('a.colleague', :'closed', 'b.auditor')).body, 'who there is not, and who cannot be given it, are told alike');
update identity.account set state = 'suspended' where name = 'b.manager';
select is(refusal('a.colleague', :'closed', 'b.manager'), 'invalid_value /to', 'nor to who is suspended');
update identity.account set state = 'active' where name = 'b.manager';
select is((forward('a.colleague', :'closed', 'b.reader', '{}', '{"grade": "low"}')).code, 'forbidden', 'a grade below what it weighs is not taken');
select is((select count(*) from access.grant where grant_id <> :'held'), 0::bigint, 'nothing of that waits for anybody');

-- The owner's own record to an institution that may not know of it.
select is(knows('b.reader', :'own'), 'not_found', 'who was not meant does not know of it');
select (f).body->'review'->>'id' as review, (f).body->'risk'->>'grade' as graded from forward('a.colleague', :'own', 'b.reader') f \gset
select is(:'graded'::text, 'medium', 'what leaves the institution is for people to decide');
select is((select payload::jsonb - array['until', 'grant', 'agreement'] from review.review where review_id = :'review'), jsonb_build_object(
    'kind', 'data', 'scope', jsonb_build_object('record', :'own'), 'max_level', 'confidential', 'operations', '["view"]'::jsonb, 'purpose', 'risk', 'reason', 'forwarded',
    'account', account('b.reader'), 'forwarded_by', account('a.colleague'), 'institution', 'BANKB', 'owner', 'BANKA', 'risk', 'medium'), 'what is pinned says who gets what, and by whom');
select is(decide('a.colleague', :'review', 'approve'), 'own_request', 'who forwards does not decide');
select is(decide('b.manager', :'review', 'approve'), 'not_found', 'nor those of whom it goes to');
select is(decide('a.compliance1', :'review', 'approve'), 'not_eligible', 'nor the owner''s first');
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'one of the forwarder''s institution does');
select is(knows('b.reader', :'own'), 'not_found', 'which changes nothing');
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'and one of the owner''s');
select is(knows('b.reader', :'own'), 'ok', 'now they know of it');
select is(knows('c.reader', :'own'), 'not_found', 'and no third institution does');
select is((select concat_ws(' ', g.state, g.operations, g.max_level, g.purpose) from access.grant g where g.account_id = account('b.reader') and g.record_id = :'own'),
          'granted {view} confidential risk', 'they may view it, and no more');
select is((select g.until_at from access.grant g where g.record_id = :'own'), (select a.ends_at from access.agreement a join access.grant g using (agreement_id) where g.record_id = :'own'),
          'until the agreement ends that it rests on');
select is((select count(*) from ops.notification n where n.account_id = account('b.reader') and n.code = 'grant.granted'), 1::bigint, 'of which they are told');
select is((door('resubmit_review', call('a.colleague', 'review.resubmit'), jsonb_build_object('review', :'review', 'payload', '{}'::jsonb))).code, 'review_closed', 'once');

-- It opens the record to nobody else, for nothing else, and no longer (GS-1.7).
create function released(i_name text, i_record uuid, i_operation text) returns text language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release', jsonb_build_object('object_type', 'record', 'object', i_record, 'operation', i_operation, 'purpose', 'risk'));
    l_said jsonb := jsonb_build_object('revision', 1, 'effect', 'allow', 'policy', access.current_policy(), 'grant', (
        select g.grant_id from access.grant g where g.account_id = tap.account(i_name) order by g.state = 'granted' desc, g.record_id = i_record desc nulls last limit 1));
    l_code text;
begin
    set local role cs_gateway;
    select r.code into l_code from gateway.record_release(array[l_call], array[l_said]) r;
    reset role;
    return l_code;
end $$;
create function listed(i_name text, i_record uuid) returns boolean language sql as $$
    select (tap.door('list_records', tap.call(i_name, 'record.list'), '{}')).body->'items' @> jsonb_build_array(jsonb_build_object('id', i_record));
$$;
select grant_id as given from access.grant where record_id = :'own' \gset
select is((select count(*) from record.audience where record_id = :'own'), 0::bigint, 'its audience is what its owner said');
select is(released('b.reader', :'own', 'view'), 'ok', 'they view it');
select is(released('b.reader', :'own', op), 'facts_moved', op || ' was not given') from unnest('{download,print,forward}'::text[]) op;
select ok(listed('b.reader', :'own'), 'and find it');
select is(knows('b.executive', :'own'), 'not_found', 'a colleague knows nothing of it, of whatever rank');
select ok(not listed('b.executive', :'own'), 'nor finds it');
select is(released('b.executive', :'own', 'view'), 'not_found', 'nor views it');
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, type, max_level, operations, purpose, agreement_id, until_at, reason, state, granted_at)
select ops.uuid_v7(), 'data', g.account_id, g.institution_id, g.owner_id, r.type, 'confidential', '{view,download}', 'risk', g.agreement_id, g.until_at, 'x', 'granted', now()
  from access.grant g join record.record r using (record_id) where g.grant_id = :'given' returning grant_id as wide \gset
select is((select array_agg(g.grant_id) from record.record r, record.list_grants(r, account('b.reader')) g where r.record_id = :'own'), array[:'given'::uuid],
          'their grant for a type reaches what was meant for their institution alone');
update record.record set level = 'public' where record_id = :'own';
select is(knows('b.reader', :'own'), 'not_found', 'at a level that asks for no permission theirs is not enough');
update record.record set level = 'confidential' where record_id = :'own';
update access.agreement set state = 'ended' where agreement_id = (select agreement_id from access.grant where grant_id = :'given');
select is(knows('b.reader', :'own'), 'not_found', 'nor after the agreement');
update access.agreement set state = 'active' where agreement_id = (select agreement_id from access.grant where grant_id = :'given');
select is((door('revoke_grant', call('a.compliance2', 'grant.revoke', jsonb_build_object('object_type', 'grant', 'object', :'given'::uuid)), jsonb_build_object('grant', :'given'))).code, 'ok', 'it is taken back');
select is(knows('b.reader', :'own') || ' ' || released('b.reader', :'own', 'view'), 'not_found not_found', 'and they know of it no more');
select ok(not listed('b.reader', :'own'), 'nor find it');

-- Whoever has left while this waited forwards nothing; and whose grant is decided is held, for they may be leaving.
select publish('{"level": "confidential", "audience": []}') as late \gset
select (f).body->'review'->>'id' as review from forward('a.colleague', :'late', 'c.reader') f \gset
create extension pgrowlocks;
create function held(i_name text) returns boolean language sql as $$
    select exists (select from identity.account a join pgrowlocks('identity.account') l on l.locked_row = a.ctid where a.name = i_name and l.modes && '{"For No Key Update","For Update"}');
$$;
select ok(not held('c.reader'), 'whom a request is about is held by nobody');
select decide('a.responsible1', :'review', 'approve') \g /dev/null
select ok(held('c.reader'), 'but by a decision on it');
select jsonb_populate_record(null::audit.call, jsonb_build_object('session_id', s.session_id, 'account_id', a.account_id, 'person_id', a.person_id, 'institution_id', a.institution_id,
           'rank', a.rank, 'department', a.department, 'policy', access.current_policy())) as caller
  from identity.session s join identity.account a using (account_id) where a.name = 'a.colleague' and s.ended_at is null \gset
select is(record.ask_forwarding(:'caller', jsonb_build_object('record', :'late', 'to', 'c.reader', 'purpose', 'risk', 'grant', ops.uuid_v7()))->>'code', 'policy_moved', 'who is still there asks');
update identity.account set state = 'suspended' where name = 'a.colleague';
select is(record.ask_forwarding(:'caller', jsonb_build_object('record', :'late', 'to', 'c.reader', 'purpose', 'risk', 'grant', ops.uuid_v7()))->>'code', 'forbidden', 'who was suspended meanwhile does not');
update identity.account set state = 'active' where name = 'a.colleague';

-- A third institution's, by who has it themselves.
select (f).body->'review'->>'id' as review, (f).body->'risk'->>'grade' as graded from forward('b.executive', :'closed', 'c.reader') f \gset
select is(:'graded'::text, 'medium', 'who forwards learns the grade');
select is(decide('a.compliance1', :'review', 'approve'), 'not_eligible', 'the forwarder''s institution speaks first');
select is(decide('b.manager', :'review', 'approve'), 'ok', 'and agrees');
select is(decide('a.compliance1', :'review', 'reject'), 'ok', 'the owner does not');
select is((select g.state from access.grant g where g.review_id = :'review'), 'rejected', 'so nothing is given');
select is(knows('c.reader', :'closed'), 'not_found', 'and nobody told');
select (f).body->'review'->>'id' as review from forward('b.executive', :'closed', 'c.reader') f \gset
select is(decide('b.manager', :'review', 'return'), 'ok', 'what is sent back');
select is((door('resubmit_review', call('b.executive', 'review.resubmit'), jsonb_build_object('review', :'review', 'payload', '{}'::jsonb))).code, 'conflict', 'is forwarded anew or not at all');
select (f).body->'review'->>'id' as review from forward('b.executive', :'closed', account('c.reader')::text) f \gset
select decide('b.manager', :'review', 'approve'), decide('a.compliance1', :'review', 'approve') \g /dev/null
select is((select g.until_at - h.until_at < interval '1 second' from access.grant g, access.grant h where g.review_id = :'review' and h.grant_id = :'held'), true, 'nobody is given it longer than who forwards it has it');

-- Nor for a purpose of theirs for longer than they have it for that one.
update access.grant set until_at = now() + interval '2 days' where grant_id = :'held';
insert into access.agreement (agreement_id, purpose, duties_digest, ends_at, state, signed_at, review_id)
select 'eeeeeeee-eeee-7eee-beee-eeeeeeeeeeee', 'fraud', a.duties_digest, now() + interval '60 days', 'active', now(), a.review_id from access.agreement a limit 1;
insert into access.agreement_party values ('eeeeeeee-eeee-7eee-beee-eeeeeeeeeeee', institution('BANKA')), ('eeeeeeee-eeee-7eee-beee-eeeeeeeeeeee', institution('BANKB'));
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, record_id, max_level, operations, purpose, agreement_id, until_at, reason, state, granted_at)
select ops.uuid_v7(), 'data', g.account_id, g.institution_id, g.owner_id, g.record_id, g.max_level, g.operations, 'fraud', 'eeeeeeee-eeee-7eee-beee-eeeeeeeeeeee', now() + interval '3 days', 'x', 'granted', now()
  from access.grant g where g.grant_id = :'held';
select is(refusal('b.executive', :'closed', 'c.reader', jsonb_build_object('until', ops.format_time(now() + interval '60 hours'))), 'invalid_value /until', 'nor for one purpose as long as for another');

-- Who may do nothing when the last word is given has forwarded nothing.
select publish('{"level": "confidential", "audience": []}') as left_behind \gset
select (f).body->'review'->>'id' as review from forward('a.colleague', :'left_behind', 'c.reader') f \gset
select decide('a.responsible1', :'review', 'approve') \g /dev/null
update identity.account set state = 'suspended' where name = 'a.colleague';
select decide('a.compliance1', :'review', 'approve') \g /dev/null
select is((select r.state || ' ' || r.reason from review.review r where r.review_id = :'review'), 'failed facts_moved', 'whoever was suspended meanwhile has forwarded nothing');
update identity.account set state = 'active' where name = 'a.colleague';

-- Whose own permission was taken back before the last word has forwarded nothing; and learns the grade alone.
select publish('{"level": "confidential", "audience": ["BANKB"]}') as later \gset
select granted('b.executive', :'later') as own \gset
update access.grant set operations = '{view,forward}', until_at = now() + interval '3 days' where grant_id = :'own';
select (f).body->'review'->>'id' as review, (f).body->'risk' as risk from forward('b.executive', :'later', 'c.reader') f \gset
select is(:'risk'::jsonb, '{"grade": "medium"}', 'what another person did is not told who forwards');
select is((door('read_review', call('b.executive', 'review.read'), jsonb_build_object('review', :'review'::uuid))).body->'risk', '{"grade": "medium"}', 'nor later');
select ok((door('read_review', call('a.compliance1', 'review.read'), jsonb_build_object('review', :'review'::uuid))).body->'risk' ? 'inputs', 'but who decides');
select is((door('revoke_grant', call('a.compliance2', 'grant.revoke', jsonb_build_object('object_type', 'grant', 'object', :'own'::uuid)), jsonb_build_object('grant', :'own'))).code, 'ok', 'theirs is taken back');
select decide('b.manager', :'review', 'approve'), decide('a.compliance1', :'review', 'approve') \g /dev/null
select is((select r.state || ' ' || r.reason || ' ' || g.state from review.review r join access.grant g using (review_id) where r.review_id = :'review'), 'failed facts_moved rejected', 'so nothing is given');
select is(knows('c.reader', :'later'), 'not_found', 'and nobody told');

-- A dry run tells of others what asking does: it counts, and stands in the log as that (GS-3.1.2).
create function planned(i_to text, i_more jsonb default '{}') returns gateway.answer language sql as $$
    select tap.door('plan_review', tap.call('a.colleague', 'review.plan'), jsonb_build_object('kind', 'permission.grant', 'payload', jsonb_build_object(
        'record', (select r.record_id from record.record r order by r.record_id limit 1), 'to', i_to, 'purpose', 'risk', 'grant', ops.uuid_v7()) || i_more));
$$;
create function counted() returns integer language sql as $$ select coalesce((select c.asked from access.explanation_count c join identity.account a using (person_id) where a.name = 'a.colleague'), 0) $$;
select counted() as before \gset
select is((planned('b.nobody'))::text, (planned(of_whom))::text, 'a dry run tells alike who there is not and who cannot be given it: ' || of_whom) from unnest('{b.auditor,r.auditor,a.author,BANKX}'::text[]) of_whom;
select is((planned('b.reader')).body->>'refusal', null, 'and who can');
select is(counted(), :before + 9, 'each of them is counted');
select is((select count(distinct (outcome, owner_id, reason_code)) || ' ' || max(i.code) from (select * from audit.entry where action = 'review.plan' order by entry_id desc limit 9) e
             join identity.institution i on i.institution_id = e.owner_id), '1 BANKA', 'with whose record it is, and nothing of to whom');
select is(counted() - (select counted() from refusal('a.colleague', :'closed', 'b.nobody')), -1, 'so is one that is refused');
update access.explanation_count c set asked = (select p.requests_most from access.risk_policy p where p.policy = access.current_policy())
  from identity.account a where a.person_id = c.person_id and a.name = 'a.colleague';
select is((planned(of_whom)).code || ' ' || refusal('a.colleague', :'closed', of_whom), 'too_many_requests too_many_requests', 'who has tried many learns nothing of ' || of_whom)
  from unnest('{b.nobody,b.auditor,b.reader}'::text[]) of_whom;
select is((select a.code from ops.alert a where a.account_id = account('a.colleague') and a.code = 'explanations_probed'), 'explanations_probed', 'and is told of');
select is(counted(), (select p.requests_most from access.risk_policy p where p.policy = access.current_policy()), 'nor is that counted, which would never end');

-- What is held up to a lower level forwards nothing, whatever that level was in a former set of policies.
select publish('{"level": "confidential", "audience": ["BANKB"]}') as last \gset
select granted('b.executive', :'last', '{"max_level": "public"}') as low \gset
update access.grant set operations = '{view,forward}' where grant_id = :'low';
select is(refusal('b.executive', :'last', 'c.reader'), 'grant_required', 'whoever reads what is lower forwards nothing higher');
insert into access.policy_set (policy) values (100);
insert into access.level (policy, level, ordinal) values (100, 'public', 9), (100, 'confidential', 1);
insert into access.rank (policy, rank, ordinal) values (100, 'staff', 1);
insert into access.matrix (policy, level, rank, operation) values (100, 'confidential', 'staff', 'forward');
insert into access.grant_rule (policy, side, level) values (100, 'own', 'confidential');
update access.explanation_count set asked = 0;
select access.activate_policies(easy_policies()) \g /dev/null
select is(refusal('b.executive', :'last', 'c.reader'), 'grant_required', 'also where the lower one was higher once');
select is(refusal('a.author', :'closed', 'b.reader'), 'operation_not_allowed', 'or the rank was let once');
select is(refusal('a.colleague', :'closed', 'b.reader'), 'ok', 'nor is a grant asked for that was once');

select * from finish();
rollback;
