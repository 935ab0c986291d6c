-- Revert countersign:operator from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema operator
\set keep '{}'
\ir empty.sql
commit;
