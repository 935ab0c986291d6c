-- SPDX-License-Identifier: Apache-2.0
-- What would come of asking is said without asking: of what was tried nothing stays (GS-2.2.2).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(24);

create function planned(i_name text, i_kind text, i_payload jsonb) returns gateway.answer language sql as $$
    select tap.door('plan_review', tap.call(i_name, 'review.plan'), jsonb_build_object('kind', i_kind, 'payload', i_payload));
$$;
create function refusal(i_name text, i_kind text, i_payload jsonb) returns text language sql as $$
    select concat_ws(' ', a.body->'refusal'->>'code', a.body->'refusal'->>'pointer') from tap.planned(i_name, i_kind, i_payload) a;
$$;
create function rows_kept() returns text language sql as $$
    select format('%s %s %s %s %s %s %s', (select count(*) from review.review), (select count(*) from review.stage), (select count(*) from identity.account),
                  (select count(*) from identity.institution), (select count(*) from access.grant), (select count(*) from identity.device),
                  (select count(*) from identity.session where ended_at is null));
$$;
select ((draft('a.author')).body->'record'->>'id')::uuid as record \gset
select publish('{"level": "confidential"}') as closed \gset
update identity.account set state = 'locked' where name = 'a.department2';
select rows_kept() as before \gset

select (planned('a.author', 'record.publish', jsonb_build_object('record', :'record'))).body as plan \gset
select is((select string_agg(s->>'name', ' ' order by n) from jsonb_array_elements((:'plan'::jsonb)->'stages') with ordinality t (s, n)), 'department responsible compliance', 'the stages are named');
select is((:'plan'::jsonb)->'stages'->0, '{"name": "department", "needs": [{"permission": "record.publish.department", "scope": "department", "approvals": 1}],
          "eligible": {"count": 1, "names": ["a.department1"]}}', 'with who could decide them');
select is((:'plan'::jsonb)->>'missing', null, 'nobody is missing');
select is((:'plan'::jsonb)->>'refusal', null, 'nothing would be refused');
select is(ops.read_time((:'plan'::jsonb)->>'due_at') - now() between interval '23:50' and interval '24:10', true, 'and until when');
select is((select state from record.record where record_id = :'record'), 'draft', 'the record is a draft as before');

update identity.account set state = 'suspended' where name = 'a.department1';
select (planned('a.author', 'record.publish', jsonb_build_object('record', :'record'))).body as plan \gset
select is((:'plan'::jsonb)->>'missing', 'department (record.publish.department of BANKA, credit): 0 eligible, 1 needed', 'who is missing is named');
select is(jsonb_array_length((:'plan'::jsonb)->'stages'), 3, 'beside the stages');
update identity.account set state = 'active' where name = 'a.department1';

select is(refusal('a.author', 'record.publish', jsonb_build_object('record', ops.uuid_v7())), 'not_found', 'what there is not is refused as by the call');
select is(refusal('a.colleague', 'record.publish', jsonb_build_object('record', :'record')), 'not_found', 'what one may not know of likewise');
select is(refusal('a.officer', 'account.unlock', jsonb_build_object('account', account('a.author'))), 'conflict', 'what is not locked is not unlocked');
select is(refusal('a.officer', 'account.transfer', jsonb_build_object('account', account('a.author'), 'department', 'nowhere', 'rank', 'staff', 'roles', '["author"]'::jsonb)),
          'invalid_value /payload/department', 'a value that is refused is pointed at');
select is((planned('a.officer', 'account.unlock', jsonb_build_object('account', account('a.department2')))).body->'stages'->0->'eligible'->>'count', '2', 'two could unlock');
select is((planned('a.officer', 'account.transfer', jsonb_build_object('account', account('a.author'), 'department', 'payments', 'rank', 'staff', 'roles', '["author"]'::jsonb))).body #>> '{stages,0,name}',
          'transfer', 'a transfer is planned');
select is((select count(*) from identity.account_role where account_id = account('a.author')), 1::bigint, 'and takes nobody''s rights away');
select is((planned('b.reader', 'permission.grant', jsonb_build_object('kind', 'data', 'scope', jsonb_build_object('record', :'closed'), 'max_level', 'confidential',
              'operations', '["view"]'::jsonb, 'purpose', 'risk', 'until', to_char(now() at time zone 'UTC' + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'reason', 'A borrower.',
              'urgency', 'normal', 'grant', ops.uuid_v7()))).body #>> '{stages,2,name}', 'compliance', 'a permission as if its risk were high');
select is((planned('a.officer', 'account.activate', jsonb_build_object('name', 'banka.newcomer', 'kind', 'person', 'person', '{"name": "New Comer", "number": "N-1"}'::jsonb,
              'institution', 'BANKA', 'department', 'credit', 'rank', 'staff', 'roles', '["author"]'::jsonb, 'account', ops.uuid_v7(), 'code_half_digest', repeat('00', 32)))).body #>> '{stages,0,name}',
          'activation', 'an account');
select is((planned('oper.system1', 'institution.suspend', jsonb_build_object('institution', institution('BANKA')))).body #>> '{stages,1,name}', 'security', 'and the end of an institution');
select is((planned('a.author', 'account.unlock', jsonb_build_object('account', account('a.department2')))).code, 'forbidden', 'who may not ask does not plan');
select is((planned('a.author', 'no.such', '{}')).code, 'invalid_value', 'nor what there is not');

select is(rows_kept(), :'before', 'nothing of all that stays');
select is((select count(*) from audit.entry e join audit.entry c on c.entry_id = e.cause where c.action = 'review.plan'), 0::bigint, 'and nothing came of it');
select is((select count(*) from audit.entry where action = 'review.plan'), 13::bigint, 'but that it was asked is on record');
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'record'))).code, 'ok', 'and what was planned can be asked');

select * from finish();
rollback;
