-- SPDX-License-Identifier: Apache-2.0
-- Who reads which part of the log, and what it proves (GS-2.2.2, GS-4.3c).
\ir lib/platform.sql
select plan(42);

create function entries(i_name text, i_filter jsonb default '{}') returns gateway.answer language sql as $$
    select tap.door('list_entries', tap.call(i_name, 'entry.list'), i_filter);
$$;
create function items(i_name text, i_filter jsonb default '{}') returns setof jsonb language sql as $$
    select jsonb_array_elements((tap.entries(i_name, '{"limit": 500}' || i_filter)).body->'items');
$$;
create function entry(i_name text, i_entry uuid) returns gateway.answer language sql as $$
    select tap.door('read_entry', tap.call(i_name, 'entry.read'), jsonb_build_object('entry', i_entry));
$$;

select publish() as note \gset
select door('read_record', call('b.reader', 'record.read', jsonb_build_object('object_type', 'record', 'object', :'note')),
            jsonb_build_object('record', :'note')) \g /dev/null
select entry_id as theirs from audit.entry where action = 'record.read' \gset
select entry_id as ours from audit.entry where action = 'record.create' \gset
select door('record_refusal', jsonb_set(call('nobody', 'call.refused'), '{handle}', 'null'), '{"code": "not_found"}') \g /dev/null
select entry_id as strangers from audit.entry where action = 'call.refused' \gset

select is((entries('a.author')).code, 'forbidden', 'who is no auditor reads none');
select ok(exists (select from items('a.auditor') i where i->>'id' = :'ours'), 'an auditor reads the own institution''s entries');
select ok(exists (select from items('a.auditor') i where i->>'id' = :'theirs'), 'and what others did with its records');
select ok(not exists (select from items('b.auditor') i where i->>'id' = :'ours'), 'not what another institution did with its own');
select ok(exists (select from items('b.auditor') i where i->>'id' = :'theirs'), 'its own people''s, whatever they read');
select is((select count(*) from items('r.auditor') i where i->>'id' in (:'ours', :'theirs')), 2::bigint, 'a regulator reads those in its charge');
select ok(not exists (select from items('r.auditor') i where i->>'institution' = institution('BANKB')::text and i->>'owner' is null), 'and no others');
select ok(exists (select from items('oper.audit1') i where i->>'id' = :'strangers'), 'the operator''s auditor reads strangers'' entries');
select ok(not exists (select from items('a.auditor') i where i->>'id' = :'strangers'), 'a bank''s does not');
select ok(exists (select from items('a.auditor', '{"action": "entry.list"}')), 'reading the log is itself logged');

select is((select count(*) from items('a.auditor', jsonb_build_object('action', 'record.create', 'object', :'note'))), 1::bigint, 'filters by action and object hold');
select is((select count(*) from items('a.auditor', '{"outcome": "failed"}')), 0::bigint, 'by outcome too');
select is((select count(*) from items('a.auditor', '{"to": "2020-01-01T00:00:00Z"}')), 0::bigint, 'by time too');
select cmp_ok((select count(*) from items('a.auditor', '{"from": "2020-01-01T00:00:00Z"}')), '>', 0::bigint, 'from both sides');
select is((select count(*) from items('a.auditor', '{"institution": "NOBODY"}')), 0::bigint, 'an institution that there is not has none');
select is((select count(*) from items('a.auditor', jsonb_build_object('account', account('b.reader')))), 1::bigint, 'by account too');
select is((select array_agg(i->>'id') from items('a.auditor', '{"action": "record.create"}') i),
          (select array_agg(e.entry_id::text order by e.entry_id desc) from audit.entry e where e.action = 'record.create'), 'newest first');
select isnt((entries('a.auditor', '{"limit": 1}')).body->'next', 'null', 'a page leads to the next');

-- A filter that says nothing is refused, and does not answer with another part of the log.
select ok((select count(*) > 0 from items('a.auditor', jsonb_build_object('from', t))), 'since ' || t || ' there are entries')
  from unnest(array['1970-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '0001-01-01T00:00:00Z']) t;
select is((select count(*) from items('a.auditor', '{"to": "1970-01-01T00:00:00Z"}')), 0::bigint, 'before the first UUIDv7 none');
select is((entries('a.auditor', filter))::text, format('(invalid_value,"{""pointer"": ""/%s""}")', k), format('%s is refused', filter))
  from unnest(array['{"from": "0000-01-01T00:00:00Z"}', '{"to": "0000-01-01T00:00:00Z"}', '{"to": "2026-02-30T00:00:00Z"}',
                    '{"account": "me"}', '{"after": "last"}', '{"action": "record.stolen"}']::jsonb[]) filter, jsonb_object_keys(filter) k;

select is((select count(*) from jsonb_object_keys((entry('a.auditor', :'ours')).body->'core')), 28::bigint, 'a core has 28 members');
select is((entry('a.auditor', :'ours')).body->'proof', 'null', 'no proof before it is sealed');

-- Whose record was read learns who did, and not from where.
create function seen(i_name text, i_entry uuid) returns text language sql as $$
    select concat_ws(' ', b->'core'->>'account' = tap.account('b.reader')::text, b->>'personal', length(b->>'personal_salt'))
      from (select (tap.entry(i_name, i_entry)).body) t (b);
$$;
select is(seen('b.auditor', :'theirs'), 't {} 43', 'an auditor reads the personal part of the own people');
select is(seen('a.auditor', :'theirs'), 't', 'not that of another institution''s, whose core it reads');
select is(seen('r.auditor', :'theirs'), 't', 'nor does a regulator, where they are not in its charge');
select is(seen('r.auditor', :'ours'), 'f {} 43', 'it does where they are');
select is((entry('b.auditor', :'ours')).code, 'not_found', 'what one may not read is not there');

-- Sealed, as the sealer would: one leaf over the core as it stands.
update audit.head set size = 1;
insert into audit.leaf
select 0, e.entry_id, 1, 'gateway', sha256('salt'),
       sha256(sha256('salt') || convert_to(countersign.canonicalize(audit.make_core(e, 1, 'gateway')::text), 'UTF8'))
  from audit.entry e where e.entry_id = :'ours';
insert into audit.checkpoint values (1, 'note', 'vkey');
select is(((entry('a.auditor', :'ours')).body->'proof') - '{leaf}'::text[], '{"leaf_index": 0, "size": 1, "path": []}', 'then there is one');
select is(ops.base64url(sha256(decode(translate(b->>'salt', '-_', '+/') || '=', 'base64') || convert_to(countersign.canonicalize(b->>'core'), 'UTF8'))), b->'proof'->>'leaf',
          'and the reader can compute the leaf')
  from (select (entry('a.auditor', :'ours')).body) t (b);
select is((door('read_inclusion_proof', call('a.auditor', 'proof.read'), jsonb_build_object('entry', :'ours', 'size', 2))).body->>'detail',
          'the entry is leaf 0 and the tree has 1: ask for a size from 1 to 1', 'no proof in a tree larger than the head, and why');
select is((door('read_inclusion_proof', call('a.auditor', 'proof.read'), jsonb_build_object('entry', :'theirs'))).code, 'conflict',
          'nor of an entry that no checkpoint holds');
select is((door('read_checkpoint', call('b.reader', 'proof.read'), '{}')).body->>'note', 'note', 'everybody reads the checkpoint');
select is((select count(*) from audit.entry where action = 'proof.read' and object_type is null and account_id = account('b.reader')), 0::bigint, 'which writes no entry');

select is((select jsonb_agg(line::jsonb - array['core', 'salt', 'personal', 'personal_salt', 'leaf']) from operator.read_log(1) line where line::jsonb ? 'leaf_index'),
          jsonb_build_array(jsonb_build_object('leaf_index', 0, 'entry_id', :'ours')), 'the operator''s file has a line a leaf');

select * from finish();
rollback;
