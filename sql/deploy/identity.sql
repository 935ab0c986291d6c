-- Deploy countersign:identity to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../identity/tables.sql
commit;
