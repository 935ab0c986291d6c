-- Revert countersign:review from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema review
\set keep '{}'
\ir empty.sql
commit;
