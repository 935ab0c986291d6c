-- Deploy countersign:base to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../audit/types.sql
\ir ../ops/ops.base64url.sql
\ir ../ops/ops.format_time.sql
\ir ../ops/ops.uuid_v7.sql
\ir ../ops/ops.uuid_time.sql
\ir ../ops/ops.first_uuid.sql
\ir ../ops/ops.read_uuid.sql
\ir ../ops/ops.read_time.sql
\ir ../ops/ops.make_page.sql
\ir ../ops/ops.read_cidr.sql
\ir ../ops/ops.is_narrow.sql
\ir ../ops/ops.read_date.sql
\ir ../ops/ops.read_address.sql
\ir ../ops/ops.refuse_change.sql
commit;
