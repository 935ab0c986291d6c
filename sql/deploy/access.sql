-- Deploy countersign:access to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../access/tables.sql
commit;
