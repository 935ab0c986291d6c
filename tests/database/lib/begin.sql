-- SPDX-License-Identifier: Apache-2.0
-- What each file begins with: a transaction that it rolls back, and pgTAP.
\set ON_ERROR_STOP 1
begin;
create schema tap;
create extension pgtap schema tap;
set local search_path = tap, pg_catalog;

-- Our schemas, but for what others see them through.
create view tap.room as
select n.oid, n.nspname
  from pg_namespace n
 where n.nspname in ('countersign', 'identity', 'access', 'review', 'record', 'audit', 'ops',
                     'gateway', 'sealer', 'operator');
create view tap.door as
select n.oid, n.nspname from tap.room n where n.nspname in ('gateway', 'sealer', 'operator');
