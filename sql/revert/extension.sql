-- Revert countersign:extension from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
drop extension countersign;
commit;
