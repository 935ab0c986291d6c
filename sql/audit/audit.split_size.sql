-- SPDX-License-Identifier: Apache-2.0
-- audit.split_size: the largest power of two strictly below a number of
-- leaves: where RFC 6962 splits a tree.  i_size is at least 2.

create function audit.split_size(i_size bigint) returns bigint
    language sql immutable
    return (1::bigint << (length(ltrim((i_size - 1)::bit(64)::text, '0')) - 1));
comment on function audit.split_size(bigint) is 'The largest power of two below a number of leaves.';
revoke all on function audit.split_size(bigint) from public;
