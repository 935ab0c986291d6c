-- Revert countersign:ops from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
\set schema ops
\set keep '{base64url,format_time,uuid_v7,uuid_time,first_uuid,read_uuid,read_time,make_page,read_cidr,is_narrow,read_date,read_address,refuse_change}'
\ir empty.sql
commit;
