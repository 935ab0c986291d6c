-- SPDX-License-Identifier: Apache-2.0
-- The approval engine by risk (GS-3.2, JR-8): the database takes nobody's word
-- for a low grade, counts what is in one hand, and names the engine.
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(63);

-- Policies under which one's own people ask from confidential up: so something of data is low.
create function stricter(i_change jsonb default '{}') returns void language plpgsql as $$
begin
    perform access.activate_policies(jsonb_set(jsonb_set(tap.easy_policies(), '{levels,grant,own}', '["confidential", "secret", "top_secret"]'),
        '{risk}', tap.easy_policies()->'risk' || i_change));
end $$;
select stricter();

create function request(i_record uuid, i_change jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object(
        'kind', 'data', 'scope', jsonb_build_object('record', i_record), 'max_level', 'confidential', 'operations', '["view"]'::jsonb,
        'purpose', 'risk', 'until', to_char(now() at time zone 'UTC' + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()) || i_change;
$$;
create function said(i_answer gateway.answer) returns text language sql as $$
    select i_answer.code || coalesce(' ' || (i_answer.body->'risk'->>'grade'), '') || case
        when i_answer.body ? 'grant' then ' granted' when i_answer.body ? 'review' then ' review' else '' end;
$$;
-- The facts of a request, as they would be now.
create function facts(i_name text, i_request jsonb) returns jsonb language sql as $$
    select (tap.door('prepare_request', tap.call(i_name, 'permission.request'), i_request)).body->'inputs';
$$;

select publish('{"level": "confidential"}') as note, publish('{"level": "confidential", "grade": "core"}') as core,
       publish('{"level": "secret", "title": null, "title_sealed": "00"}') as secret,
       publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as top,
       publish('{"level": "top_secret", "grade": "core", "title": null, "title_sealed": "00"}') as worst,
       publish('{"level": "confidential", "type": "file", "media_type": "text/plain"}') as file \gset

-- What the engine grants, and as whom.
select asked.* from ask('a.colleague', request(:'note')) asked \gset low_
select is(said((:'low_code', :'low_body')::gateway.answer), 'ok low granted', 'low: granted at once (GS-3.2)');
select :'low_body'::jsonb->'grant'->>'id' as grant \gset
select is((:'low_body'::jsonb->'risk')::text, '{"grade": "low", "factors": []}', 'who asked sees grade and factor names (JR-8)');
select is(:'low_body'::jsonb->'grant'->>'review', null, 'nobody else decided');
select is((select g.state || ' ' || (g.granted_at is not null) from access.grant g where g.grant_id = :'grant'), 'granted true', 'it counts');
select results_eq(format($$
    select e.action || ' ' || coalesce(e.reason_code, '-') || ' ' || coalesce(e.grant_id::text, '-')
      from audit.entry e where e.grant_id = %L order by e.entry_id$$, :'grant'),
    array['permission.request - ' || :'grant', 'grant.granted engine ' || :'grant'], 'the log names the engine, caused by the request');
select is((select e.digest from audit.entry e where e.grant_id = :'grant' and e.action = 'grant.granted'),
          (select ops.base64url(sha256(convert_to(k.inputs, 'UTF8'))) from access.risk k where k.grant_id = :'grant'),
          'and what it was graded by');
select is((select k.inputs from access.risk k where k.grant_id = :'grant'),
          (select countersign.canonicalize(k.inputs) from access.risk k where k.grant_id = :'grant'), 'facts are kept in canonical form');
select throws_ok(format('update access.risk set grade = ''low'' where grant_id = %L', :'grant'), 'CS012', null, 'and for good');
select throws_ok(format('delete from access.risk where grant_id = %L', :'grant'), 'CS012', null, 'nor do they go away');

-- A gateway that lies: each floor.
select is((ask(who, request(record::uuid, change), '{"grade": "low"}')).code, 'forbidden', claim)
  from (values
    ('a.colleague', :'secret', '{"max_level": "secret"}'::jsonb, 'low is never secret'),
    ('a.colleague', :'note', '{"max_level": "secret", "operations": ["view"]}', 'nor a grant that would reach secret'),
    ('a.colleague', :'top', '{"max_level": "top_secret"}', 'nor top secret'),
    ('a.colleague', :'file', '{}', 'nor what nobody has looked through for personal data'),
    ('a.colleague', :'core', '{}', 'nor what weighs more than the policy has it'),
    ('b.reader', :'note', '{}', 'nor another institution''s data')) t (who, record, change, claim);
select is((ask('b.executive', request(:'worst', '{"max_level": "top_secret"}'), '{"grade": "medium"}')).code, 'forbidden', 'nor is high medium');
select is((ask('b.reader', request(:'note'), '{"grade": "none"}')).code, 'forbidden', 'nor is there a grade below low');
select is((ask('b.reader', request(:'note'), '{"grade": null}')).code, 'forbidden', 'nor no grade');
select is((select string_agg(distinct a.code || ' ' || a.grade, ', ') from ops.alert a), 'risk_understated critical', 'whoever says so is an alert');
select is((select count(*) from access.grant where owner_id <> institution_id), 0::bigint, 'and nothing came of it');
select is((ask('b.reader', request(:'note'), '{"policy": 1}')).code, 'policy_moved', 'a grade by former policies is made anew');
select is((ask('b.reader', request(:'note'), '{"policy": null}')).code, 'policy_moved', 'as one by none');
select is((ask('b.reader', request(:'note'), jsonb_build_object('inputs', facts('b.reader', request(:'note')) || '{"volume": 20}'))).code,
          'facts_moved', 'facts are the database''s own');
select is((ask('b.reader', request(:'note'), '{"inputs": {}}')).code, 'facts_moved', 'none are none');

-- Each floor of the function, also where the policy weighs nothing.
select is(access.find_least_grade(access.current_policy(), '{"tier": "basic", "cross_institution": false, "engine_grants": 0}'::jsonb || change), wanted, claim)
  from (values
    ('{}'::jsonb, 'low', 'a basic function permission is low'),
    ('{"tier": "advanced"}', 'medium', 'an advanced one is not'),
    ('{"tier": "management"}', 'medium', 'one of management is not'),
    ('{"tier": "unheard"}', 'medium', 'one of a tier that there is not is not'),
    ('{"level": "public", "personal_data": "C1"}', 'low', 'C1 may be low'),
    ('{"level": "public", "personal_data": "C2"}', 'medium', 'C2 is not'),
    ('{"level": "public", "personal_data": "C3"}', 'medium', 'C3 is not'),
    ('{"level": "public", "personal_data": "unknown"}', 'medium', 'nor is what nobody knows'),
    ('{"level": "unheard"}', 'medium', 'a level that there is not is not'),
    ('{"engine_grants": 19}', 'low', 'the month''s twentieth grant is the engine''s'),
    ('{"engine_grants": 20}', 'medium', 'the one after it is not'),
    ('{"engine_grants": null}', 'medium', 'who does not say how many leaves it to people'),
    ('{"cross_institution": null}', 'medium', 'nor whose data it is')) t (change, wanted, claim);

-- What is counted.
select is(facts('a.colleague', request(:'note')) - array['odd_hour'],
    '{"level": "confidential", "grade": "general", "personal_data": "none", "purpose": "risk", "volume": 0, "term_days": 1,
      "cross_institution": false, "rejections": 0, "violations": 0, "engine_grants": 0}', 'asking twice for one record is one record');
select is(facts('b.reader', request(:'core'))->>'grade', 'core', 'the record''s own grade');
select is(facts('a.colleague', request(:'file'))->>'personal_data', 'unknown', 'a file may hold anything');
create table many (n integer, record uuid);
select format($$insert into many select %s, publish('{"level": "confidential", "category": "threat"}')$$, n) from generate_series(1, 25) n \gexec
create function volume(i_name text, i_record uuid) returns text language sql as $$ select facts(i_name, request(i_record))->>'volume' $$;
select ask('b.executive', request(record)) from many where n < 19 \g /dev/null
select is(volume('b.executive', (select record from many where n = 1)), '0', 'what is asked for again is no more than it was');
select is(volume('b.executive', (select record from many where n = 25)), '0', 'nineteen records are few');
select ask('b.executive', request(record)) from many where n = 19 \g /dev/null
select is(volume('b.executive', (select record from many where n = 25)), '20',
          'nineteen that are asked for and one more are twenty: slices weigh what the whole does (GS-3.2)');
select is(volume('b.executive', (select record from many where n = 1)), '0', 'one of the nineteen is not');
select is(facts('b.reader', request(:'note', '{"scope": {"category": "threat", "institution": "BANKA"}}'))->>'volume', '20', 'a category is all that is of it');
update access.grant set state = 'rejected' where account_id = account('b.executive');
select is(volume('b.executive', (select record from many where n = 25)), '0', 'what was rejected is in nobody''s hand');
update access.grant set state = 'revoked', granted_at = now(), ended_at = now() where account_id = account('b.executive');
select is(volume('b.executive', (select record from many where n = 25)), '20', 'what was taken back was');
insert into audit.entry (entry_id, action, outcome, account_id, institution_id, object_type, object, mac)
select ops.uuid_v7(), 'record.release', outcome, account('b.manager'), institution('BANKB'), 'record', record::text, '\x00'
  from many, unnest(array['done', 'done', 'refused']) outcome where n <= 19 and (outcome = 'done' or n = 1);
select is(volume('b.manager', :'note'), '20', 'what was read counts with it, once');
insert into audit.entry (entry_id, action, outcome, account_id, institution_id, object_type, object, mac)
select ops.uuid_v7(), 'record.release', 'done', account('b.reader'), institution('BANKB'), 'record', publish()::text, '\x00' from generate_series(1, 1);
select is(volume('b.reader', :'note'), '0', 'what others read does not, nor what is for everybody');
insert into identity.account (account_id, institution_id, institution_kind, person_id, department, name, rank, state)
select ops.uuid_v7(), a.institution_id, a.institution_kind, a.person_id, a.department, 'b.approver3', a.rank, 'active'
  from identity.account a where a.name = 'b.approver1';
insert into audit.entry (entry_id, action, outcome, account_id, institution_id, object_type, object, mac)
select ops.uuid_v7(), 'record.release', 'done', case when n < 10 then account('b.approver1') else account('b.approver3') end,
       institution('BANKB'), 'record', record::text, '\x00' from many where n < 20;
select is(volume('b.approver1', :'note'), '20', 'all accounts of a person are one hand');

-- The month's limit, and nobody finds out the weights by trying.
insert into identity.account_role values (account('a.responsible1'), 'approver.requester');
select stricter('{"engine": {"monthly_limit": 1}}');
select is(said(ask('a.colleague', request(:'note'))), 'ok medium review', 'beyond the month''s limit people decide');
select stricter('{"requests": {"most": 2, "minutes": 60}}');
select said(ask('b.reader', request(:'note'))) from generate_series(1, 2) \g /dev/null
select is((a).code || ' ' || (((a).body->>'retry_after')::integer between 1 and 3600), 'too_many_requests true', 'who asks again and again waits (JR-8)')
  from ask('b.reader', request(:'note')) a;
select is(said(ask('b.manager', request(:'note'))), 'ok medium review', 'others do not');

-- Who sees what.
select stricter();
select (a).body->'review'->>'id' as review from ask('b.executive', request(:'note')) a \gset
create function seen(i_name text, i_function text, i_noun text, i_id uuid) returns text language sql as $$
    select case when a.code <> 'ok' then a.code else coalesce((select string_agg(k, ' ' order by k) from jsonb_object_keys(a.body->'risk') k), 'nothing') end
      from tap.door(i_function, tap.call(i_name, split_part(i_function, '_', 2) || '.read',
               jsonb_build_object('object_type', i_noun, 'object', i_id)), jsonb_build_object(i_noun, i_id)) a;
$$;
select is(seen(who, 'read_' || noun, noun, id::uuid), wanted, who || ' of a ' || noun || ': ' || wanted)
  from (values
    ('b.executive', 'review', :'review', 'factors grade'),
    ('a.author', 'review', :'review', 'grade'),
    ('b.approver1', 'review', :'review', 'at factors grade inputs points policy version'),
    ('a.compliance1', 'review', :'review', 'at factors grade inputs points policy version'),
    ('b.auditor', 'review', :'review', 'at factors grade inputs points policy version'),
    ('b.reader', 'review', :'review', 'not_found'),
    ('a.colleague', 'grant', :'grant', 'factors grade'),
    ('a.auditor', 'grant', :'grant', 'at factors grade inputs points policy version'),
    ('b.auditor', 'grant', :'grant', 'not_found'),
    ('a.responsible1', 'grant', :'grant', 'not_found')) t (who, noun, id, wanted);
select * from finish();
rollback;
