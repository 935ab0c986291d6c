-- Verify countersign:record on pg
-- SPDX-License-Identifier: Apache-2.0

select 1 / count(*) from pg_catalog.pg_proc where pronamespace = 'record'::regnamespace;
