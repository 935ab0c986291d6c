-- SPDX-License-Identifier: Apache-2.0
-- Drops what the change put into the schema :schema; :keep names what an
-- earlier change put there.

set local client_min_messages = warning;
select format('drop %s if exists %s cascade', o.what, o.name)
  from (
        select 1 as turn, case c.relkind when 'v' then 'view' when 'c' then 'type' else 'table' end as what,
               c.oid::regclass::text as name
          from pg_catalog.pg_class c
         where c.relnamespace = :'schema'::regnamespace and c.relkind in ('r', 'p', 'v', 'c')
           and not c.relispartition and c.relname <> all (:'keep')
        union all
        select 2, 'function', p.oid::regprocedure::text
          from pg_catalog.pg_proc p
         where p.pronamespace = :'schema'::regnamespace and p.proname <> all (:'keep')
        union all
        select 3, 'domain', t.oid::regtype::text
          from pg_catalog.pg_type t
         where t.typnamespace = :'schema'::regnamespace and t.typtype = 'd' and t.typname <> all (:'keep')
       ) o
 order by o.turn
\gexec
