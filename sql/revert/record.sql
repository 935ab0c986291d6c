-- Revert countersign:record from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema record
\set keep '{}'
\ir empty.sql
commit;
