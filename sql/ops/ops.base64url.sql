-- SPDX-License-Identifier: Apache-2.0
-- ops.base64url: bytes as RFC 4648 section 5 text without padding.

create function ops.base64url(i_bytes bytea) returns text
    language sql immutable parallel safe
    return rtrim(translate(encode(i_bytes, 'base64'), E'+/\n', '-_'), '=');
comment on function ops.base64url(bytea) is 'Bytes as base64url without padding.';
revoke all on function ops.base64url(bytea) from public;
