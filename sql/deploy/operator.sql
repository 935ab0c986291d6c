-- Deploy countersign:operator to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_door;
\ir ../operator/operator.initialise.sql
\ir ../operator/operator.read_platform.sql
\ir ../operator/operator.read_log.sql
\ir ../operator/operator.begin_recovery.sql
\ir ../operator/operator.apply_recovery.sql
commit;
