-- Revert countersign:gateway from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema gateway
\set keep '{answer}'
\ir empty.sql
commit;
