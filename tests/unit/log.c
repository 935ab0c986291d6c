/* SPDX-License-Identifier: Apache-2.0 */
#include "log.h"

#include <stdio.h>

#include "audit/entry.h"
#include "audit/merkle.h"
#include "audit/note.h"
#include "base/clock.h"

const test_log_plan_t test_log_plan[ENTRIES] = {{OPERATOR, 1}, {OPERATOR, 2}, {BANK, 1}, {NULL, 3},    {BANK, 2},
                                                {OPERATOR, 4}, {BANK, 3},     {BANK, 4}, {OPERATOR, 5}};

const char *
test_log_id(int index)
{
    cs_buffer_t id = test_buffer(64);

    IS(CS_OK, cs_buffer_append_format(&id, "017f22e2-79b0-7cc3-98c4-dc0c0c0739%02x", (unsigned)index));
    return cs_buffer_text(&id);
}

json_t *
test_log_core(int index)
{
    static const char *const null_members[] = {
        "cause",     "account",     "owner",    "device",   "device_class",    "session",
        "operation", "object",      "revision", "delivery", "grant",           "purpose",
        "review",    "reason_code", "clause",   "digest",   "personal_digest",
    };
    json_t *core =
        test_parse("{'origin': 'gateway', 'action': 'me.read', 'outcome': 'done', 'node': 'n', 'object_type': "
                   "'account', 'policy': 1, 'trace_id': '00112233445566778899aabbccddeeff'}");
    char at[CS_TIME_TEXT];

    snprintf(at, sizeof(at), "2026-11-21T22:20:%02d.000000Z", index);
    for (size_t i = 0; i < COUNT_OF(null_members); i++) {
        json_object_set_new(core, null_members[i], json_null());
    }
    if (index == 0) {
        json_object_set_new(core, "action", json_string("platform.initialised"));
    }
    json_object_set_new(core, "id", json_string(test_log_id(index)));
    json_object_set_new(core, "at", json_string(at));
    json_object_set_new(core, "n", index < ENTRIES ? json_integer(test_log_plan[index].n) : json_null());
    json_object_set_new(core, "institution",
                        index < ENTRIES && test_log_plan[index].institution != NULL
                            ? json_string(test_log_plan[index].institution)
                            : json_null());
    return core;
}

void
test_log_set_leaf(json_t *line)
{
    uint8_t leaf[CS_DIGEST_SIZE];
    char text[CS_DIGEST_TEXT];
    cs_buffer_t salt = test_buffer(32);

    IS(CS_OK, cs_base64url_decode(TEXT(SALT), &salt));
    IS(CS_OK, cs_audit_leaf_data(POOL, json_object_get(line, "core"), cs_buffer_bytes(&salt), leaf));
    cs_digest_text(leaf, text);
    json_object_set_new(line, "leaf", json_string(text));
}

static void
test_log_set_personal(json_t *line)
{
    cs_bytes_t parts[] = {cs_bytes("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32),
                          CS_LITERAL("{}")};
    uint8_t digest[CS_DIGEST_SIZE];
    char text[CS_DIGEST_TEXT];

    IS(CS_OK, cs_digest(parts, 2, digest));
    cs_digest_text(digest, text);
    json_object_set_new(json_object_get(line, "core"), "personal_digest", json_string(text));
    json_object_set_new(line, "personal", json_string("{}"));
    json_object_set_new(line, "personal_salt", json_string(SALT));
}

test_log_t
test_log(void)
{
    test_log_t log = {.key = test_make_key("EdDSA"), .unsealed = test_parse("{}")};
    cs_buffer_t vkey = test_buffer(200);

    IS(CS_OK, cs_audit_verifier_write(log.key, "demo.example/log", &vkey));
    log.vkey = cs_buffer_text(&vkey);
    for (int i = 0; i < ENTRIES; i++) {
        log.lines[i] = test_parse("{'salt': '" SALT "'}");
        json_object_set_new(log.lines[i], "leaf_index", json_integer(i));
        json_object_set_new(log.lines[i], "entry_id", json_string(test_log_id(i)));
        json_object_set(log.lines[i], "core", test_log_core(i));
        if (i == 4) {
            test_log_set_personal(log.lines[i]);
        }
        test_log_set_leaf(log.lines[i]);
    }
    json_object_set(log.unsealed, "unsealed", test_log_core(ENTRIES));
    return log;
}

cs_status_t
test_log_header(const test_log_t *log, cs_buffer_t *out)
{
    cs_audit_checkpoint_t checkpoint = {.origin = "demo.example/log"};
    cs_buffer_t note = test_buffer(CS_MAX_NOTE);
    cs_audit_merkle_t tree;
    json_t *header = test_parse("{'format': 'countersign-log-v1'}");

    cs_audit_merkle_init(&tree);
    for (int i = 0; i < ENTRIES; i++) {
        cs_buffer_t leaf = test_buffer(32);
        uint8_t hash[CS_DIGEST_SIZE];

        IS(CS_OK, cs_base64url_decode(TEXT(cs_json_get_text(log->lines[i], "leaf")), &leaf));
        IS(CS_OK, cs_audit_merkle_hash_leaf(cs_buffer_bytes(&leaf), hash));
        IS(CS_OK, cs_audit_merkle_append(&tree, hash, NULL, NULL));
    }
    checkpoint.size = tree.size;
    IS(CS_OK, cs_audit_merkle_root(&tree, checkpoint.root));
    IS(CS_OK, cs_audit_checkpoint_sign(log->key, &checkpoint, &note));
    json_object_set_new(header, "vkey", json_string(log->vkey));
    json_object_set_new(header, "checkpoint", json_string(cs_buffer_text(&note)));
    return cs_json_canonical(header, out, NULL);
}
