-- SPDX-License-Identifier: Apache-2.0
-- What is sent back, asked for once more, and no longer asked for: rounds (GS-2.2.2, GS-2.3.1).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(70);

create function resubmit(i_name text, i_review uuid, i_payload jsonb default '{}') returns gateway.answer language sql as $$
    select tap.door('resubmit_review', tap.call(i_name, 'review.resubmit', jsonb_build_object('object_type', 'review', 'object', i_review)),
                    jsonb_build_object('review', i_review, 'payload', i_payload));
$$;
create function withdraw(i_name text, i_review uuid) returns text language sql as $$
    select (tap.door('withdraw_review', tap.call(i_name, 'review.withdraw', jsonb_build_object('object_type', 'review', 'object', i_review)),
                     jsonb_build_object('review', i_review))).code;
$$;
create function state(i_review uuid) returns text language sql as $$
    select state || coalesce(' ' || reason, '') || ' ' || round from review.review where review_id = i_review;
$$;
create function shown(i_name text, i_review uuid) returns jsonb language sql as $$
    select (tap.door('read_review', tap.call(i_name, 'review.read'), jsonb_build_object('review', i_review))).body;
$$;
insert into identity.account_role (account_id, role) values
    (account('a.colleague'), 'reviewer.department'), (account('a.reviewer1'), 'reviewer.department'), (account('a.reviewer2'), 'reviewer.department');

-- A publication that is sent back.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
select is((resubmit('a.author', :'review')).code, 'conflict', 'what is open is not asked for once more');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 2))).code, 'conflict', 'nor revised');
select is(decide('a.department1', :'review', 'return'), 'ok', 'the department sends it back');
select is(state(:'review'), 'returned 1', 'the review waits for its requester');
select is((select state from record.record where record_id = :'record'), 'in_review', 'the record waits with it');
select is((select count(*) from audit.entry where action = 'review.returned' and review_id = :'review'), 1::bigint, 'that is on record');
select is(decide('a.colleague', :'review', 'approve'), 'review_closed', 'nobody decides what was sent back');
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'record'))).code, 'conflict', 'it is not submitted beside');
select is((resubmit('a.responsible1', :'review')).code, 'forbidden', 'only its requester asks once more');
select is((resubmit('b.reader', :'review')).code, 'not_found', 'of whom others do not learn');
select is((select code || ' ' || (body->>'pointer') from resubmit('a.author', :'review', '{"title": "Another"}')), 'invalid_value /payload/title', 'what the record says is said by a revision');
select is((draft('a.colleague', jsonb_build_object('record', :'record', 'revision', 2))).code, 'not_found', 'which nobody but its author makes');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 3))).code, 'conflict', 'nor leaves one out');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 2, 'attestation', 'a.b.c'))).code, 'bad_attestation', 'or without attesting it');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 2, 'title', 'Better', 'category', 'threat', 'audience', '["BANKB"]'::jsonb))).code, 'ok', 'its author makes a revision');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 2))).code, 'conflict', 'once');
select is((select format('%s %s %s %s', r.title, r.category, r.revision, (select count(*) from record.revision v where v.record_id = r.record_id))
             from record.record r where record_id = :'record'), 'Better threat 2 2', 'the former one is kept');
select digest as first, word('a.colleague', :'review', 'approve') as stale from review.review where review_id = :'review' \gset
select is((resubmit('a.author', :'review')).code, 'ok', 'and asks once more');
select is(state(:'review'), 'open 2', 'in another round');
select is((select format('%s %s', r.payload::jsonb->>'title', r.digest <> :'first'::bytea and r.payload::jsonb->>'revision' = '2') from review.review r where review_id = :'review'), 'Better t', 'over what it is now');
select is((select state || ' ' || (digest = :'first'::bytea) from review.round where review_id = :'review'), 'returned true', 'what the first round was about is kept');
select is(jsonb_path_query_array(shown('a.author', :'review'), '$.former[*].stages[0].decisions[*].verdict'), '["return"]', 'and shown with its decisions');
select is(decide('a.department1', :'review', 'approve'), 'already_decided', 'who decided in a former round stays out');
select is(decide('a.colleague', :'review', 'approve', '{"round": 1}'), 'bad_countersignature', 'a word for the former round does not count');
select is(decide('a.colleague', :'review', 'approve', jsonb_build_object('nonce', (:'stale'::jsonb)->>'nonce')), 'bad_countersignature', 'nor one over its nonce');
select is(decide('a.colleague', :'review', 'approve', :'stale'::jsonb), 'wrong_digest', 'a stale tab approves nothing');
select is(decide('a.colleague', :'review', 'approve'), 'ok', 'the department approves');
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'the person responsible, too');
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'and compliance');
select is((select state || revision from record.record where record_id = :'record'), 'published2', 'the revision is published');
select is((resubmit('a.author', :'review')).code, 'review_closed', 'what is approved is not asked for once more');
select is(withdraw('a.author', :'review'), 'review_closed', 'nor withdrawn');
select is((draft('a.author', jsonb_build_object('record', :'record', 'revision', 3))).code, 'conflict', 'nor revised');

-- All former approvals are void, and who gave them stays out, until nobody is left.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
select decide('a.department1', :'review', 'approve'), decide('a.responsible1', :'review', 'return'), resubmit('a.author', :'review') \g /dev/null
select is(jsonb_path_query_array(shown('a.author', :'review'), '$.stages[*].state'), '["open", "waiting", "waiting"]', 'a round begins at its first stage');
select is(jsonb_path_query_array(shown('a.author', :'review'), '$.stages[*].decisions[*]'), '[]', 'with no approvals');
select decide('a.colleague', :'review', 'return'), resubmit('a.author', :'review'), decide('a.reviewer1', :'review', 'return') \g /dev/null
update identity.account set state = 'suspended' where name = 'a.reviewer2';
select is((select code || ' ' || (body->>'detail') from resubmit('a.author', :'review')), 'undecidable department (record.publish.department of BANKA, credit): 0 eligible, 1 needed; whoever decided in a former round does not decide again: withdraw the review and ask anew', 'nobody is left who has not decided');
select is(state(:'review'), 'returned 3', 'it stays as it was');
update identity.account set state = 'active' where name = 'a.reviewer2';
select is(withdraw('a.department1', :'review'), 'forbidden', 'nobody withdraws what another asked for');
select is(withdraw('b.reader', :'review'), 'not_found', 'or may not know of');
select is(withdraw('a.author', :'review'), 'ok', 'its requester withdraws what was sent back');
select is(state(:'review'), 'withdrawn 3', 'and it is over');
select is((select state from record.record where record_id = :'record'), 'draft', 'the record is a draft again');
select is((resubmit('a.author', :'review')).code, 'review_closed', 'it is not asked for once more');
select isnt(submit('a.author', :'record'), null, 'but anew');
select review_id as review from record.record where record_id = :'record' \gset
select is(withdraw('a.author', :'review'), 'ok', 'what is open is withdrawn as well');
select is(decide('a.department1', :'review', 'approve'), 'review_closed', 'and takes no word');

-- What could not be done is asked for once more.
select submit('a.author', :'record') as review \gset
select decide('a.department1', :'review', 'approve'), decide('a.responsible1', :'review', 'approve') \g /dev/null
update record.record set version = version + 1 where record_id = :'record';
select decide('a.compliance1', :'review', 'approve') \g /dev/null
select is(state(:'review'), 'failed facts_moved 1', 'what moved is not published');
select is(withdraw('a.author', :'review'), 'review_closed', 'there is nothing to withdraw');
select is((resubmit('a.author', :'review')).code, 'ok', 'it is asked for once more');
select decide('a.colleague', :'review', 'approve'), decide('a.responsible2', :'review', 'approve'), decide('a.compliance2', :'review', 'approve') \g /dev/null
select is(state(:'review'), 'approved 2', 'and approved by others');

-- A rejection weighs more than a return, and what was sent back expires.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
select decide('a.department1', :'review', 'return') \g /dev/null
update review.review set opened_at = opened_at - interval '9 days', due_at = due_at - interval '9 days', expires_at = expires_at - interval '9 days' where review_id = :'review';
select is((resubmit('a.author', :'review')).code, 'review_expired', 'what was sent back expires');
select is(withdraw('a.author', :'review'), 'review_expired', 'and is then not withdrawn');
select is(review.expire_reviews(audit.begin_stranger_call(call('a.author', 'clock.tick', '{"session": null}'), 'clock.tick')), 1, 'the clock ends it');
select is(state(:'review') || ' ' || (select state from record.record where record_id = :'record'), 'expired 1 draft', 'and lets the record go');

-- An account, with other duties.
insert into identity.account_role (account_id, role) values (account('a.department2'), 'account.reviewer'), (account('a.responsible2'), 'account.reviewer');
select (door('create_account', call('a.officer', 'account.create'), jsonb_build_object(
    'name', 'banka.newcomer', 'kind', 'person', 'person', '{"name": "New Comer", "number": "N-1"}'::jsonb, 'institution', 'BANKA', 'department', 'credit',
    'rank', 'manager', 'roles', '["author"]'::jsonb, 'account', ops.uuid_v7(), 'code_half_digest', repeat('00', 32)))).body->'review'->>'id' as review \gset
select is(decide('a.reviewer1', :'review', 'approve'), 'ok', 'one approves');
select is(decide('a.reviewer2', :'review', 'return'), 'ok', 'the other sends it back');
select is((select state from identity.account where name = 'banka.newcomer'), 'pending', 'the account waits');
select is((select code || ' ' || (body->>'pointer') from resubmit('a.officer', :'review', payload)), refusal, 'refused: ' || payload::text)
  from (values ('{"roles": ["king"]}'::jsonb, 'invalid_value /payload/roles'), ('{"rank": "king"}', 'invalid_value /payload/rank'),
               ('{"ends_at": "2020-01-01T00:00:00Z"}', 'invalid_value /payload/ends_at')) t (payload, refusal);
select is((resubmit('a.officer', :'review', '{"rank": "staff", "roles": ["author", "reviewer.department"]}')).code, 'ok', 'with other duties it is proposed once more');
select decide('a.department2', :'review', 'approve'), decide('a.responsible2', :'review', 'approve') \g /dev/null
select is((select state || ' ' || rank || ' ' || (select string_agg(role, ',' order by role) from identity.account_role r where r.account_id = a.account_id)
             from identity.account a where name = 'banka.newcomer'), 'active staff author,reviewer.department', 'and becomes active with these');

-- A permission, for less.
select publish('{"level": "confidential"}') as record, ops.uuid_v7() as "grant" \gset
insert into identity.account_role (account_id, role) values (account('b.executive'), 'approver.requester');
select (ask('b.reader', jsonb_build_object('kind', 'data', 'scope', jsonb_build_object('record', :'record'::uuid), 'max_level', 'confidential',
    'operations', '["view", "download"]'::jsonb, 'purpose', 'risk', 'until', to_char(now() at time zone 'UTC' + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'reason', 'A borrower.', 'urgency', 'normal', 'grant', :'grant'))).body->'review'->>'id' as review \gset
select decide('b.approver1', :'review', 'approve'), decide('a.compliance1', :'review', 'return') \g /dev/null
select is((select code || ' ' || (body->>'pointer') from resubmit('b.reader', :'review', payload)), 'invalid_value /payload/' || pointer, 'refused: ' || payload::text)
  from (values ('{"operations": ["print"]}'::jsonb, 'operations'), ('{"operations": ["list", "view"]}', 'operations'), ('{"until": "2099-01-01T00:00:00Z"}', 'until'),
               ('{"max_level": "top_secret", "operations": ["view"]}', 'max_level'), ('{"purpose": "fraud"}', 'purpose')) t (payload, pointer);
savepoint calm;
select access.activate_policies(jsonb_set(easy_policies(), '{risk,grades,high}', '30')) \g /dev/null
select (resubmit('b.reader', :'review', '{"operations": ["view"]}')).code as grown \gset
rollback to calm;
select is(:'grown'::text, 'conflict', 'what weighs more by now is asked for anew (GS-3.2)');
select is((resubmit('b.reader', :'review', '{"operations": ["view"]}')).code, 'ok', 'a permission is asked for once more, for less');
select decide('b.approver2', :'review', 'approve'), decide('a.compliance2', :'review', 'approve') \g /dev/null
select is((select state || ' ' || operations::text from access.grant where grant_id = :'grant'), 'granted {view}', 'and granted so');

select * from finish();
rollback;
