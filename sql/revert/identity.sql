-- Revert countersign:identity from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema identity
\set keep '{}'
\ir empty.sql
commit;
