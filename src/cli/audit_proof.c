/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign audit proof: that an entry, as it is shown, is in the log whose
 * head was signed with the key I brought along.  A proof without that
 * signature would prove nothing (GS-2.2.2).
 */
#include "audit/entry.h"
#include "audit/merkle.h"
#include "base/guard.h"
#include "cli/audit.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "codec/text.h"

typedef struct {
    uint8_t path[CS_MERKLE_LEVELS][CS_DIGEST_SIZE];
    size_t length;
    uint64_t index, size;
} cs_cli_proof_t;

static cs_status_t
cs_cli_hash_read(cs_cli_t *cli, const json_t *text, uint8_t out[CS_DIGEST_SIZE])
{
    cs_buffer_t hash;
    cs_status_t status;

    cs_buffer_init(&hash, cli->pool, CS_DIGEST_SIZE);
    CS_TRY(cs_base64_decode(cs_bytes_text(json_string_value(text)), &hash));
    CS_REQUIRE(hash.size == CS_DIGEST_SIZE, CS_MALFORMED);
    cs_bytes_copy(cs_buffer_bytes(&hash), out);
out:
    return status;
}

static cs_status_t
cs_cli_proof_read(cs_cli_t *cli, const json_t *answer, cs_cli_proof_t *out)
{
    const json_t *path = json_object_get(answer, "path");
    json_int_t index = cs_json_get_integer(answer, "leaf_index", -1), size = cs_json_get_integer(answer, "size", -1);
    cs_status_t status = CS_OK;

    CS_REQUIRE(json_array_size(path) <= CS_MERKLE_LEVELS && index >= 0 && size > index, CS_BAD_SIGNATURE);
    *out = (cs_cli_proof_t){.index = (uint64_t)index, .size = (uint64_t)size, .length = json_array_size(path)};
    for (size_t i = 0; i < out->length; i++) {
        CS_TRY(cs_cli_hash_read(cli, json_array_get(path, i), out->path[i]));
    }
out:
    return status;
}

/* The leaf's hash from the entry as it is shown, not from what anybody says it is. */
static cs_status_t
cs_cli_entry_hash(cs_cli_t *cli, const json_t *entry, uint8_t out[CS_DIGEST_SIZE])
{
    uint8_t data[CS_DIGEST_SIZE];
    cs_buffer_t salt;
    cs_status_t status;

    cs_buffer_init(&salt, cli->pool, CS_ENTRY_SALT_SIZE);
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(entry, "salt")), &salt));
    CS_TRY(cs_audit_leaf_data(cli->pool, json_object_get(entry, "core"), cs_buffer_bytes(&salt), data));
    CS_TRY(cs_audit_merkle_hash_leaf(cs_bytes(data, sizeof(data)), out));
out:
    return status;
}

static cs_status_t
cs_cli_proof_check(cs_cli_t *cli, const json_t *entry, const json_t *answer, const cs_audit_checkpoint_t *head)
{
    uint8_t leaf[CS_DIGEST_SIZE];
    const char *id = cs_json_get_text(json_object_get(entry, "core"), "id");
    cs_cli_proof_t proof;

    if (!cs_bytes_equal(cs_bytes_text(id), cs_bytes_text(cli->arguments[0])) ||
        cs_cli_entry_hash(cli, entry, leaf) != CS_OK || cs_cli_proof_read(cli, answer, &proof) != CS_OK ||
        proof.size != head->size ||
        cs_audit_merkle_verify_inclusion(leaf, proof.index, proof.size, (const uint8_t(*)[CS_DIGEST_SIZE])proof.path,
                                         proof.length, head->root) != CS_OK) {
        return cs_cli_fail(cli, CS_BAD_SIGNATURE, "the entry shown is not in the log that was signed");
    }
    return CS_OK;
}

static cs_status_t
cs_cli_proof_fetch(cs_cli_t *cli, cs_cli_client_t *client, uint64_t size, json_t **entry, json_t **proof)
{
    cs_buffer_t path;
    cs_status_t status;

    cs_buffer_init(&path, cli->pool, 256);
    CS_TRY(cs_cli_get(cli, client, cs_cli_path_build(cli, "/v1/audit/entries/", cli->arguments[0], ""), entry));
    if ((uint64_t)cs_json_get_integer(*entry, "leaf_index", INT64_MAX) >= size) {
        return cs_cli_fail(cli, CS_UNAVAILABLE, "the entry is under no checkpoint yet: try again in a moment");
    }
    CS_TRY(cs_buffer_append_format(&path, "&size=%llu", (unsigned long long)size));
    CS_TRY(cs_cli_get(
        cli, client,
        cs_cli_path_build(cli, "/v1/audit/proofs/inclusion?entry=", cli->arguments[0], cs_buffer_text(&path)), proof));
out:
    return status;
}

static void
cs_cli_proof_print(const cs_cli_t *cli, json_t *entry, json_t *proof, const cs_audit_checkpoint_t *head)
{
    json_t *document;

    if (cli->is_json) {
        document = json_pack("{s:O, s:O, s:b}", "entry", entry, "proof", proof, "verified", 1);
        cs_cli_answer_print(cli, document);
        json_decref(document);
        return;
    }
    cs_cli_value_print(stdout, json_object_get(entry, "core"), 0);
    printf("\nproved: it is leaf %lld of the %llu that the log key of %s signed\n",
           (long long)cs_json_get_integer(proof, "leaf_index", -1), (unsigned long long)head->size, head->origin);
}

static cs_status_t
cs_cli_audit_proof_run(cs_cli_t *cli)
{
    cs_audit_verifier_t verifier = {.key = NULL};
    cs_audit_checkpoint_t head;
    cs_cli_client_t client;
    const char *key;
    cs_bytes_t note;
    json_t *entry, *proof;
    cs_status_t status;

    CS_TRY(cs_cli_log_key_read(cli, &key, &verifier));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_checkpoint_fetch(cli, &client, &verifier, &note, &head));
    CS_TRY(cs_cli_proof_fetch(cli, &client, head.size, &entry, &proof));
    CS_TRY(cs_cli_proof_check(cli, entry, proof, &head));
    cs_cli_proof_print(cli, entry, proof, &head);
out:
    return status;
}

static const cs_cli_option_t cs_cli_audit_proof_options[] = {
    {"log-key", "KEY|FILE", "the log's verifier key, which I have from elsewhere", true},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_audit_proof = {
    "audit proof",
    "ENTRY",
    1,
    1,
    "prove that an entry is in the log: inclusion proof against the signed checkpoint",
    cs_cli_audit_proof_options,
    cs_cli_audit_proof_run,
};
