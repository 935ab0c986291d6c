-- SPDX-License-Identifier: Apache-2.0
-- The log is append-only, and no entry has a form that its action does not (GS-2.2.2).
\ir lib/begin.sql
select plan(28);

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
select throws_ok($$
    insert into audit.entry (entry_id, action, outcome, mac) values (ops.uuid_v7(), 'me.read', 'perhaps', '\x00')
$$, '23514', null, 'no entry: an outcome that is none');

select is(audit.is_writable(), true, 'the log says that it is writable');
select is_empty($$ select from audit.entry where action = 'platform.initialised' $$, 'and trying leaves nothing');

select * from finish();
rollback;
