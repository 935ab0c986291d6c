-- Deploy countersign:sealer to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_door;
\ir ../sealer/sealer.read_head.sql
\ir ../sealer/sealer.take_unsealed.sql
\ir ../sealer/sealer.append_leaves.sql
\ir ../sealer/sealer.publish_checkpoint.sql
commit;
