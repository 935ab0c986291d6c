-- Verify countersign:security on pg
-- SPDX-License-Identifier: Apache-2.0

select 1 / count(*) from pg_catalog.pg_class where oid = 'record.record'::regclass and relrowsecurity;
select 1 / count(*) from pg_catalog.pg_proc where oid = 'gateway.tick(jsonb, jsonb)'::regprocedure and proowner = 'cs_clock'::regrole;
