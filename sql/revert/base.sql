-- Revert countersign:base from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
drop function ops.base64url, ops.format_time, ops.uuid_v7, ops.uuid_time, ops.first_uuid,
    ops.read_uuid, ops.read_time, ops.make_page, ops.read_cidr, ops.is_narrow, ops.read_date, ops.read_address,
    ops.refuse_change;
drop type gateway.answer, audit.call;
commit;
