-- SPDX-License-Identifier: Apache-2.0
-- The review engine: who counts, and when (GS-2.1.1, GS-2.3.1).
\ir lib/platform.sql
select plan(32);

-- Who may not, at the stage that is open.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
select is((select state from record.record where record_id = :'record'), 'in_review', 'a submitted record is in review');
select is(decide('a.author', :'review', 'approve'), 'own_request', 'the requester does not decide');
select is(decide('a.department2', :'review', 'approve'), 'not_found', 'another department''s reviewer does not learn of it');
select is(decide('a.responsible1', :'review', 'approve'), 'not_eligible', 'whose stage is not open yet does not decide');
select is(decide('a.officer', :'review', 'approve'), 'not_found', 'nor who has no part in it');
select is(decide('b.approver1', :'review', 'approve'), 'not_found', 'nor does another bank');
create function eligible(i_name text, i_review uuid, i_stage integer) returns jsonb language sql as $$
    select (tap.door('read_review', tap.call(i_name, 'review.read'), jsonb_build_object('review', i_review))).body->'stages'->i_stage->'eligible';
$$;
select is(eligible('a.author', :'review', 0), '{"count": 1, "names": ["a.department1"]}', 'an open stage names who can decide it');
select is(count(*), 0::bigint, 'no refused word is kept') from review.decision where review_id = :'review';

-- Stage by stage.
select ops.base64url(nonce) as nonce from review.stage where review_id = :'review' and state = 'open' \gset
select is(decide('a.department1', :'review', 'approve'), 'ok', 'the department approves');
select is(eligible('a.author', :'review', 0), '{"count": 1}', 'a decided stage names nobody any more');
select is(decide('a.department1', :'review', 'approve'), 'already_decided', 'the same person does not decide twice');
select is(decide('a.responsible1', :'review', 'approve', jsonb_build_object('nonce', :'nonce')), 'bad_countersignature',
          'a word signed for another stage''s nonce does not count');
select is(decide('a.responsible1', :'review', 'approve', '{"stage": "department"}'), 'bad_countersignature',
          'nor one signed for another stage''s name');
select is(decide('a.responsible1', :'review', 'approve', jsonb_build_object('digest', ops.base64url(sha256('x')))), 'wrong_digest',
          'nor one over another payload');
update identity.device set state = 'revoked', revoked_at = now() where account_id = account('a.responsible1');
select is(decide('a.responsible1', :'review', 'approve'), 'invalid_token', 'nor one from a device that is revoked');
select is(decide('a.responsible2', :'review', 'approve'), 'ok', 'the person responsible approves');
select is((select state from record.record where record_id = :'record'), 'in_review', 'two of three are not enough (GS-2.3.1)');
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'compliance approves');
select is((select state from record.record where record_id = :'record'), 'published', 'the record is published');
select is((select state from review.review where review_id = :'review'), 'approved', 'the review is approved');
select is(decide('a.compliance2', :'review', 'approve'), 'review_closed', 'a closed review takes no word');
select is((select count(*) from audit.entry where review_id = :'review' and action = 'record.published'), 1::bigint,
          'the effect happened once, and is in the log');
select is((select count(*) from audit.entry c join audit.entry e on e.entry_id = c.cause and e.xid = c.xid
            where c.review_id = :'review' and c.action in ('record.published', 'review.approved')), 2::bigint,
          'consequences name their cause, in its transaction');

-- One rejection ends it, and the way out stands open.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
select is(decide('a.department1', :'review', 'reject'), 'ok', 'the department rejects');
select is((select state from review.review where review_id = :'review'), 'rejected', 'one rejection ends the review');
select is((select state from record.record where record_id = :'record'), 'draft', 'the record is a draft again');
select isnt(submit('a.author', :'record'), null, 'and can be submitted anew');

-- What moved since it was pinned is not done.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
select decide('a.department1', :'review', 'approve'), decide('a.responsible2', :'review', 'approve') \g /dev/null
update record.record set version = version + 1 where record_id = :'record';
select is(decide('a.compliance1', :'review', 'approve'), 'ok', 'the last word is taken');
select is((select state || ' ' || reason from review.review where review_id = :'review'), 'failed facts_moved',
          'but what moved meanwhile is not published');

-- Time is the database's.
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select submit('a.author', :'record') as review \gset
update review.review set opened_at = opened_at - interval '9 days', due_at = due_at - interval '9 days',
                         expires_at = expires_at - interval '9 days' where review_id = :'review';
select is(decide('a.department1', :'review', 'approve'), 'review_expired', 'nobody decides after the end (GS-2.2.3)');
select is((select state from record.record where record_id = :'record'), 'draft', 'and nothing is approved by waiting');

-- What nobody could decide is not raised.
update identity.account set state = 'suspended' where name in ('a.department1');
update identity.account set department = 'payments' where name = 'a.responsible2';
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'record'))).code,
          'undecidable', 'a review that nobody could decide is refused when raised');

select * from finish();
rollback;
