-- Revert countersign:audit from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema audit
\set keep '{call}'
\ir empty.sql
commit;
