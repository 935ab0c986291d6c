-- Verify countersign:base on pg
-- SPDX-License-Identifier: Apache-2.0

select ops.uuid_time(ops.uuid_v7()), row(null, null)::gateway.answer, null::audit.call;
