-- Deploy countersign:operator to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_door;
commit;
