-- Deploy countersign:extension to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
create extension countersign schema countersign;
revoke all on all functions in schema countersign from public;
grant execute on all functions in schema countersign to cs_owner, cs_door;
commit;
