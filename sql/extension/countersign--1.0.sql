-- SPDX-License-Identifier: Apache-2.0
-- What the database verifies by itself.  Each answers null where its input
-- does not hold, and raises only when memory ends.  Executable by the owners
-- of the doors alone.

create function countersign.canonicalize(i_json text) returns text
    language c immutable strict parallel safe
    as 'MODULE_PATHNAME', 'countersign_canonicalize';
comment on function countersign.canonicalize(text) is 'JSON in the canonical form of RFC 8785; null for what is no strict JSON.';

create function countersign.open_jws(i_jws text, i_typ text, i_spki bytea) returns jsonb
    language c immutable strict parallel safe
    as 'MODULE_PATHNAME', 'countersign_open_jws';
comment on function countersign.open_jws(text, text, bytea) is 'The kid and payload of a compact JWS of that typ; null unless the key signed it.';

create function countersign.open_assertion(i_signing_input text, i_typ text, i_assertion text, i_spki bytea, i_rp_id text, i_origin text)
    returns jsonb
    language c immutable strict parallel safe
    as 'MODULE_PATHNAME', 'countersign_open_assertion';
comment on function countersign.open_assertion(text, text, text, bytea, text, text) is 'The kid, payload and sign count of a JWS''s signing input; null unless the passkey signed its digest for that origin.';

create function countersign.check_assertion(i_challenge bytea, i_assertion text, i_spki bytea, i_rp_id text, i_origin text)
    returns jsonb
    language c immutable strict parallel safe
    as 'MODULE_PATHNAME', 'countersign_check_assertion';
comment on function countersign.check_assertion(bytea, text, bytea, text, text) is 'The sign count of an assertion; null unless the passkey signed that challenge for that origin.';

create function countersign.read_certificate(i_der bytea) returns jsonb
    language c immutable strict parallel safe
    as 'MODULE_PATHNAME', 'countersign_read_certificate';
comment on function countersign.read_certificate(bytea) is 'Thumbprint, key, subject and validity of a certificate; null for what is none.';

create function countersign.read_key(i_spki bytea) returns jsonb
    language c immutable strict parallel safe
    as 'MODULE_PATHNAME', 'countersign_read_key';
comment on function countersign.read_key(bytea) is 'RFC 7638 thumbprint of a public key, as thumbprint and as kid, and its one encoding; null for what is none of ours.';

revoke all on function countersign.canonicalize(text), countersign.open_jws(text, text, bytea),
    countersign.open_assertion(text, text, text, bytea, text, text), countersign.check_assertion(bytea, text, bytea, text, text),
    countersign.read_certificate(bytea), countersign.read_key(bytea) from public;
