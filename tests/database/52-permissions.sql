-- SPDX-License-Identifier: Apache-2.0
-- Asking to read another institution's record (GS-3.2): what would give nothing
-- is not asked of anybody.
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(22);

select publish('{"level": "confidential"}') as closed, publish() as note,
       publish('{"level": "secret", "title": null, "title_sealed": "00"}') as secret,
       publish('{"level": "confidential", "audience": ["BANKC"]}') as elsewhere \gset
create function asked(i_name text, i_record uuid, i_change jsonb default '{}') returns gateway.answer language sql as $$
    select tap.ask(i_name, jsonb_build_object(
        'kind', 'data', 'scope', jsonb_build_object('record', i_record), 'max_level', 'confidential', 'operations', '["view"]'::jsonb,
        'purpose', 'risk', 'until', to_char(now() at time zone 'UTC' + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()) || i_change);
$$;
create function refusal(i_name text, i_record uuid, i_change jsonb default '{}') returns text language sql as $$
    select a.code || coalesce(' ' || (a.body->>'pointer') || ': ' || (a.body->>'detail'), '') from tap.asked(i_name, i_record, i_change) a;
$$;
select is(refusal('b.reader', :'closed', change), 'invalid_value ' || wanted, 'refused: ' || change::text)
  from (values
    ('{"kind": "power"}'::jsonb, '/kind: it is function or data'),
    ('{"scope": {}}', '/scope: it is one of record, type and category'),
    ('{"max_level": "public"}', '/max_level: the record''s level is confidential: ask for that'),
    ('{"max_level": "cosmic"}', '/max_level: it is one of: public, confidential, secret, top_secret'),
    ('{"operations": ["view", "print"]}', '/operations: at level confidential your rank can be given: download, list, view'),
    ('{"operations": ["download"], "max_level": "top_secret"}', '/operations: at level confidential your rank can be given: list, view'),
    ('{"operations": []}', '/operations: at level confidential your rank can be given: download, list, view'),
    ('{"purpose": "gossip"}', '/purpose: it is one of: fraud, operations, risk'),
    ('{"until": "2020-01-01T00:00:00Z"}', '/until: it is a time at least a minute from now, as 2030-12-31T00:00:00Z'),
    (jsonb_build_object('until', to_char(now() at time zone 'UTC' + interval '50 seconds', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
     '/until: it is a time at least a minute from now, as 2030-12-31T00:00:00Z'),
    ('{"urgency": "at once"}', '/urgency: it is normal or urgent')) t (change, wanted);
select is(refusal('a.colleague', :'closed'), 'invalid_value /scope/record: what is asked for can be read without a permission', 'the own institution''s need none');
select is(refusal('b.reader', :'note'), 'invalid_value /scope/record: what is asked for can be read without a permission', 'nor what is public to members');
select is(refusal('b.reader', :'elsewhere'), 'not_found', 'what one may not know of');
select is(refusal('b.reader', ops.uuid_v7()), 'not_found', 'answers as what there is not');
select is(refusal('b.auditor', :'closed'), 'forbidden', 'who may not ask does not');
select is((select count(*) from access.grant), 0::bigint, 'nothing of that waits for anybody');
select is(refusal('b.reader', :'closed'), 'ok', 'what both institutions can decide is asked');
select is(refusal('a.colleague', :'secret', '{"max_level": "secret"}'), 'undecidable', 'of the own institution one is, where a grant is needed: none there can decide it');

-- An id that somebody wrote is told as it was written.
select (a).body->'review'->>'id' as review from asked('b.reader', :'closed', jsonb_build_object('reason', account('c.reader'))) a \gset
select (door('read_review', call('b.reader', 'review.read'), jsonb_build_object('review', :'review'::uuid))).body->'names' as names \gset
select is(:'names'::jsonb->>account('c.reader')::text, null, 'a reason is not read as an id');
select is(:'names'::jsonb->>account('b.reader')::text, 'b.reader', 'who asked is told by name');
select is((door('read_review', call('a.compliance1', 'review.read'), jsonb_build_object('review', :'review'::uuid))).body->'names'->>account('b.reader')::text, 'b.reader', 'to who decides in another institution, too');

select * from finish();
rollback;
