/* SPDX-License-Identifier: Apache-2.0 */
/* C2SP signed notes and checkpoints. */
#include "audit/note.h"

#include <string.h>

#include "unit.h"

/* The example of the signed-note documentation. */
#define NEUMANN "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define QUOTATION                                                                                                      \
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
#define QUOTATION_SIGNATURE                                                                                            \
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

static void
published_verifier_key_verifies_the_published_signature(void)
{
    cs_buffer_t signature = test_buffer(100);
    cs_audit_verifier_t verifier;

    IS(CS_OK, cs_audit_verifier_read(POOL, TEXT(NEUMANN), &verifier));
    CU_ASSERT_STRING_EQUAL(verifier.name, "PeterNeumann");
    IS(CS_OK, cs_base64_decode(TEXT(QUOTATION_SIGNATURE), &signature));
    SAME(cs_bytes(signature.data, CS_NOTE_KEY_HASH), cs_bytes(verifier.hash, CS_NOTE_KEY_HASH));
    IS(CS_OK, cs_key_verify(verifier.key, TEXT(QUOTATION), cs_bytes(signature.data + 4, signature.size - 4)));
}

static void
verifier_key_comes_back_as_written(void)
{
    cs_buffer_t text = test_buffer(200);
    cs_key_t *key = test_make_key("EdDSA");
    cs_audit_verifier_t verifier;

    IS(CS_OK, cs_audit_verifier_write(key, "demo.example/log", &text));
    IS(CS_OK, cs_audit_verifier_read(POOL, cs_buffer_bytes(&text), &verifier));
    CU_ASSERT_STRING_EQUAL(verifier.name, "demo.example/log");
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(verifier.key), cs_key_thumbprint(key));
}

static void
altered_verifier_key_is_refused(void)
{
    const char *refused[] = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    };
    cs_audit_verifier_t verifier;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_MALFORMED, cs_audit_verifier_read(POOL, TEXT(refused[i]), &verifier));
    }
}

typedef struct {
    cs_key_t *key;
    cs_audit_verifier_t verifier;
    cs_audit_checkpoint_t checkpoint;
    const char *note;
} test_note_t;

static test_note_t
test_signed_note(void)
{
    test_note_t made = {.key = test_make_key("EdDSA"), .checkpoint = {"demo.example/log", 1234, {0}}};
    cs_buffer_t vkey = test_buffer(200), note = test_buffer(CS_MAX_NOTE);

    made.checkpoint.root[31] = 9;
    IS(CS_OK, cs_audit_verifier_write(made.key, made.checkpoint.origin, &vkey));
    IS(CS_OK, cs_audit_verifier_read(POOL, cs_buffer_bytes(&vkey), &made.verifier));
    IS(CS_OK, cs_audit_checkpoint_sign(made.key, &made.checkpoint, &note));
    made.note = cs_buffer_text(&note);
    return made;
}

static void
checkpoint_comes_back_as_signed__GS_2_2_2(void)
{
    const char *begin = "demo.example/log\n1234\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAk=\n\n"
                        "\xE2\x80\x94 demo.example/log ";
    test_note_t made = test_signed_note();
    cs_audit_checkpoint_t read;

    CU_ASSERT_EQUAL(strncmp(made.note, begin, strlen(begin)), 0);
    IS(CS_OK, cs_audit_checkpoint_read(POOL, TEXT(made.note), &made.verifier, &read, NULL));
    CU_ASSERT_STRING_EQUAL(read.origin, "demo.example/log");
    CU_ASSERT_EQUAL(read.size, 1234);
    SAME(cs_bytes(read.root, CS_DIGEST_SIZE), cs_bytes(made.checkpoint.root, CS_DIGEST_SIZE));
}

static void
checkpoint_with_any_byte_altered_or_cut_is_refused__GS_2_2_2(void)
{
    test_note_t made = test_signed_note();
    cs_bytes_t note = TEXT(made.note);
    cs_audit_checkpoint_t read;

    for (size_t i = 0; i < note.size; i++) {
        char *altered = cs_pool_text(POOL, note.data, note.size);

        altered[i] = altered[i] == '1' ? '2' : '1';
        CU_ASSERT_NOT_EQUAL(cs_audit_checkpoint_read(POOL, TEXT(altered), &made.verifier, &read, NULL), CS_OK);
        CU_ASSERT_NOT_EQUAL(cs_audit_checkpoint_read(POOL, cs_bytes(note.data, i), &made.verifier, &read, NULL), CS_OK);
    }
}

static const char *
test_join(const char *first, const char *second)
{
    cs_buffer_t out = test_buffer(10000);

    IS(CS_OK, cs_buffer_append_format(&out, "%s%s", first, second));
    return cs_buffer_text(&out);
}

static void
witness_beside_is_passed_over_and_alone_is_not_enough(void)
{
    const char *witness = "\xE2\x80\x94 PeterNeumann " QUOTATION_SIGNATURE "\n";
    test_note_t made = test_signed_note();
    const char *body = cs_pool_text(POOL, made.note, (size_t)(strstr(made.note, "\n\n") + 2 - made.note));
    cs_audit_checkpoint_t read;

    IS(CS_OK, cs_audit_checkpoint_read(POOL, TEXT(test_join(made.note, witness)), &made.verifier, &read, NULL));
    IS(CS_BAD_SIGNATURE, cs_audit_checkpoint_read(POOL, TEXT(test_join(body, witness)), &made.verifier, &read, NULL));
}

static void
note_with_anything_behind_it_is_refused(void)
{
    const char *tails[] = {"x", "\n", "x\n", "\xE2\x80\x94 \n", "\xE2\x80\x94 a b\n", "- a AAAA\n"};
    test_note_t made = test_signed_note();
    cs_audit_checkpoint_t read;

    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        IS(CS_MALFORMED,
           cs_audit_checkpoint_read(POOL, TEXT(test_join(made.note, tails[i])), &made.verifier, &read, NULL));
    }
}

static void
checkpoint_of_another_log_is_refused__GS_2_2_2(void)
{
    test_note_t made = test_signed_note(), other = test_signed_note();
    cs_audit_checkpoint_t read;
    cs_error_t error;

    IS(CS_BAD_SIGNATURE, cs_audit_checkpoint_read(POOL, TEXT(made.note), &other.verifier, &read, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "signature"));
}

static void
log_key_is_ed25519_and_its_name_is_plain(void)
{
    cs_audit_checkpoint_t bad = {"two words", 0, {0}};
    cs_buffer_t out = test_buffer(1000);

    IS(CS_BAD_KEY, cs_audit_verifier_write(test_make_key("ES256"), "demo.example/log", &out));
    IS(CS_INVALID_VALUE, cs_audit_verifier_write(test_make_key("EdDSA"), "a+b", &out));
    IS(CS_INVALID_VALUE, cs_audit_checkpoint_sign(test_make_key("EdDSA"), &bad, &out));
    CU_ASSERT_EQUAL(out.size, 0);
}

CU_TestInfo suite_note[] = {
    CLAIM(published_verifier_key_verifies_the_published_signature),
    CLAIM(verifier_key_comes_back_as_written),
    CLAIM(altered_verifier_key_is_refused),
    CLAIM(checkpoint_comes_back_as_signed__GS_2_2_2),
    CLAIM(checkpoint_with_any_byte_altered_or_cut_is_refused__GS_2_2_2),
    CLAIM(witness_beside_is_passed_over_and_alone_is_not_enough),
    CLAIM(note_with_anything_behind_it_is_refused),
    CLAIM(checkpoint_of_another_log_is_refused__GS_2_2_2),
    CLAIM(log_key_is_ed25519_and_its_name_is_plain),
    CU_TEST_INFO_NULL,
};
