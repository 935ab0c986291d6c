-- SPDX-License-Identifier: Apache-2.0
-- review.make_nonce: 128 random bits for a stage that opens.  A random UUID
-- has 122, so two of them are folded.

create function review.make_nonce() returns bytea
    language sql volatile
    set search_path = pg_catalog, pg_temp
    return substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) for 16);
comment on function review.make_nonce() is 'Sixteen random bytes.';
revoke all on function review.make_nonce() from public;
