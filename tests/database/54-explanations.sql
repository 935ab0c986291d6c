-- SPDX-License-Identifier: Apache-2.0
-- What is stated about a record to decide on, and to whom (JR-8): of one that an account may not know of nothing but
-- the id that was asked with, as for one that does not exist.
\ir lib/platform.sql
select plan(20);

create function prepare(i_name text, i_record uuid, i_more jsonb default '{}') returns gateway.answer language sql as $$
    select tap.door('prepare_explanation', tap.call(i_name, 'explanation.read'),
                    jsonb_build_object('operation', 'view', 'record', i_record) || i_more);
$$;
create function explain(i_name text, i_more jsonb default '{}') returns text language sql as $$
    select (tap.door('explain_decision', tap.call(i_name, 'explanation.read'), jsonb_build_object(
        'operation', 'view', 'record', ops.uuid_v7(), 'policy', access.current_policy(), 'reason', 'not_found') || i_more)).code;
$$;
-- Without the id.
create function facts(i_name text, i_record uuid) returns jsonb language sql as $$
    select (prepare(i_name, i_record)).body #- '{object,record}';
$$;

select publish('{"level": "confidential"}') as note, publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as top \gset
select facts('b.reader', ops.uuid_v7()) as nothing \gset

select is(:'nothing'::jsonb - 'subject' - 'policy',
    '{"object": {"institution": "00000000-0000-0000-0000-000000000000", "state": "unknown"}, "audience": false, "basis": "none", "grants": []}',
    'of no record nothing is stated');
select is(facts('b.reader', :'top'), :'nothing', 'nor of one beyond the rank');
update record.record set for_members = false where record_id = :'note';
delete from record.audience where record_id = :'note';
select is(facts('b.reader', :'note'), :'nothing', 'nor of one that is for others');
update record.record set for_members = true where record_id = :'note';
select is(facts('b.reader', :'note')->'object', jsonb_build_object('institution', institution('BANKA'), 'level', 'confidential', 'state', 'published'),
    'of one that is known what the decision needs');
select is(facts('b.reader', :'note')->'subject', jsonb_build_object('account', account('b.reader'), 'institution', institution('BANKB'),
    'rank', 'staff', 'active', true, 'permitted', true), 'and who asks');
select ok(not (prepare('b.reader', :'note')).body::text ~ '(title|wrapped_key|content|identifier|institution_key)', 'never what belongs to the content');
select is(facts('a.author', :'note')->>'basis', 'author', 'on what ground it is known');

select is((prepare('b.reader', :'note', jsonb_build_object('account', account('a.author')))).code, 'forbidden', 'nobody asks about others');
select is((prepare('b.reader', :'note', jsonb_build_object('account', ops.uuid_v7()))).code, 'forbidden', 'not even whether there is such an account');
select is(explain('b.reader', jsonb_build_object('account', account('a.author'))), 'forbidden', 'nor past the preparation');
select is((prepare('b.reader', :'note', jsonb_build_object('account', account('b.reader')))).body, (prepare('b.reader', :'note')).body,
    'naming oneself is asking for oneself');
select is((prepare('oper.security1', :'note', jsonb_build_object('account', account('b.reader')))).body, (prepare('b.reader', :'note')).body,
    'the security administrator sees what the other would');
select is((prepare('oper.security1', :'note', jsonb_build_object('account', ops.uuid_v7()))).code, 'not_found', 'about accounts that there are');
update identity.account set state = 'suspended' where name = 'b.reader';
select is((prepare('oper.security1', :'note', jsonb_build_object('account', account('b.reader')))).body->'subject'->>'active', 'false',
    'also that one is not active');
update identity.account set state = 'active' where name = 'b.reader';

select is(explain('b.reader'), 'ok', 'an explanation is an entry');
select results_eq($$select e.outcome || ' ' || e.reason_code from audit.entry e where e.action = 'explanation.read' order by e.entry_id desc limit 1$$,
    array['done not_found'], 'that says what was found');
select is(explain('b.reader', '{"policy": 0}'), 'policy_moved', 'under the policies in force');
update access.explanation_count set asked = (select p.requests_most from access.risk_policy p where p.policy = access.current_policy());
select is((prepare('b.reader', :'note')).code, 'too_many_requests', 'who asked as often as it may waits (JR-8)');
select is((select a.code from ops.alert a where a.account_id = account('b.reader') and a.code = 'explanations_probed'), 'explanations_probed', 'and is told of');
update access.explanation_count set since_at = since_at - (select p.requests_window from access.risk_policy p where p.policy = access.current_policy());
select is((prepare('b.reader', :'note')).code, 'ok', 'until the time is over');

select * from finish();
rollback;
