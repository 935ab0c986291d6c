-- Revert countersign:access from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema access
\set keep '{}'
\ir empty.sql
commit;
