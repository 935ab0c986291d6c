-- Revert countersign:sealer from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema sealer
\set keep '{}'
\ir empty.sql
commit;
