-- SPDX-License-Identifier: Apache-2.0
-- A record is destroyed on the word of two others: content, keys and title are gone, and what was granted over it (GS-4.1, GS-2.2.2).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(47);

create function destroy(i_name text, i_record uuid) returns gateway.answer language sql as $$
    select tap.door('destroy_record', tap.call(i_name, 'record.destroy', jsonb_build_object('object_type', 'record', 'object', i_record)),
                    jsonb_build_object('record', i_record));
$$;
select publish('{"level": "confidential"}') as record \gset
select granted('b.reader', :'record') \g /dev/null

select is((destroy('b.reader', :'record')).code, 'not_found', 'another institution does not ask');
select is((destroy('a.officer', :'record')).code, 'forbidden', 'nor who may not publish');
select is((destroy('a.author', ops.uuid_v7())).code, 'not_found', 'what there is not is not destroyed');
select (destroy('a.colleague', :'record')).body->'review'->>'id' as review \gset
select is((destroy('a.author', :'record')).code, 'conflict', 'it is asked once at a time');
select is((select count(*) from record.revision where record_id = :'record' and content <> '\x00'), 1::bigint, 'asking destroys nothing');
select is(decide('a.colleague', :'review', 'approve'), 'own_request', 'the requester does not decide');
select is(decide('a.author', :'review', 'approve'), 'own_request', 'nor its author');
select is(decide('a.compliance1', :'review', 'approve'), 'not_eligible', 'nor compliance before the person responsible');
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'one says yes');
select is((select state from record.record where record_id = :'record'), 'published', 'one word destroys nothing');
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'another says yes');
select is((select state || ' ' || (title is null) from record.record where record_id = :'record'), 'destroyed true', 'it is destroyed, and its title gone');
select is((select bool_and(content = '\x00' and wrapped_key = '\x00') from record.revision where record_id = :'record'), true, 'with content and key of each revision');
select is((select state from access.grant where record_id = :'record'), 'revoked', 'what was granted over it is revoked');
select is((select string_agg(action, ' ' order by action) from audit.entry where review_id = :'review' and action in ('record.destroyed', 'grant.revoked', 'review.approved')),
          'grant.revoked record.destroyed review.approved', 'all of that on record');
select is((destroy('a.colleague', :'record')).code, 'not_found', 'what is destroyed is not destroyed again');
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'record'))).code, 'conflict', 'nor published');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 2))).code, 'conflict', 'nor revised');
select is((door('read_record', call('a.author', 'record.read'), jsonb_build_object('record', :'record'))).code, 'not_found', 'not even its author finds it');
select isnt((select identifier from record.revision where record_id = :'record'), null, 'its identifier stays');

-- A draft, which changes meanwhile.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select is((destroy('a.colleague', :'record')).code, 'not_found', 'of another''s draft nobody knows');
select (destroy('a.author', :'record')).body->'review'->>'id' as review \gset
select decide('a.responsible1', :'review', 'approve'), draft('a.author', jsonb_build_object('record', :'record', 'revision', 2)) \g /dev/null
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'the last word is taken');
select is((select state || ' ' || reason from review.review where review_id = :'review'), 'failed facts_moved', 'but what was revised meanwhile is not destroyed');
select is((select state from record.record where record_id = :'record'), 'draft', 'it stays');
select is((door('plan_review', call('a.author', 'review.plan'), jsonb_build_object('kind', 'record.destroy', 'payload', jsonb_build_object('record', :'record')))).body #>> '{stages,1,name}',
          'compliance', 'a destruction is planned');
insert into identity.account_role (account_id, role) values (account('a.responsible2'), 'reviewer.compliance') on conflict do nothing;
select is((tap.door('resubmit_review', tap.call('a.author', 'review.resubmit', jsonb_build_object('object_type', 'review', 'object', :'review'::uuid)),
              jsonb_build_object('review', :'review'::uuid, 'payload', '{}'::jsonb))).code, 'ok', 'it is asked for once more');
select is((select r.payload::jsonb ->> 'revision' || ' ' || (r.base = o.version) from review.review r join record.record o on o.record_id = r.object_id where r.review_id = :'review'),
          '2 true', 'of what the record is now');

-- What its author alone may know of has a way out when the author has left, and nothing is read by it.
create function let_go(i_review uuid) returns text language sql as $$
    select tap.decide('a.responsible1', i_review, 'approve') || ' ' || tap.decide('a.compliance1', i_review, 'approve');
$$;
create function reads(i_name text, i_review uuid) returns jsonb language sql as $$
    select (tap.door('read_review', tap.call(i_name, 'review.read'), jsonb_build_object('review', i_review))).body;
$$;
create table left_behind as select publish('{"level": "confidential"}') as withdrawn, publish('{"level": "public", "grade": "general"}') as expired, publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as live,
    ((draft('a.author')).body->'record'->>'id')::uuid as draft, ((draft('a.author')).body->'record'->>'id')::uuid as waiting, ((draft('a.author')).body->'record'->>'id')::uuid as returned;
select * from left_behind \gset
select submit('a.author', :'waiting'), door('withdraw_record', call('a.author', 'record.withdraw', jsonb_build_object('object_type', 'record', 'object', :'withdrawn'::uuid)),
              jsonb_build_object('record', :'withdrawn'::uuid, 'reason', 'wrong')) \g /dev/null
update record.record set expires_at = now() - interval '1 second' where record_id = :'expired';
update identity.account set rank = 'staff' where name = 'a.colleague';

select is(array[(destroy('a.colleague', :'withdrawn')).code, (destroy('a.colleague', :'draft')).code, (destroy('a.colleague', :'expired')).code],
          array_fill('not_found'::text, array[3]), 'while its author is there, nobody else asks');
update identity.account set state = 'suspended' where name = 'a.author';
select is((destroy('a.colleague', :'draft')).code, 'not_found', 'nor while they are suspended, and may come back');
update identity.account set state = 'closed' where name = 'a.author';
select is(array[(destroy('b.reader', :'draft')).code, (destroy('b.executive', :'withdrawn')).code], array['not_found', 'not_found'], 'nobody of another institution ever does');
select is((destroy('a.officer', :'draft')).code, 'forbidden', 'nor who may not publish');
select is((destroy('a.colleague', :'live')).code, 'not_found', 'what is still published is asked for by who may know of it');
select is((destroy('a.colleague', :'waiting')).code, 'not_found', 'what is under review comes out of it first');
select is((select state from record.record where record_id = :'record'), 'draft', 'what is under review of its end');
select is((destroy('a.colleague', :'record')).code, 'conflict', 'is asked for once');
select destroy('a.colleague', :'draft') as asked \gset
select ((:'asked'::gateway.answer).body)->'review'->>'id' as review \gset
select is((:'asked'::gateway.answer).code, 'ok', 'a draft of who has left is asked for');
select is((select array_agg(k order by k) from jsonb_object_keys((reads('a.colleague', :'review'))->'payload') k), '{grade,level,record,revision,state}', 'by whom reads no more of it than what it weighs');
select is((reads('a.colleague', :'review'))->'names' ? :'draft', false, 'not even its title');
select is((door('read_record', call('a.colleague', 'record.read'), jsonb_build_object('record', :'draft'::uuid))).code, 'not_found', 'nor knows of it by that');
select is((destroy('a.colleague', :'draft')).code, 'conflict', 'once at a time');
select is(decide('a.colleague', :'review', 'approve'), 'own_request', 'and does not decide');
select is(let_go(:'review'), 'ok ok', 'two others do');
select is((select r.state || ' ' || (v.content = '\x00') from record.record r join record.revision v using (record_id, revision) where r.record_id = :'draft'), 'destroyed true', 'and it is gone');
select is((destroy('a.colleague', :'draft')).code, 'not_found', 'for good');

select (destroy('a.colleague', :'withdrawn')).body->'review'->>'id' as review \gset
select decide('a.responsible1', :'review', 'return'),
       door('resubmit_review', call('a.colleague', 'review.resubmit', jsonb_build_object('object_type', 'review', 'object', :'review'::uuid)),
            jsonb_build_object('review', :'review'::uuid, 'payload', '{}'::jsonb)) \g /dev/null
select is((reads('a.colleague', :'review'))->>'round' || ' ' || ((reads('a.colleague', :'review'))->'payload' ? 'title'), '2 false', 'asked for once more it tells no more');

update identity.account set state = 'active' where name = 'a.author';
update identity.account_role set role = 'retired' where account_id = account('a.author');
select is(let_go(((destroy('a.colleague', :'expired')).body->'review'->>'id')::uuid), 'ok ok', 'and what has expired, of who has retired');
select is((select state from record.record where record_id = :'expired'), 'destroyed', 'is destroyed likewise');

select * from finish();
rollback;
