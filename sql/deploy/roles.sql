-- Deploy countersign:roles to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir ../roles.sql
commit;
