/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/note.h"

#include <string.h>

#include "base/guard.h"
#include "codec/text.h"

#define CS_NOTE_ED25519     0x01 /* signature type in key hashes and verifier keys */
#define CS_NOTE_PUBLIC_SIZE 32
#define CS_NOTE_DASH        "\xE2\x80\x94 " /* an em dash and a space begin a signature line */

/* SHA-256(name ‖ newline ‖ type ‖ public key), its first four bytes. */
static cs_status_t
cs_audit_verifier_hash(const cs_key_t *key, const char *name, uint8_t out[CS_NOTE_KEY_HASH])
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_bytes_t parts[] = {cs_bytes_text(name), CS_LITERAL("\n\x01"), cs_key_raw_public(key)};
    cs_status_t status;

    CS_REQUIRE(parts[2].size == CS_NOTE_PUBLIC_SIZE, CS_BAD_KEY);
    CS_TRY(cs_digest(parts, 3, digest));
    cs_bytes_copy(cs_bytes(digest, CS_NOTE_KEY_HASH), out);
out:
    return status;
}

/* C2SP: no white space, no plus sign, something. */
static bool
cs_audit_is_name(cs_bytes_t name)
{
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] <= ' ' || name.data[i] == '+' || name.data[i] == 0x7F) {
            return false;
        }
    }
    return name.size > 0 && name.size < CS_MAX_NOTE_ORIGIN && cs_bytes_is_utf8(name);
}

cs_status_t
cs_audit_verifier_write(const cs_key_t *key, const char *name, cs_buffer_t *out)
{
    uint8_t hash[CS_NOTE_KEY_HASH], typed[1 + CS_NOTE_PUBLIC_SIZE] = {CS_NOTE_ED25519};
    cs_status_t status;

    CS_REQUIRE(cs_audit_is_name(cs_bytes_text(name)), CS_INVALID_VALUE);
    CS_TRY(cs_audit_verifier_hash(key, name, hash));
    cs_bytes_copy(cs_key_raw_public(key), typed + 1);
    CS_TRY(cs_buffer_append_format(out, "%s+", name));
    CS_TRY(cs_hex_encode(cs_bytes(hash, sizeof(hash)), out));
    CS_TRY(cs_buffer_append_text(out, "+"));
    status = cs_base64_encode(cs_bytes(typed, sizeof(typed)), out);
out:
    return status;
}

/* The bare public key becomes a SubjectPublicKeyInfo by the twelve bytes that always stand before it. */
static cs_status_t
cs_audit_verifier_read_key(cs_pool_t *pool, cs_bytes_t base64, const cs_key_t **out)
{
    static const char head[] = "\x30\x2A\x30\x05\x06\x03\x2B\x65\x70\x03\x21\x00";
    cs_buffer_t typed, spki;
    cs_status_t status;
    cs_bytes_t bare;
    cs_key_t *key;

    cs_buffer_init(&typed, pool, 1 + CS_NOTE_PUBLIC_SIZE);
    cs_buffer_init(&spki, pool, sizeof(head) - 1 + CS_NOTE_PUBLIC_SIZE);
    CS_TRY(cs_base64_decode(base64, &typed));
    CS_REQUIRE(typed.size == 1 + CS_NOTE_PUBLIC_SIZE && typed.data[0] == CS_NOTE_ED25519, CS_MALFORMED);
    CS_TRY(cs_bytes_slice(cs_buffer_bytes(&typed), 1, CS_NOTE_PUBLIC_SIZE, &bare));
    CS_TRY(cs_buffer_append(&spki, CS_LITERAL(head)));
    CS_TRY(cs_buffer_append(&spki, bare));
    CS_TRY(cs_key_read_public(pool, cs_buffer_bytes(&spki), &key));
    *out = key;
out:
    return status;
}

/* Up to the first `mark`, which `text` moves behind. */
static bool
cs_audit_take_until(cs_bytes_t *text, char mark, cs_bytes_t *part)
{
    const uint8_t *at = text->size == 0 ? NULL : memchr(text->data, mark, text->size);

    if (at == NULL) {
        return false;
    }
    *part = cs_bytes(text->data, (size_t)(at - text->data));
    *text = cs_bytes(at + 1, text->size - part->size - 1);
    return true;
}

cs_status_t
cs_audit_verifier_read(cs_pool_t *pool, cs_bytes_t text, cs_audit_verifier_t *out)
{
    cs_bytes_t name, hash, rest = text;
    cs_buffer_t given;
    cs_status_t status;

    *out = (cs_audit_verifier_t){.key = NULL};
    cs_buffer_init(&given, pool, CS_NOTE_KEY_HASH);
    CS_REQUIRE(cs_audit_take_until(&rest, '+', &name) && cs_audit_take_until(&rest, '+', &hash), CS_MALFORMED);
    CS_REQUIRE(cs_audit_is_name(name), CS_MALFORMED);
    CS_TRY(cs_text_copy(name, out->name, sizeof(out->name)));
    CS_TRY(cs_hex_decode(hash, &given));
    CS_TRY(cs_audit_verifier_read_key(pool, rest, &out->key));
    CS_TRY(cs_audit_verifier_hash(out->key, out->name, out->hash));
    CS_REQUIRE(cs_bytes_equal(cs_buffer_bytes(&given), cs_bytes(out->hash, sizeof(out->hash))), CS_MALFORMED);
out:
    return status == CS_OK || status == CS_NO_MEMORY ? status : CS_MALFORMED;
}

cs_status_t
cs_audit_checkpoint_sign(const cs_key_t *key, const cs_audit_checkpoint_t *checkpoint, cs_buffer_t *out)
{
    uint8_t signature[CS_NOTE_KEY_HASH + CS_MAX_SIGNATURE];
    size_t before = out->size;
    cs_status_t status;

    CS_REQUIRE(cs_audit_is_name(cs_bytes_text(checkpoint->origin)), CS_INVALID_VALUE);
    CS_TRY(cs_audit_verifier_hash(key, checkpoint->origin, signature));
    CS_TRY(cs_buffer_append_format(out, "%s\n%llu\n", checkpoint->origin, (unsigned long long)checkpoint->size));
    CS_TRY(cs_base64_encode(cs_bytes(checkpoint->root, CS_DIGEST_SIZE), out));
    CS_TRY(cs_buffer_append_text(out, "\n"));
    CS_TRY(cs_key_sign(key, cs_bytes(out->data + before, out->size - before), signature + CS_NOTE_KEY_HASH));
    CS_TRY(cs_buffer_append_format(out, "\n" CS_NOTE_DASH "%s ", checkpoint->origin));
    CS_TRY(cs_base64_encode(cs_bytes(signature, sizeof(signature)), out));
    status = cs_buffer_append_text(out, "\n");
out:
    return status;
}

/* Decimal without a leading zero: one text for each size. */
static cs_status_t
cs_audit_read_size(cs_bytes_t text, uint64_t *out)
{
    *out = 0;
    if (text.size == 0 || text.size > 18 || (text.size > 1 && text.data[0] == '0')) {
        return CS_MALFORMED;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return CS_MALFORMED;
        }
        *out = *out * 10 + (text.data[i] - '0');
    }
    return CS_OK;
}

static cs_status_t
cs_audit_read_body(cs_pool_t *pool, cs_bytes_t *rest, cs_audit_checkpoint_t *out)
{
    cs_bytes_t origin, size, root;
    cs_buffer_t decoded;
    cs_status_t status;

    cs_buffer_init(&decoded, pool, CS_DIGEST_SIZE);
    CS_REQUIRE(cs_audit_take_until(rest, '\n', &origin) && cs_audit_take_until(rest, '\n', &size) &&
                   cs_audit_take_until(rest, '\n', &root),
               CS_MALFORMED);
    CS_REQUIRE(cs_audit_is_name(origin), CS_MALFORMED);
    CS_TRY(cs_text_copy(origin, out->origin, sizeof(out->origin)));
    CS_TRY(cs_audit_read_size(size, &out->size));
    CS_TRY(cs_base64_decode(root, &decoded));
    CS_REQUIRE(decoded.size == CS_DIGEST_SIZE, CS_MALFORMED);
    cs_bytes_copy(cs_buffer_bytes(&decoded), out->root);
out:
    return status;
}

/* One signature line: is it this verifier's, and does it hold?  Others' lines are none of our business. */
static cs_status_t
cs_audit_read_signature(cs_pool_t *pool, cs_bytes_t line, cs_bytes_t body, const cs_audit_verifier_t *verifier,
                        bool *holds)
{
    cs_bytes_t dash = CS_LITERAL(CS_NOTE_DASH), start, name;
    cs_buffer_t decoded;
    cs_status_t status;

    cs_buffer_init(&decoded, pool, CS_MAX_NOTE);
    CS_TRY(cs_bytes_slice(line, 0, dash.size, &start));
    CS_REQUIRE(cs_bytes_equal(start, dash), CS_MALFORMED);
    line = cs_bytes(line.data + dash.size, line.size - dash.size);
    CS_REQUIRE(cs_audit_take_until(&line, ' ', &name), CS_MALFORMED);
    CS_TRY(cs_base64_decode(line, &decoded));
    if (!cs_bytes_equal(name, cs_bytes_text(verifier->name)) || decoded.size < CS_NOTE_KEY_HASH ||
        !cs_bytes_equal(cs_bytes(decoded.data, CS_NOTE_KEY_HASH), cs_bytes(verifier->hash, CS_NOTE_KEY_HASH))) {
        return CS_OK;
    }
    CS_TRY(
        cs_key_verify(verifier->key, body, cs_bytes(decoded.data + CS_NOTE_KEY_HASH, decoded.size - CS_NOTE_KEY_HASH)));
    *holds = true;
out:
    return status;
}

static cs_status_t
cs_audit_read_note(cs_pool_t *pool, cs_bytes_t note, const cs_audit_verifier_t *verifier, cs_audit_checkpoint_t *out)
{
    cs_bytes_t rest = note, line, body;
    cs_status_t status;
    bool holds = false;

    CS_REQUIRE(note.size <= CS_MAX_NOTE, CS_MALFORMED);
    CS_TRY(cs_audit_read_body(pool, &rest, out));
    body = cs_bytes(note.data, note.size - rest.size);
    CS_REQUIRE(cs_audit_take_until(&rest, '\n', &line) && line.size == 0, CS_MALFORMED);
    while (rest.size > 0) {
        CS_REQUIRE(cs_audit_take_until(&rest, '\n', &line), CS_MALFORMED);
        CS_TRY(cs_audit_read_signature(pool, line, body, verifier, &holds));
    }
    CS_REQUIRE(holds && strcmp(out->origin, verifier->name) == 0, CS_BAD_SIGNATURE);
out:
    return status;
}

cs_status_t
cs_audit_checkpoint_read(cs_pool_t *pool, cs_bytes_t note, const cs_audit_verifier_t *verifier,
                         cs_audit_checkpoint_t *out, cs_error_t *error)
{
    cs_status_t status;

    *out = (cs_audit_checkpoint_t){.size = 0};
    status = cs_audit_read_note(pool, note, verifier, out);
    switch (status) {
    case CS_OK:
        return CS_OK;
    case CS_NO_MEMORY:
    case CS_INTERNAL:
        return cs_error_set(error, status, "", "the checkpoint could not be read");
    case CS_BAD_SIGNATURE:
        return cs_error_set(error, status, "", "the checkpoint's signature does not hold under the log's key");
    default:
        return cs_error_set(error, CS_MALFORMED, "", "the checkpoint is not a signed note of origin, size and root");
    }
}
