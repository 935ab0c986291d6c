-- Deploy countersign:security to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir ../security/policies.sql
\ir ../security/owners.sql
commit;
