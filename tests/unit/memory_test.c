/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory runs out at the n-th request, for each n until the work succeeds:
 * every time the answer is CS_NO_MEMORY, and nothing is lost (the sanitizers
 * would tell).
 */
#include <stdio.h>

#include "audit/entry.h"
#include "audit/note.h"
#include "authenticator.h"
#include "codec/form.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/keyring.h"
#include "crypto/seal.h"
#include "identity/dpop.h"
#include "identity/nonce.h"
#include "identity/otp.h"
#include "identity/seed.h"
#include "identity/token.h"
#include "unit.h"

#define KEY  CS_LITERAL("0123456789abcdef0123456789abcdef")
#define MOST 10000 /* requests: more than any of these needs */

void
test_sweep(test_work_pt work, void *made)
{
    cs_status_t status = CS_NO_MEMORY;
    size_t left = 0;

    for (; status == CS_NO_MEMORY && left < MOST; left++) {
        test_poor_pool_t poor;

        test_poor_pool_init(&poor, left);
        status = work(&poor.pool, made);
        test_poor_pool_clear(&poor);
    }
    IS(CS_OK, status);
    CU_ASSERT_TRUE(left > 1);
}

static cs_status_t
test_work_json(cs_pool_t *pool, void *made)
{
    cs_status_t status;
    cs_buffer_t out;
    json_t *value;

    (void)made;
    cs_buffer_init(&out, pool, 1000);
    status = cs_json_parse(pool, CS_LITERAL("{\"b\":[1,{\"a\":2.5}],\"a\":\"\xC3\xA9\"}"), &value, NULL);
    return status == CS_OK ? cs_json_canonical(value, &out, NULL) : status;
}

static void
parsing_and_canonical_form_survive_lack_of_memory(void)
{
    test_sweep(test_work_json, NULL);
}

static cs_status_t
test_work_form(cs_pool_t *pool, void *made)
{
    json_t *form;

    (void)made;
    return cs_form_parse(pool, CS_LITERAL("grant_type=client_credentials&client_id=a&scope="), &form, NULL);
}

static void
forms_survive_lack_of_memory(void)
{
    test_sweep(test_work_form, NULL);
}

static cs_status_t
test_work_jws(cs_pool_t *pool, void *made)
{
    json_t *payload = json_pack("{s:s}", "a", "b");
    cs_status_t status;
    cs_buffer_t text;
    cs_jws_t jws;

    cs_buffer_init(&text, pool, CS_MAX_JWS);
    status = cs_jws_sign(pool, made, CS_TYP_RECEIPT, payload, &text);
    json_decref(payload);
    return status == CS_OK ? cs_jws_verify(pool, cs_buffer_bytes(&text), CS_TYP_RECEIPT, made, &jws, NULL) : status;
}

static void
signatures_survive_lack_of_memory(void)
{
    test_sweep(test_work_jws, test_make_key("ES256"));
}

static cs_status_t
test_work_seal(cs_pool_t *pool, void *made)
{
    cs_buffer_t sealed, plain;
    cs_status_t status;

    (void)made;
    cs_buffer_init(&sealed, pool, 1000);
    cs_buffer_init(&plain, pool, 1000);
    status = cs_seal(KEY, CS_LITERAL("aad"), CS_LITERAL("plain"), &sealed);
    return status == CS_OK ? cs_unseal(KEY, CS_LITERAL("aad"), cs_buffer_bytes(&sealed), &plain) : status;
}

static void
sealing_survives_lack_of_memory(void)
{
    test_sweep(test_work_seal, NULL);
}

static cs_status_t
test_work_keyring(cs_pool_t *pool, void *made)
{
    cs_keyring_t *ring;
    cs_identity_tokens_t *tokens;
    cs_status_t status = cs_keyring_open(pool, made, &ring, NULL);

    return status == CS_OK ? cs_identity_tokens_open(pool, ring, &tokens) : status;
}

static void
keys_survive_lack_of_memory(void)
{
    const char *folder = test_folder();

    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_make_secret(folder, "kek", 1, NULL));
    test_sweep(test_work_keyring, (void *)folder);
}

static cs_status_t
test_work_seed(cs_pool_t *pool, void *made)
{
    cs_status_t status;
    cs_buffer_t sealed, seed, uri;

    cs_buffer_init(&sealed, pool, 128);
    cs_buffer_init(&seed, pool, 128);
    cs_buffer_init(&uri, pool, CS_MAX_OTP_URI);
    status = cs_identity_seed_seal(pool, made, CS_SEED_OF_CODES, "account", KEY, &sealed);
    if (status == CS_OK) {
        status = cs_identity_seed_open(pool, made, CS_SEED_OF_CODES, "account", cs_buffer_bytes(&sealed), &seed);
    }
    return status == CS_OK ? cs_identity_otp_uri("p", "a", cs_buffer_bytes(&seed), &uri) : status;
}

static void
sealing_seeds_and_naming_them_survives_lack_of_memory(void)
{
    test_sweep(test_work_seed, (void *)test_seed_ring());
}

static cs_status_t
test_work_token(cs_pool_t *pool, void *made)
{
    cs_identity_token_t token = {.account = "017f22e2-79b0-7cc3-98c4-dc0c0c073901",
                                 .session = "017f22e2-79b0-7cc3-98c4-dc0c0c073902",
                                 .institution = "017f22e2-79b0-7cc3-98c4-dc0c0c073903",
                                 .thumbprint = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                                 .issued_s = 1000,
                                 .expires_s = 2000};
    cs_status_t status;
    cs_buffer_t text;

    cs_buffer_init(&text, pool, CS_MAX_TOKEN);
    status = cs_identity_token_issue(made, "demo.example", &token, &text);
    return status == CS_OK
               ? cs_identity_token_check(pool, made, "demo.example", cs_buffer_bytes(&text), CS_TRANSPORT_CERTIFICATE,
                                         "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", 1500, &token, NULL)
               : status;
}

/* The check of one token, and what its worker remembers it in. */
static cs_status_t
test_work_remember(cs_pool_t *pool, void *made)
{
    cs_identity_tokens_t *tokens;
    cs_status_t status = cs_identity_tokens_open(pool, made, &tokens);

    status = status == CS_OK ? cs_identity_tokens_remember(pool, tokens) : status;
    return status == CS_OK ? test_work_token(pool, tokens) : status;
}

static void
tokens_survive_lack_of_memory(void)
{
    const char *folder = test_folder();
    cs_identity_tokens_t *tokens;
    cs_keyring_t *ring;

    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_identity_tokens_open(POOL, ring, &tokens));
    test_sweep(test_work_token, tokens);
    test_sweep(test_work_remember, ring);
}

/* A proof that holds, and the ring whose nonce it bears. */
typedef struct {
    cs_keyring_t *ring;
    cs_bytes_t text;
} test_made_proof_t;

static cs_bytes_t
test_make_proof(const cs_keyring_t *ring)
{
    static const char *const claims = "{\"htm\":\"GET\",\"htu\":\"https://bank.example/v1/me\",\"iat\":1795299621,"
                                      "\"jti\":\"a1\",\"nonce\":\"%s\"}";
    cs_buffer_t jwk = test_buffer(512), header = test_buffer(512), body = test_buffer(512), out = test_buffer(4096);
    const cs_key_t *key = test_make_key("EdDSA");
    uint8_t signature[CS_MAX_SIGNATURE];
    char nonce[CS_NONCE_TEXT];

    IS(CS_OK, cs_identity_nonce_make(ring, 1795299621, nonce));
    IS(CS_OK, cs_key_jwk(key, &jwk));
    IS(CS_OK,
       cs_buffer_append_format(&header, "{\"alg\":\"EdDSA\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", cs_buffer_text(&jwk)));
    IS(CS_OK, cs_buffer_append_format(&body, claims, nonce));
    IS(CS_OK, cs_base64url_encode(cs_buffer_bytes(&header), &out));
    IS(CS_OK, cs_buffer_append_text(&out, "."));
    IS(CS_OK, cs_base64url_encode(cs_buffer_bytes(&body), &out));
    IS(CS_OK, cs_key_sign(key, cs_buffer_bytes(&out), signature));
    IS(CS_OK, cs_buffer_append_text(&out, "."));
    IS(CS_OK, cs_base64url_encode(cs_bytes(signature, sizeof(signature)), &out));
    return cs_buffer_bytes(&out);
}

static cs_status_t
test_work_proof(cs_pool_t *pool, void *made)
{
    static const char *const origins[] = {"https://bank.example", NULL};
    const test_made_proof_t *with = made;
    const cs_identity_call_t call = {"GET", origins, CS_LITERAL("/v1/me"), CS_BYTES_NONE, with->ring, 1795299621};
    cs_identity_proof_t proof;

    return cs_identity_proof_check(pool, with->text, &call, &proof, NULL);
}

static void
proofs_survive_lack_of_memory(void)
{
    const char *folder = test_folder();
    test_made_proof_t made;

    IS(CS_OK, cs_keyring_make_secret(folder, "nonce", 1, NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &made.ring, NULL));
    made.text = test_make_proof(made.ring);
    test_sweep(test_work_proof, &made);
}

static cs_status_t
test_work_certificate(cs_pool_t *pool, void *made)
{
    cs_certificate_t certificate;

    return cs_certificate_read(pool, *(const cs_bytes_t *)made, &certificate);
}

static void
certificates_survive_lack_of_memory(void)
{
    static const char *const files[] = {"p256", "ed25519", "rsa2048", "rsa4096"};
    uint8_t der[4096];

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[64];
        cs_bytes_t read;
        FILE *file;

        snprintf(path, sizeof(path), "tests/fuzz/certificate_fuzz/%s", files[i]);
        file = fopen(path, "rb");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        read = cs_bytes(der, fread(der, 1, sizeof(der), file));
        fclose(file);
        test_sweep(test_work_certificate, &read);
    }
}

static cs_status_t
test_work_registration(cs_pool_t *pool, void *made)
{
    cs_passkey_t passkey;

    return cs_passkey_registration_read(pool, made, &test_expected, &passkey, NULL);
}

/* An assertion, and the key that made it. */
typedef struct {
    cs_key_t *key;
    json_t *assertion;
} test_made_assertion_t;

static cs_status_t
test_work_assertion(cs_pool_t *pool, void *made)
{
    const test_made_assertion_t *with = made;
    uint32_t count;
    cs_status_t status = cs_passkey_assertion_read(pool, with->assertion, &test_expected, NULL);

    return status == CS_OK ? cs_passkey_assertion_check(pool, with->assertion, with->key, &test_expected, &count, NULL)
                           : status;
}

static void
passkeys_survive_lack_of_memory(void)
{
    static const char *const algorithms[] = {"ES256", "EdDSA"};

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        test_made_assertion_t made = {test_make_key(algorithms[i]), NULL};
        const test_authenticator_t registers = test_authenticator(made.key, true);
        const test_authenticator_t asserts = test_authenticator(made.key, false);

        made.assertion = test_assert(&asserts);
        test_sweep(test_work_registration, test_register(&registers));
        test_sweep(test_work_assertion, &made);
    }
}

static cs_status_t
test_work_entry(cs_pool_t *pool, void *made)
{
    cs_audit_entry_t entry = {.id = "x", .action = "me.read", .node = "n", .trace_id = "t"};
    cs_audit_personal_t personal = {.address = "192.0.2.7", .agent = "curl"};
    json_t *call;

    (void)made;
    return cs_audit_call_make(pool, KEY, &entry, &personal, "ab", NULL, NULL, &call);
}

static void
entries_survive_lack_of_memory(void)
{
    test_sweep(test_work_entry, NULL);
}

static cs_status_t
test_work_note(cs_pool_t *pool, void *made)
{
    cs_audit_checkpoint_t checkpoint = {"demo.example/log", 7, {0}};
    cs_audit_verifier_t verifier;
    cs_buffer_t vkey, note;
    cs_status_t status;

    cs_buffer_init(&vkey, pool, 200);
    cs_buffer_init(&note, pool, CS_MAX_NOTE);
    status = cs_audit_verifier_write(made, checkpoint.origin, &vkey);
    status = status == CS_OK ? cs_audit_verifier_read(pool, cs_buffer_bytes(&vkey), &verifier) : status;
    status = status == CS_OK ? cs_audit_checkpoint_sign(made, &checkpoint, &note) : status;
    return status == CS_OK ? cs_audit_checkpoint_read(pool, cs_buffer_bytes(&note), &verifier, &checkpoint, NULL)
                           : status;
}

static void
checkpoints_survive_lack_of_memory(void)
{
    test_sweep(test_work_note, test_make_key("EdDSA"));
}

static cs_status_t
test_work_policy(cs_pool_t *pool, void *made)
{
    const cs_policy_t *policy;

    return cs_policy_load(pool, made, &policy, NULL);
}

static void
policies_survive_lack_of_memory(void)
{
    json_t *set = test_parse("{'policy': 7, 'platform': 'demo.example'}");

    json_object_set(set, "documents", test_documents());
    test_sweep(test_work_policy, set);
}

CU_TestInfo suite_memory[] = {
    CLAIM(parsing_and_canonical_form_survive_lack_of_memory),
    CLAIM(forms_survive_lack_of_memory),
    CLAIM(signatures_survive_lack_of_memory),
    CLAIM(sealing_survives_lack_of_memory),
    CLAIM(keys_survive_lack_of_memory),
    CLAIM(tokens_survive_lack_of_memory),
    CLAIM(entries_survive_lack_of_memory),
    CLAIM(checkpoints_survive_lack_of_memory),
    CLAIM(policies_survive_lack_of_memory),
    CLAIM(proofs_survive_lack_of_memory),
    CLAIM(certificates_survive_lack_of_memory),
    CLAIM(passkeys_survive_lack_of_memory),
    CLAIM(sealing_seeds_and_naming_them_survives_lack_of_memory),
    CU_TEST_INFO_NULL,
};
