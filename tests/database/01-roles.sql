-- SPDX-License-Identifier: Apache-2.0
-- As each login in turn: what a stolen credential with psql alone can do (Q1).
\ir lib/begin.sql
select plan(23);

create view relation as
select c.oid, c.oid::regclass::text as name from pg_class c join room n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f');

create function tries(i_role name, i_statement text) returns text language plpgsql as $$
begin
    execute format('set local role %I', i_role);
    execute i_statement;
    reset role;
    return 'done';
exception when others then
    return sqlstate;
end $$;

select is_empty(format($$
    select name from relation where has_any_column_privilege(%1$L, oid, 'select, insert, update, references')
        or has_table_privilege(%1$L, oid, 'select, insert, update, delete, truncate, references, trigger')
$$, login), login || ' holds no privilege on any table')
  from unnest(array['cs_gateway', 'cs_sealer', 'cs_operator']) login;

select is_empty(format($$
    select name from relation where tries(%L, 'select from ' || name) <> '42501'
$$, login), login || ' is refused when it reads any table')
  from unnest(array['cs_gateway', 'cs_sealer', 'cs_operator']) login;

select is_empty(format($$
    select p.oid::regprocedure from pg_proc p join room n on n.oid = p.pronamespace
     where (has_function_privilege(%1$L, p.oid, 'execute') and has_schema_privilege(%1$L, n.oid, 'usage'))
        <> (n.nspname = %2$L)
$$, login, replace(login, 'cs_', '')), login || ' executes the functions of its schema, all of them and no others')
  from unnest(array['cs_gateway', 'cs_sealer', 'cs_operator']) login;

select is(tries('cs_gateway', statement), '42501', 'cs_gateway cannot: ' || statement)
  from unnest(array[
    'update audit.entry set action = ''me.read''',
    'delete from audit.entry',
    'truncate audit.entry',
    'insert into audit.entry (entry_id, action, outcome) values (gen_random_uuid(), ''me.read'', ''done'')',
    'insert into review.decision default values',
    'update identity.session set ended_at = null',
    'select identity.authenticate(''\x00'', gen_random_uuid())',
    'select audit.write_request(null, null, null)',
    'select sealer.read_head()',
    'select operator.read_platform()',
    'create table gateway.t (a integer)',
    'create temporary table t (a integer)']) statement;

select is_empty($$
    select m.roleid::regrole, m.member::regrole from pg_auth_members m
     where (m.roleid::regrole::text ~ '^cs_' or m.member::regrole::text ~ '^cs_')
       and not (m.member = 'cs_door'::regrole and m.roleid in (select oid from pg_roles where rolname ~ '^cs_' and rolcanlogin))
       and not (m.roleid = 'cs_door'::regrole and m.member in ('cs_lookup'::regrole, 'cs_clock'::regrole))
$$, 'no login can become another role; what the doors run as is no more than the logins, and what sees further no more than the doors');

select is(tries('cs_sealer', 'select sealer.read_head()'), 'done', 'cs_sealer can do its work');

select * from finish();
rollback;
