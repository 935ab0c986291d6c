-- Deploy countersign:sealer to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_door;
commit;
