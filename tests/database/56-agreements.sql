-- SPDX-License-Identifier: Apache-2.0
-- Agreements (GS-1.7): nobody agrees for others, each party signs by somebody of
-- its own, and what was granted under one ends with it.
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(58);

create function in_days(i_days integer) returns text language sql as $$
    select to_char(now() at time zone 'UTC' + i_days * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
$$;
create function said(i_answer gateway.answer) returns text language sql as $$
    select i_answer.code || coalesce(' ' || (i_answer.body->>'pointer') || ': ' || (i_answer.body->>'detail'), '');
$$;

select publish('{"level": "confidential"}') as closed, publish('{"level": "confidential", "audience": ["BANKC"]}') as elsewhere \gset

-- What is proposed.
select is(said(propose(change)), 'invalid_value ' || wanted, 'refused: ' || change::text)
  from (values
    ('{"parties": ["BANKA"]}'::jsonb, '/parties: two to eight institutions, each once'),
    ('{"parties": ["BANKA", "BANKA"]}', '/parties: two to eight institutions, each once'),
    ('{"parties": []}', '/parties: two to eight institutions, each once'),
    ('{"parties": ["BANKA", "BANKX"]}', '/parties: each is one of: BANKA, BANKB, BANKC, OPER, REGU'),
    ('{"parties": ["BANKB", "BANKC"]}', '/parties: BANKA is one of them: nobody agrees for others'),
    ('{"purpose": "gossip"}', '/purpose: it is one of: fraud, operations, risk'),
    ('{"duties_digest": "short"}', '/duties_digest: it is the SHA-256 of the text of the duties, base64url'),
    ('{"ends_at": "2020-01-01T00:00:00Z"}', '/ends_at: it is a time at least a minute from now, as 2030-12-31T00:00:00Z')) t (change, wanted);
select is((propose('{}', who)).code, 'forbidden', who || ' binds nobody')
  from unnest(array['a.author', 'a.officer', 'a.reviewer1', 'a.auditor', 'a.responsible1', 'oper.system1']) who;
select is((propose('{"parties": ["BANKA", "BANKC"]}')).code, 'undecidable', 'a party whose people cannot sign agrees to nothing');
select is((propose('{"parties": ["BANKA", "BANKB", "BANKC"]}')).code, 'undecidable', 'nor do others for it');

-- Who signs.
select (p).body->'agreement'->>'id' as proposed, (p).body->'review'->>'id' as review, (p).body->'agreement' as told from propose() p \gset
select is(:'told'::jsonb - array['id', 'review', 'ends_at'], jsonb_build_object(
    'parties', '["BANKA", "BANKB"]'::jsonb, 'purpose', 'risk', 'state', 'proposed', 'signed_at', null,
    'duties_digest', ops.base64url(sha256('duties'))), 'what is proposed');
select is((select string_agg(i.code || ' ' || n.permission || ' ' || n.approvals, ', ' order by i.code)
             from review.need n join identity.institution i using (institution_id) where n.review_id = :'review'),
          'BANKA agreement.sign 1, BANKB agreement.sign 1', 'a person of each party');
select is(decide(who, :'review', 'approve'), wanted, who || ': ' || wanted)
  from (values ('a.compliance1', 'own_request'), ('b.reader', 'not_found'), ('b.auditor', 'not_found'), ('oper.security1', 'not_found')) t (who, wanted);
select is(decide('a.compliance2', :'review', 'approve'), 'ok', 'BANKA signs');
select is((select a.state from access.agreement a where a.agreement_id = :'proposed'), 'proposed', 'which binds nobody yet');
insert into identity.account_role values (account('a.colleague'), 'approver.owner'), (account('b.manager'), 'approver.owner');
select is(decide('a.colleague', :'review', 'approve'), 'not_eligible', 'a second one of BANKA does not sign for BANKB');
select is(decide('b.manager', :'review', 'approve'), 'ok', 'BANKB signs');
select is((select (a.state, a.version, a.signed_at is not null)::text from access.agreement a where a.agreement_id = :'proposed'), '(active,2,t)', 'it binds both');
select is((select string_agg(e.action, ' ' order by e.entry_id) from audit.entry e where e.object_type = 'agreement' and e.object = :'proposed'
              or e.action = 'agreement.create' and e.review_id = :'review'), 'agreement.create agreement.signed', 'on record');
select (p).body->'agreement'->>'id' as refused, (p).body->'review'->>'id' as refusal from propose('{"purpose": "fraud"}') p \gset
select decide('a.compliance2', :'refusal', 'approve'), decide('b.manager', :'refusal', 'reject') \g /dev/null
select is((select a.state from access.agreement a where a.agreement_id = :'refused'), 'rejected', 'who does not sign is not bound');
select (p).body->'agreement'->>'id' as late, (p).body->'review'->>'id' as lately from propose('{"purpose": "fraud"}') p \gset
select decide('a.compliance2', :'lately', 'approve') \g /dev/null
update identity.institution set state = 'suspended' where code = 'BANKC';
select is(said(propose('{"parties": ["BANKA", "BANKC"]}')), 'invalid_value /parties: each is one of: BANKA, BANKB, OPER, REGU', 'nobody agrees with who is suspended');
update access.agreement set version = 7 where agreement_id = :'late';
select decide('b.manager', :'lately', 'approve') \g /dev/null
select is((select r.state || ' ' || r.reason from review.review r where r.review_id = :'lately'), 'failed facts_moved', 'what moved is not signed');

-- Who knows of it.
select is((select count(*) from jsonb_array_elements((door('list_agreements', call(who, 'agreement.list'), '{}')).body->'items')), wanted, who || ' sees ' || wanted)
  from (values ('a.author', 4::bigint), ('b.reader', 4), ('r.auditor', 4), ('c.reader', 0), ('oper.system1', 0)) t (who, wanted);

-- What rests on it.
create function asked(i_change jsonb default '{}', i_name text default 'b.reader') returns gateway.answer language sql as $$
    select tap.ask(i_name, jsonb_build_object(
        'kind', 'data', 'scope', jsonb_build_object('record', current_setting('test.record')), 'max_level', 'confidential', 'operations', '["view"]'::jsonb,
        'purpose', 'risk', 'until', tap.in_days(1), 'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()) || i_change);
$$;
select set_config('test.record', :'closed', true) \g /dev/null
select is(said(asked()), format('agreement_required /agreement: name one of: %s, %s', :'agreement', :'proposed'), 'of several one is named');
select is((asked(jsonb_build_object('agreement', :'proposed'))).code, 'ok', 'as here');
select is((select g.agreement_id from access.grant g order by g.grant_id desc limit 1), :'proposed', 'and kept');
select is((select r.payload::jsonb->>'agreement' from review.review r order by r.review_id desc limit 1), :'proposed', 'and signed by who decides');
select is(said(asked(jsonb_build_object('agreement', agreement) || change)), wanted, claim)
  from (values
    (:'refused', '{}'::jsonb, 'invalid_value /agreement: no agreement of yours with BANKA for risk that counts now', 'what was rejected carries nothing'),
    (:'proposed', '{"purpose": "fraud"}', 'invalid_value /agreement: no agreement of yours with BANKA for fraud that counts now', 'nor what is for another purpose'),
    (ops.uuid_v7()::text, '{}', 'invalid_value /agreement: no agreement of yours with BANKA for risk that counts now', 'nor what there is not')) t (agreement, change, wanted, claim);
select is(said(asked('{"purpose": "fraud"}')), 'agreement_required /agreement: there is none with BANKA for fraud: its approvers propose one by POST /v1/agreements', 'without one nothing is granted');
select matches(said(asked(jsonb_build_object('until', in_days(91)))), '^invalid_value /until: its agreement ends before: ask until ', 'nor for longer than it lasts');
select set_config('test.record', :'elsewhere', true) \g /dev/null
update identity.institution set state = 'active' where code = 'BANKC';
select is((asked('{}', 'c.reader')).code, 'agreement_required', 'others'' agreements are not one''s own');

-- The database's own word.
select is(granted('b.reader', :'closed') is not null, true, 'granted under an agreement');
select throws_ok($$update access.grant set agreement_id = null where state = 'granted'$$, '23514', null, 'no grant across institutions without one');
select throws_ok($$update access.grant set purpose = 'fraud' where state = 'granted'$$, '23503', null, 'nor for another purpose');
select throws_ok($$update access.grant set institution_id = tap.institution('BANKC') where state = 'granted'$$, '23503', null, 'nor of who is no party');
select throws_ok($$delete from access.agreement_party$$, 'CS012', null, 'nobody leaves');
select throws_ok($$update access.agreement set state = 'proposed' where state = 'active'$$, '23514', null, 'nor takes the signature back');

-- What ends with it.
select (asked(jsonb_build_object('agreement', :'proposed', 'scope', jsonb_build_object('record', :'closed')))).body->'review'->>'id' as late_review \gset
select is((select count(*) from access.list_live_grants(account('b.reader'))), 1::bigint, 'it counts');
create function tick() returns text language sql as $$
    select (tap.door('tick', tap.call('a.author', 'clock.tick') - 'handle', '{}')).code;
$$;
update access.agreement set proposed_at = now() - interval '2 days', ends_at = statement_timestamp() - interval '1 second' where state = 'active';
select is((select count(*) from access.list_live_grants(account('b.reader'))), 0::bigint, 'until the agreement''s end, and not a moment longer');
select tick(), tick(), tick() \g /dev/null
select is((select string_agg(distinct a.state, ' ') from access.agreement a where a.agreement_id in (:'agreement', :'proposed')), 'ended', 'the clock ends it');
select is((select g.state from access.grant g where g.agreement_id = :'agreement' and g.granted_at is not null), 'ended', 'and what was granted under it');
select is((select string_agg(distinct e.reason_code, ' ') from audit.entry e where e.action = 'grant.ended'), 'agreement', 'the log says why');
select decide('b.approver2', :'late_review', 'approve'), decide('a.compliance1', :'late_review', 'approve') \g /dev/null
select is((select r.state || ' ' || r.reason from review.review r where r.review_id = :'late_review'), 'failed facts_moved', 'what was still asked for under it is not granted');

select * from finish();
rollback;
