-- SPDX-License-Identifier: Apache-2.0
-- The log is append-only, and no entry has a form that its action does not (GS-2.2.2).
\ir lib/begin.sql
select plan(53);

insert into audit.entry (entry_id, action, outcome, mac) values (ops.uuid_v7(), 'me.read', 'done', '\x00');
select e.tableoid::regclass as partition from audit.entry e where action = 'me.read' limit 1 \gset
insert into audit.leaf values (9000, ops.uuid_v7(), 1, 'gateway', sha256(''), sha256(''));

select throws_ok(format(statement, name, col), 'CS001', null, name || ' refuses ' || split_part(statement, ' ', 1))
  from (values ('audit.entry', 'node'), (:'partition', 'node'), ('audit.leaf', 'n'), ('audit.node', 'hash'),
               ('audit.checkpoint', 'note')) t (name, col),
       unnest(array['update %1$s set %2$s = %2$s', 'delete from %s', 'truncate %s']) statement;

set local session_replication_role = replica;
select throws_ok(format('delete from %s', :'partition'), 'CS001', null, 'nor does it obey when triggers are told to rest');
set local session_replication_role = origin;

select is_empty($$
    select c.oid::regclass from pg_class c
     where c.oid in (select inhrelid from pg_inherits where inhparent = 'audit.entry'::regclass)
       and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'refuse_change' and t.tgenabled = 'A')
$$, 'every month has its guard, always enabled');

select cmp_ok((select count(*)::integer from pg_inherits where inhparent = 'audit.entry'::regclass), '>=', 72,
              'months are there for six years');
select is(audit.make_partition('2099-12-31'), 'entry_2099_12', 'a further month can be made');
select lives_ok($$
    insert into audit.entry (entry_id, action, outcome, mac)
    values (ops.first_uuid('2099-12-31T23:59:59.999Z'), 'me.read', 'done', '\x00')
$$, 'and takes the entries of its last moment');

select throws_ok(format('insert into audit.entry (entry_id, action, outcome, mac, cause) values (ops.uuid_v7(), %s)', form),
                 'CS002', null, 'no entry: ' || why)
  from (values ($$'me.forged', 'done', '\x00', null$$, 'an action that is not listed'),
               ($$'me.read', 'done', null, null$$, 'a request without a MAC'),
               ($$'record.published', 'done', null, null$$, 'a consequence without a cause'),
               ($$'record.published', 'done', '\x00', null$$, 'a consequence with a MAC'),
               ($$'platform.initialised', 'done', '\x00', null$$, 'a beginning with a MAC')) t (form, why);
select throws_ok(format($$
    select audit.write_consequence(jsonb_populate_record(null::audit.call, '{"entry": {"action": "me.read"}}'), %L, 'session', 'x', '{}')
$$, action), 'CS002', null, 'reading does not bring about ' || action) from unnest(array['session.ended', 'me.forged']) action;
select throws_ok($$
    insert into audit.entry (entry_id, action, outcome, mac) values (ops.uuid_v7(), 'me.read', 'perhaps', '\x00')
$$, '23514', null, 'no entry: an outcome that is none');


-- Nothing gets in that the sealer could not hash, or a verifier not read, for ever.
create function writes(i_columns text, i_values text) returns text language plpgsql as $$
begin
    execute format('insert into audit.entry (entry_id, outcome, %s) values (ops.uuid_v7(), ''done'', %s)', i_columns, i_values);
    return 'written';
exception when others then
    return sqlstate;
end $$;
create view bound as
select a.attname as name, (regexp_match(pg_get_constraintdef(k.oid), format('octet_length\(%s\) <= (\d+)', a.attname)))[1]::integer as most
  from pg_attribute a left join pg_constraint k on k.conname = 'entry_texts_ck' and k.conrelid = a.attrelid
 where a.attrelid = 'audit.entry'::regclass and a.atttypid in ('text'::regtype, 'bytea'::regtype) and a.attname <> 'outcome';
select is_empty($$ select name from bound where most is null or most > 256 $$, 'every text of an entry has its bound');
select is(writes(b.name || ', action, mac', format('repeat(''x'', %s), ''me.read'', ''\x00''', b.most + 1)), '23514', b.name || ' is refused beyond it')
  from bound b where b.name not in ('action', 'mac') order by b.name;
select is(writes('action, mac', $$'me.read', decode(repeat('00', 33), 'hex')$$), '23514', 'so is a mac');
alter table audit.entry disable trigger check_entry;
select is(writes('action, mac', $$repeat('x', 65), '\x00'$$), '23514', 'and an action, were it listed');
alter table audit.entry enable trigger check_entry;
select is(writes('action, mac, object', $$'me.read', '\x00', repeat('é', 129)$$), '23514', 'bytes are counted and not characters');
select is(writes('action, mac, object', $$'me.read', '\x00', repeat(chr(1), 256)$$), 'written', 'what is within the bounds is written');
select is(writes('action, mac, revision', $$'me.read', '\x00', -1$$), '23514', 'a number below zero is not');
select throws_ok(format('insert into audit.personal values (ops.uuid_v7(), repeat(chr(1), %s), sha256(''''))', size), '23514', null,
                 'nor a personal part of ' || size || ' bytes')
  from unnest(array[0, 4097, 40000000]) size;

-- What a login's own role settings may have weakened.
set local synchronous_commit = off;
select is(writes('action, mac', $$'me.read', '\x00'$$), 'CS006', 'no entry that is not durable');
select is(audit.is_writable(), false, 'and the log says that it is not writable');
set local synchronous_commit = on;
create table said (line text);
select set_config('test.psql', format('psql -Xq -h %s -U cs_gateway -v VERBOSITY=sqlstate countersign', current_setting('test.place')), true) \g /dev/null
do $$
begin
    execute format('copy tap.said from program %L', current_setting('test.psql')
        || ' -c "set default_transaction_isolation = ''repeatable read''" -c "select gateway.begin_sign_in(''{}'', ''{}'')" 2>&1 || :');
end $$;
select is((select string_agg(line, ' ') from said), 'ERROR:  CS006', 'no call over an old snapshot');

select is(audit.is_writable(), true, 'the log says that it is writable');
select is_empty($$ select from audit.entry where action = 'platform.initialised' $$, 'and trying leaves nothing');

select * from finish();
rollback;
