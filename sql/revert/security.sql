-- Revert countersign:security from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
select format('alter table %s disable row level security', c.oid::regclass) from pg_catalog.pg_class c where c.relrowsecurity \gexec
select format('drop policy %I on %s', p.polname, p.polrelid::regclass) from pg_catalog.pg_policy p \gexec
select format('alter function %s owner to %s', p.oid::regprocedure, case when n.nspname in ('gateway', 'sealer', 'operator') then 'cs_door' else 'cs_owner' end)
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where p.proowner::regrole::text in ('cs_lookup', 'cs_clock')
\gexec
commit;
