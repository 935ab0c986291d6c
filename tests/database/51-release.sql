-- SPDX-License-Identifier: Apache-2.0
-- Nothing is released on the gateway's word: what a decision rests on is
-- looked at again, for each item by itself (principle 10, GS-2.2.2, GS-4.3b).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(63);

create function prepares(i_name text, i_record uuid, i_type text default 'record') returns text language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release', jsonb_build_object('object_type', i_type, 'object', i_record));
    l_code text;
begin
    set local role cs_gateway;
    select code || coalesce(' ' || (facts::jsonb->>'basis') || ' ' || length(content), '') into l_code
      from gateway.prepare_release(array[l_call], array['{}'::jsonb]);
    reset role;
    return l_code;
end $$;
create function releases(i_name text, i_record uuid, i_entry jsonb default '{}', i_request jsonb default '{}') returns text
    language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release', jsonb_build_object(
        'object_type', 'record', 'object', i_record, 'operation', 'view') || i_entry);
    l_code text;
begin
    set local role cs_gateway;
    select r.code into l_code from gateway.record_release(array[l_call], array['{"revision": 1, "effect": "allow", "policy": 1}' || i_request]) r;
    reset role;
    return l_code;
end $$;

select publish() as note, publish('{"level": "confidential"}') as closed,
       publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as top_secret,
       ((draft('a.author')).body->'record'->>'id')::uuid as draft,
       publish('{"audience": ["BANKB"]}') as withdrawn \gset
select publish('{"audience": ["BANKC"]}') as elsewhere \gset
select granted('b.reader', :'closed') as grant, granted('b.manager', :'closed') as others,
       granted('b.reader', :'note') as narrow, granted('b.executive', :'top_secret', '{"max_level": "secret"}') as low \gset

-- Facts and content.
select is(prepares('b.reader', :'note'), 'ok none 9', 'facts and ciphertext of what one may know of');
select is(prepares('a.author', :'draft'), 'ok author 9', 'of an own draft');
select is(prepares('b.reader', :'draft'), 'not_found', 'not of another''s draft');
select is(prepares('b.reader', :'elsewhere'), 'not_found', 'not of what is for somebody else');
select is(prepares('b.reader', ops.uuid_v7()), 'not_found', 'what there is not answers alike');
select is(prepares('b.auditor', :'note'), 'forbidden', 'who may not read records gets none');
select submit('a.author', :'draft') as review \gset
select is(prepares('a.department1', :'draft'), 'ok reviewer 9', 'of what one reviews');
select is(prepares('a.department1', :'review', 'review'), 'ok reviewer 9', 'also by its review');
select is(prepares('a.colleague', :'review', 'review'), 'not_found', 'but not for a colleague');
select (ask('b.executive', jsonb_build_object('kind', 'data', 'scope', jsonb_build_object('record', :'closed'), 'max_level', 'confidential', 'operations', '["view"]'::jsonb,
    'purpose', 'risk', 'until', ops.format_time(now() + interval '1 day'), 'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()))).body->'review'->>'id' as another \gset
select ok(review.is_eligible(:'another', account('b.approver1')), 'who decides about something else');
select is(prepares('b.approver1', :'draft'), 'not_found', 'is not told of it by that');
select is(releases('a.department1', :'review', '{"object_type": "review"}'), 'ok', 'which is released');
select review_id as older from record.record where record_id = :'note' \gset
select is(prepares('b.reader', :'older', 'review'), 'not_found', 'what is published is not released by its review to its audience');
select is(releases('b.reader', :'older', '{"object_type": "review"}'), 'not_found', 'nor recorded so');
select is(prepares('a.colleague', :'older', 'review'), 'not_found', 'nor to the own institution');
select is(prepares('a.author', :'older', 'review'), 'ok author 9', 'but to its author');

-- The last look.
select is(releases('b.reader', :'note'), 'ok', 'what is public to members is released');
select is((select (action, outcome, operation, delivery_id = entry_id, revision, owner_id = institution('BANKA'))::text
             from audit.entry order by entry_id desc limit 1), '(record.release,done,view,t,1,t)', 'its entry is the delivery');
select is(releases('b.reader', :'closed'), 'facts_moved', 'without a grant where one is needed: not');
select is(releases('b.reader', :'closed', '{"purpose": "risk"}', jsonb_build_object('grant', :'grant')), 'ok', 'with the grant: released');
select is(releases('b.reader', :'closed', '{}', jsonb_build_object('grant', :'grant')), 'facts_moved', 'not without its purpose');
select is(releases('b.reader', :'closed', '{"purpose": "fraud"}', jsonb_build_object('grant', :'grant')), 'facts_moved', 'nor for another');
select is(releases('b.reader', :'closed', '{"purpose": "risk", "operation": "print"}', jsonb_build_object('grant', :'grant')), 'facts_moved',
          'nor for an operation beyond it');
select is(releases('b.reader', :'closed', '{"purpose": "risk"}', jsonb_build_object('grant', :'others')), 'facts_moved', 'nor with another''s grant');
select is(releases('b.reader', :'closed', '{"purpose": "risk"}', jsonb_build_object('grant', :'narrow')), 'facts_moved', 'nor one for another record');
select is(releases('b.reader', :'closed', '{"purpose": "risk"}', jsonb_build_object('grant', ops.uuid_v7())), 'facts_moved', 'nor one that there is not');
select is(releases('b.executive', :'top_secret', '{"purpose": "risk"}', jsonb_build_object('grant', :'low')), 'facts_moved', 'nor above its level');
select is(releases('b.manager', :'top_secret'), 'not_found', 'nor above the rank (GS-3.1.2)');
select is(releases('a.author', :'top_secret', '{"operation": "download"}'), 'facts_moved', 'top secret is not downloaded, even by its author');
select is(releases('a.author', :'top_secret'), 'ok', 'but viewed by its author');
select is(releases('b.reader', :'note', '{"operation": "destroy"}'), 'facts_moved', 'nor for what the rank may not do');
select is(releases('b.reader', :'note', '{"operation": "steal"}'), 'facts_moved', 'nor for what is no operation');
select is(releases('b.reader', :'note', '{"operation": null}'), 'facts_moved', 'nor without an operation');
select is(releases('b.reader', :'note', '{}', '{"revision": 2}'), 'facts_moved', 'another revision than the one opened');
select is(releases('b.reader', :'note', '{}', '{"policy": 0}'), 'policy_moved', 'another policy than the one in force');
select is(releases('b.reader', :'elsewhere'), 'not_found', 'what is for somebody else');
select is(releases('b.auditor', :'note'), 'forbidden', 'who may not read records');
select is(releases('b.reader', :'note', '{"session": "01900000-0000-7000-8000-000000000000"}'), 'invalid_token', 'another session than the handle''s');
select is(releases('b.reader', :'note', '{}', '{"effect": "deny", "reason": "grant_required"}'), 'grant_required', 'a denial');
select is((select outcome || ' ' || reason_code from audit.entry order by entry_id desc limit 1), 'refused grant_required',
          'is in the log with its reason');
create function denied(i_name text, i_record uuid, i_reason text, i_operation text default 'view') returns text language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release', jsonb_build_object('object_type', 'record', 'object', i_record, 'operation', i_operation));
    l_body text;
begin
    set local role cs_gateway;
    select r.body into l_body from gateway.record_release(array[l_call], array['{"revision": 1, "effect": "deny", "policy": 1}' || jsonb_build_object('reason', i_reason)]) r;
    reset role;
    return l_body::jsonb->>'detail';
end $$;
select is(denied('b.reader', :'closed', 'purpose_not_granted'), 'state one of the grant''s purposes: risk', 'who states another purpose is told the own grant''s');
select is(denied('b.reader', :'note', 'grant_required'), 'no grant of the account covers view of this record, at level public: ask for one by POST /v1/permission-requests',
          'who needs a grant, for what');
select is(denied('b.reader', :'top_secret', 'operation_not_allowed', 'print'), null, 'of what one may not know of nothing is told, not even its level');
select is(denied('b.reader', :'elsewhere', 'grant_required'), null, 'nor of what is for somebody else');
select is(denied('a.colleague', :'draft', 'operation_not_allowed', 'print'), null, 'nor of another''s draft');
select is(denied('b.executive', :'top_secret', 'operation_not_allowed', 'print'), 'no rank may print at level top_secret', 'what nobody may');
select is(denied('b.reader', :'closed', 'operation_not_allowed', 'print'), 'at level confidential the account''s rank, staff, may not print; that may: manager, executive',
          'what another rank may');
select is(denied('a.author', :'draft', 'operation_not_allowed', 'download'), 'the record is in_review: only its author and reviewers look at it', 'what is not published');
select is(releases('b.reader', :'note', '{}', '{"effect": "perhaps"}'), 'forbidden', 'what is not allowed is denied');
update access.grant set state = 'revoked', ended_at = now() where grant_id = :'grant';
select is(releases('b.reader', :'closed', '{"purpose": "risk"}', jsonb_build_object('grant', :'grant')), 'facts_moved', 'a grant taken back counts at once (GS-3.3)');
update record.record set state = 'withdrawn' where record_id = :'withdrawn';
select is(releases('b.reader', :'withdrawn'), 'not_found', 'what was withdrawn is not released');
update identity.account set state = 'suspended' where name = 'b.manager';
select is(releases('b.manager', :'note'), 'account_not_active', 'nor to who was suspended');
update identity.session set ended_at = now() where session_id = session('b.executive');
select is(releases('b.executive', :'note'), 'invalid_token', 'nor in a session that ended');
select is((select count(*) from audit.entry where action = 'record.release' and outcome = 'done'), 4::bigint, 'only what was released is a delivery');

-- One call, many items: each its own verdict.
create function batch(i_ids uuid[]) returns text language plpgsql as $$
declare
    l_calls jsonb[] := array[
        tap.call('b.reader', 'record.release', jsonb_build_object('id', i_ids[1], 'object_type', 'record', 'object', i_ids[5], 'operation', 'view')),
        tap.call('nobody', 'record.release', jsonb_build_object('id', i_ids[2], 'object_type', 'record', 'object', i_ids[5], 'operation', 'view')),
        tap.call('a.author', 'record.release', jsonb_build_object('id', i_ids[3], 'object_type', 'record', 'object', 'nonsense', 'operation', 'view')),
        tap.call('a.author', 'record.release', jsonb_build_object('id', i_ids[4], 'object_type', 'record', 'object', i_ids[5], 'operation', 'view'))];
    l_codes text;
begin
    set local role cs_gateway;
    select string_agg(r.code, ' ' order by r.ordinal) into l_codes
      from gateway.record_release(l_calls, array_fill('{"revision": 1, "effect": "allow", "policy": 1}'::jsonb, array[4])) r;
    reset role;
    return l_codes;
end $$;
select is(batch(array[ops.uuid_v7(), ops.uuid_v7(), ops.uuid_v7(), ops.uuid_v7(), :'note']), 'ok invalid_token not_found ok', 'each item of a call has its own verdict');
select ops.uuid_v7() as used \gset
select is(batch(array[:'used', ops.uuid_v7(), ops.uuid_v7(), ops.first_uuid(now() - interval '1 hour'), :'note']), 'ok invalid_token not_found clock', 'an id that is no UUIDv7 of now is refused alone');
update identity.session set last_used_at = now() - interval '20 minutes';
select is(batch(array[:'used', ops.uuid_v7(), ops.uuid_v7(), ops.uuid_v7(), :'note']), 'clock invalid_token not_found ok', 'an id used before is refused alone');
select is((select count(*) from audit.entry where entry_id = :'used'), 1::bigint, 'and its entry stays as it was');
select is((select string_agg(a.name, ' ') from identity.session s join identity.account a using (account_id) where s.last_used_at > now() - interval '20 minutes'), 'a.author',
          'what leaves no entry is no use of a session');

-- Receipts.
create function receipt(i_name text, i_delivery uuid) returns gateway.answer language sql as $$
    select tap.door('read_receipt', tap.call(i_name, 'receipt.read'), jsonb_build_object('delivery', i_delivery));
$$;
select is((receipt('b.reader', :'used')).body->'recipient'->>'account', account('b.reader')::text, 'the recipient gets a receipt');
select is((receipt('a.author', :'used')).code, 'not_found', 'nobody else does');


-- Strangers among them are summed like everywhere.
select is((select sum(count) from ops.refusal_sum where code = 'invalid_token'), 5::bigint, 'each refusal of a stranger is counted');
select is((select count(*) from audit.entry where action = 'record.release' and account_id is null and reason_code = 'invalid_token'),
          (select count(*) from ops.refusal_sum where code = 'invalid_token'), 'the first of a minute alone is an entry');
select * from finish();
rollback;
