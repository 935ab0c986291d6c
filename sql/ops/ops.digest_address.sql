-- SPDX-License-Identifier: Apache-2.0
-- ops.digest_address: the SHA-256 of the address that a call came from.

create function ops.digest_address(i_c audit.call) returns bytea
    language sql stable
    set search_path = pg_catalog, pg_temp
    return sha256(convert_to(coalesce(host(ops.read_address(i_c.personal)), ''), 'UTF8'));
comment on function ops.digest_address(audit.call) is 'The digest of the address that a call came from.';
revoke all on function ops.digest_address(audit.call) from public;
