-- SPDX-License-Identifier: Apache-2.0
-- What the catalogue must say of every object (Q3, Q5, Q7).
\ir lib/begin.sql
select plan(14);

select is_empty($$
    select nspname from room where obj_description(oid, 'pg_namespace') is null
$$, 'every schema has a comment');

select is_empty($$
    select c.oid::regclass from pg_class c join room n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v') and obj_description(c.oid, 'pg_class') is null
$$, 'every table and view has a comment');

select is_empty($$
    select c.oid::regclass, a.attname
      from pg_class c join room n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p', 'v') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and col_description(c.oid, a.attnum) is null
$$, 'every column has a comment');

select is_empty($$
    select p.oid::regprocedure from pg_proc p join room n on n.oid = p.pronamespace
     where obj_description(p.oid, 'pg_proc') is null
$$, 'every function has a comment');

select is_empty($$
    select t.oid::regtype from pg_type t join room n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
     where (t.typtype = 'd' or c.relkind = 'c') and coalesce(obj_description(t.oid, 'pg_type'), obj_description(c.oid, 'pg_class')) is null
$$, 'every type and domain has a comment');

select is_empty($$
    select p.oid::regprocedure from pg_proc p join room n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
     where l.lanname <> 'c' and not coalesce(p.proconfig, '{}') @> '{"search_path=pg_catalog, pg_temp"}'
       and (p.prosecdef or p.prosqlbody is null)
$$, 'every function pins its search path, pg_temp last, but those whose names were resolved when they were made');

select is_empty($$
    select p.oid::regprocedure from pg_proc p join room n on n.oid = p.pronamespace
     where p.prosecdef <> (n.nspname in (select nspname from door) or p.proowner in ('cs_lookup'::regrole, 'cs_clock'::regrole) or p.oid = 'audit.make_month()'::regprocedure) and p.prorettype <> 'trigger'::regtype
$$, 'the functions of the doors, what looks across institutions, what makes the log''s months, and only they and triggers, run with definer rights');

select is_empty($$
    select p.oid::regprocedure, p.proowner::regrole from pg_proc p join room n on n.oid = p.pronamespace
     where p.proowner::regrole::text is distinct from case
           -- Which these are, and that they are no more: 68-walls.
           when p.proowner = 'cs_lookup'::regrole or p.proowner = 'cs_clock'::regrole then p.proowner::regrole::text
           when n.nspname = 'countersign' then 'postgres' when n.nspname in (select nspname from door) then 'cs_door'
           else 'cs_owner' end
$$, 'every function belongs to an owner without a login');

select is_empty($$
    select c.oid::regclass from pg_class c join room n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v') and c.relowner <> 'cs_owner'::regrole
$$, 'every table belongs to cs_owner');

select is_empty($$
    select rolname from pg_roles where rolname in ('cs_owner', 'cs_door', 'cs_lookup', 'cs_clock')
       and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
$$, 'the owners cannot log in and are nothing more');

select is_empty($$
    select p.oid::regprocedure from pg_proc p join room n on n.oid = p.pronamespace
     where has_function_privilege('public', p.oid, 'execute')
$$, 'public may execute nothing');

select is_empty($$
    select c.oid::regclass
      from pg_class c join room n on n.oid = c.relnamespace, aclexplode(c.relacl) a
     where a.grantee = 0
     union all
    select null from room n where has_schema_privilege('public', n.oid, 'usage')
     union all
    select null where has_schema_privilege('public', 'public', 'usage') or has_schema_privilege('public', 'public', 'create')
$$, 'public may read no table and enter no schema, not even its own');

select is_empty($$
    select conrelid::regclass, conname from pg_constraint k join room n on n.oid = k.connamespace
     where conname !~ '_(pk|fk|uq|ck)$'
       and coalesce((select not relispartition from pg_class c where c.oid = conrelid), true)
       and contype <> 't'
$$, 'every constraint says what it is');

select is_empty($$
    select c.oid::regclass, a.attname
      from pg_class c join room n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p', 'v') and a.attnum > 0
       and (a.atttypid = 'timestamp'::regtype or (a.atttypid = 'timestamptz'::regtype) <> (a.attname ~ '_at$'))
$$, 'times, and only they, are named _at and know their zone');

select * from finish();
rollback;
