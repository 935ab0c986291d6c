/* SPDX-License-Identifier: Apache-2.0 */
/* DPoP proofs: keys as JWKs, the strict front for them, nonces, addresses, and each claim. */
#include "identity/dpop.h"

#include <string.h>

#include "crypto/digest.h"
#include "crypto/jws.h"
#include "identity/nonce.h"
#include "identity/target.h"
#include "unit.h"

#define NOW   1795299621
#define TOKEN "header.payload.signature"

static const char *const test_origins[] = {"https://bank.example", "https://bank.example:8443", NULL};

typedef struct {
    cs_key_t *key;
    cs_keyring_t *ring;
    char nonce[CS_NONCE_TEXT];
} test_prover_t;

static test_prover_t
test_prover(const char *algorithm)
{
    const char *folder = test_folder();
    test_prover_t made = {.key = test_make_key(algorithm)};

    IS(CS_OK, cs_keyring_make_secret(folder, "nonce", 1, NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &made.ring, NULL));
    IS(CS_OK, cs_identity_nonce_make(made.ring, NOW, made.nonce));
    return made;
}

static cs_identity_call_t
test_call_of(const test_prover_t *prover)
{
    return (cs_identity_call_t){"GET", test_origins, TEXT("/v1/me"), TEXT(TOKEN), prover->ring, NOW};
}

static json_t *
test_claims(const test_prover_t *prover, const char *change)
{
    json_t *claims = test_parse("{'jti': 'a1', 'htm': 'GET', 'htu': 'https://bank.example/v1/me', 'iat': 1795299621}");
    json_t *members = test_parse(change), *value;
    cs_bytes_t token = TEXT(TOKEN);
    uint8_t digest[CS_DIGEST_SIZE];
    char ath[CS_DIGEST_TEXT];
    const char *name;

    IS(CS_OK, cs_digest(&token, 1, digest));
    cs_digest_text(digest, ath);
    json_object_set_new(claims, "ath", json_string(ath));
    json_object_set_new(claims, "nonce", json_string(prover->nonce));
    json_object_foreach(members, name, value) {
        if (json_is_null(value)) {
            json_object_del(claims, name);
        } else {
            json_object_set(claims, name, value);
        }
    }
    return claims;
}

/* header and claims under the prover's own key, whatever they say. */
static cs_bytes_t
test_sign_proof(const test_prover_t *prover, const char *header, const json_t *claims)
{
    uint8_t signature[CS_MAX_SIGNATURE];
    cs_buffer_t text = test_buffer(CS_MAX_JWS), body = test_buffer(CS_MAX_JWS);

    IS(CS_OK, cs_json_canonical(claims, &body, NULL));
    IS(CS_OK, cs_base64url_encode(TEXT(header), &text));
    IS(CS_OK, cs_buffer_append_text(&text, "."));
    IS(CS_OK, cs_base64url_encode(cs_buffer_bytes(&body), &text));
    IS(CS_OK, cs_key_sign(prover->key, cs_buffer_bytes(&text), signature));
    IS(CS_OK, cs_buffer_append_text(&text, "."));
    IS(CS_OK, cs_base64url_encode(cs_bytes(signature, sizeof(signature)), &text));
    return cs_buffer_bytes(&text);
}

/* What a browser writes: the JWK without our kid, alg and use. */
static const char *
test_jwk(const cs_key_t *key, const char *more)
{
    cs_buffer_t written = test_buffer(1024), out = test_buffer(1024);
    json_t *jwk;

    IS(CS_OK, cs_key_jwk(key, &written));
    IS(CS_OK, cs_json_parse(POOL, cs_buffer_bytes(&written), &jwk, NULL));
    json_object_del(jwk, "kid");
    json_object_del(jwk, "alg");
    json_object_del(jwk, "use");
    json_object_update(jwk, test_parse(more));
    IS(CS_OK, cs_json_canonical(jwk, &out, NULL));
    return cs_buffer_text(&out);
}

static json_t *
test_json(const char *text)
{
    json_t *value;

    IS(CS_OK, cs_json_parse(POOL, TEXT(text), &value, NULL));
    return value;
}

static const char *
test_header(const test_prover_t *prover)
{
    cs_buffer_t header = test_buffer(2048);

    IS(CS_OK, cs_buffer_append_format(&header, "{\"alg\":\"%s\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}",
                                      cs_key_algorithm(prover->key), test_jwk(prover->key, "{}")));
    return cs_buffer_text(&header);
}

static cs_status_t
test_claims_check(const test_prover_t *prover, const char *change)
{
    cs_identity_call_t call = test_call_of(prover);
    cs_identity_proof_t proof;

    return cs_identity_proof_check(POOL, test_sign_proof(prover, test_header(prover), test_claims(prover, change)),
                                   &call, &proof, NULL);
}

static void
proof_of_either_kind_of_key_is_taken__RFC_9449_4_3(void)
{
    const char *algorithms[] = {"ES256", "EdDSA"};
    cs_identity_proof_t proof;

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        test_prover_t prover = test_prover(algorithms[i]);
        cs_identity_call_t call = test_call_of(&prover);
        cs_bytes_t text = test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{}"));

        IS(CS_OK, cs_identity_proof_check(POOL, text, &call, &proof, NULL));
        CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(proof.key), cs_key_thumbprint(prover.key));
        CU_ASSERT_EQUAL(strlen(proof.name), CS_PROOF_NAME - 1);
    }
}

static void
each_claim_is_needed_in_its_form_and_value__RFC_9449_4_3(void)
{
    static const char *const refused[] = {
        "{'jti': null}",       "{'jti': ''}",         "{'jti': 7}",
        "{'htm': null}",       "{'htm': 'get'}",      "{'htm': 'POST'}",
        "{'htu': null}",       "{'htu': 7}",          "{'htu': 'https://bank.example/v1/other'}",
        "{'iat': null}",       "{'iat': '1'}",        "{'iat': 1795299621.5}",
        "{'iat': -1}",         "{'ath': null}",       "{'ath': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'}",
        "{'iat': 1795299320}", "{'iat': 1795299922}",
    };
    test_prover_t prover = test_prover("ES256");

    IS(CS_OK, test_claims_check(&prover, "{}"));
    IS(CS_OK, test_claims_check(&prover, "{'exp': 1, 'more': true}"));
    IS(CS_OK, test_claims_check(&prover, "{'iat': 1795299321}"));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_INVALID_PROOF, test_claims_check(&prover, refused[i]));
    }
}

static void
ath_belongs_to_a_token_and_only_to_one__RFC_9449_4_3(void)
{
    test_prover_t prover = test_prover("ES256");
    cs_identity_call_t call = test_call_of(&prover);
    cs_identity_proof_t proof;

    call.token = CS_BYTES_NONE;
    IS(CS_INVALID_PROOF,
       cs_identity_proof_check(POOL, test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{}")), &call,
                               &proof, NULL));
    IS(CS_OK, cs_identity_proof_check(
                  POOL, test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{'ath': null}")), &call,
                  &proof, NULL));
}

static void
only_the_nonce_is_asked_for_once_more__RFC_9449_8(void)
{
    test_prover_t prover = test_prover("ES256");
    cs_identity_call_t call = test_call_of(&prover);
    cs_identity_proof_t proof;
    cs_error_t error;

    IS(CS_USE_DPOP_NONCE, test_claims_check(&prover, "{'nonce': null}"));
    IS(CS_USE_DPOP_NONCE, test_claims_check(&prover, "{'nonce': 7}"));
    IS(CS_USE_DPOP_NONCE, test_claims_check(&prover, "{'nonce': 'AAAA'}"));
    IS(CS_INVALID_PROOF, test_claims_check(&prover, "{'nonce': null, 'htm': 'POST'}"));
    IS(CS_USE_DPOP_NONCE,
       cs_identity_proof_check(POOL,
                               test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{'nonce': null}")),
                               &call, &proof, &error));
    CU_ASSERT_PTR_NOT_NULL(proof.key);
    CU_ASSERT_EQUAL(error.status, CS_USE_DPOP_NONCE);
}

static void
nonce_lives_three_minutes_on_every_node_that_has_the_secret__RFC_9449_8(void)
{
    test_prover_t prover = test_prover("ES256"), stranger = test_prover("ES256");
    char other[CS_NONCE_TEXT];

    for (int64_t ahead = -CS_NONCE_STEP_S; ahead <= 2 * CS_NONCE_STEP_S; ahead += CS_NONCE_STEP_S) {
        CU_ASSERT_TRUE(cs_identity_nonce_check(prover.ring, NOW + ahead, prover.nonce));
    }
    CU_ASSERT_FALSE(cs_identity_nonce_check(prover.ring, NOW + 3 * CS_NONCE_STEP_S, prover.nonce));
    CU_ASSERT_FALSE(cs_identity_nonce_check(prover.ring, NOW - 2 * CS_NONCE_STEP_S, prover.nonce));
    CU_ASSERT_FALSE(cs_identity_nonce_check(stranger.ring, NOW, prover.nonce));
    IS(CS_OK, cs_identity_nonce_make(prover.ring, NOW + CS_NONCE_STEP_S, other));
    CU_ASSERT_NOT_EQUAL(strcmp(other, prover.nonce), 0);
}

static void
nonce_of_the_secret_before_is_still_taken__RFC_9449_8(void)
{
    const char *folder = test_folder();
    char before[CS_NONCE_TEXT], after[CS_NONCE_TEXT];
    cs_keyring_t *ring;

    IS(CS_OK, cs_keyring_make_secret(folder, "nonce", 1, NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_identity_nonce_make(ring, NOW, before));
    IS(CS_OK, cs_keyring_make_secret(folder, "nonce", 2, NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_identity_nonce_make(ring, NOW, after));
    CU_ASSERT_TRUE(cs_identity_nonce_check(ring, NOW, before));
    CU_ASSERT_TRUE(cs_identity_nonce_check(ring, NOW, after));
    IS(CS_OK, cs_keyring_make_secret(folder, "nonce", 3, NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    CU_ASSERT_FALSE(cs_identity_nonce_check(ring, NOW, before));
}

static void
there_is_no_nonce_without_a_secret(void)
{
    char nonce[CS_NONCE_TEXT];
    cs_keyring_t *ring;

    IS(CS_OK, cs_keyring_open(POOL, test_folder(), &ring, NULL));
    IS(CS_NOT_FOUND, cs_identity_nonce_make(ring, NOW, nonce));
    CU_ASSERT_FALSE(cs_identity_nonce_check(ring, NOW, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

static void
header_is_alg_jwk_and_typ_and_nothing_else__RFC_8725(void)
{
    test_prover_t prover = test_prover("ES256");
    cs_identity_call_t call = test_call_of(&prover);
    const char *jwk = test_jwk(prover.key, "{}"), *other = test_jwk(test_make_key("ES256"), "{}");
    const struct {
        const char *format, *jwk;
        cs_status_t status;
    } rows[] = {
        {"{\"alg\":\"ES256\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", jwk, CS_OK},
        {"{\"alg\":\"ES256\",\"jwk\":%s,\"typ\":\"JWT\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"ES256\",\"jwk\":%s,\"typ\":\"DPOP+JWT\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"ES256\",\"jwk\":%s}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"EdDSA\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"es256\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"none\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"HS256\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", "{\"kty\":\"oct\",\"k\":\"AAAA\"}", CS_INVALID_PROOF},
        {"{\"alg\":\"ES256\",\"crit\":[],\"jwk\":%s,\"typ\":\"dpop+jwt\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"ES256\",\"jwk\":%s,\"kid\":\"x\",\"typ\":\"dpop+jwt\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"ES256\",\"alg\":\"ES256\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", jwk, CS_INVALID_PROOF},
        {"{\"alg\":\"ES256\",\"jwk\":%s,\"typ\":\"dpop+jwt\"}", other, CS_INVALID_PROOF},
        {"[\"%s\"]", "x", CS_INVALID_PROOF},
    };
    cs_identity_proof_t proof;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cs_buffer_t header = test_buffer(2048);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        IS(CS_OK, cs_buffer_append_format(&header, rows[i].format, rows[i].jwk));
#pragma GCC diagnostic pop
        IS(rows[i].status,
           cs_identity_proof_check(POOL, test_sign_proof(&prover, cs_buffer_text(&header), test_claims(&prover, "{}")),
                                   &call, &proof, NULL));
    }
}

static void
proof_with_any_character_altered_is_refused__RFC_9449_4_3(void)
{
    test_prover_t prover = test_prover("ES256");
    cs_identity_call_t call = test_call_of(&prover);
    cs_bytes_t text = test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{}"));
    char *altered = (char *)(uintptr_t)test_text_of(text);
    cs_identity_proof_t proof;

    for (size_t i = 0; i < text.size; i++) {
        char before = altered[i];

        altered[i] = before == 'A' ? 'B' : 'A';
        IS(CS_INVALID_PROOF, cs_identity_proof_check(POOL, cs_bytes(altered, text.size), &call, &proof, NULL));
        altered[i] = before;
    }
    IS(CS_INVALID_PROOF, cs_identity_proof_check(POOL, CS_BYTES_NONE, &call, &proof, NULL));
    IS(CS_OK, cs_identity_proof_check(POOL, cs_bytes(altered, text.size), &call, &proof, NULL));
}

static void
jwk_is_a_public_key_and_nothing_else__RFC_7517(void)
{
    static const char *const refused[] = {
        "{'d': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'}",
        "{'alg': 'RS256'}",
        "{'use': 'enc'}",
        "{'key_ops': ['sign']}",
        "{'x': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'}",
        "{'x': 'AA'}",
        "{'kty': 'OKP'}",
        "{'crv': 'Ed25519'}",
        "{'crv': 'P-384'}",
        "{'x5c': []}",
        "{'y': null}",
    };
    cs_key_t *key = test_make_key("ES256"), *read;

    IS(CS_OK, cs_key_read_jwk(POOL, test_json(test_jwk(key, "{'ext': true, 'key_ops': ['verify']}")), &read));
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(read), cs_key_thumbprint(key));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_BAD_KEY, cs_key_read_jwk(POOL, test_json(test_jwk(key, refused[i])), &read));
        CU_ASSERT_PTR_NULL(read);
    }
    key = test_make_key("EdDSA");
    IS(CS_OK, cs_key_read_jwk(POOL, test_json(test_jwk(key, "{'alg': 'Ed25519'}")), &read));
    IS(CS_BAD_KEY,
       cs_key_read_jwk(POOL, test_json(test_jwk(key, "{'y': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'}")), &read));
}

static void
spellings_of_one_address_are_one__RFC_3986_6_2(void)
{
    static const struct {
        const char *uri;
        bool is;
    } rows[] = {
        {"https://bank.example/v1/me", true},
        {"https://bank.example:443/v1/me", true},
        {"HTTPS://Bank.Example/v1/me?a=b#c", true},
        {"https://bank.example:8443/v1/me", true},
        {"https://bank.example/v1/%6de", true},
        {"https://bank.example/v1/x/../me", true},
        {"https://bank.example/../v1/./me", true},
        {"https://bank.example/%2e%2E/v1/me", true},
        {"https://bank.example/v1/me/", false},
        {"https://bank.example/V1/me", false},
        {"https://bank.example/v1/me/..", false},
        {"https://bank.example/v1/me/.", false},
        {"https://bank.example//v1/me", false},
        {"https://bank.example/v1%2fme", false},
        {"https://bank.example/v1/%6", false},
        {"https://bank.example/v1/me%00", false},
        {"https://bank.example:8444/v1/me", false},
        {"https://bank.example.evil/v1/me", false},
        {"https://x@bank.example/v1/me", false},
        {"http://bank.example/v1/me", false},
        {"https:/bank.example/v1/me", false},
        {"https:///v1/me", false},
        {"//bank.example/v1/me", false},
        {"/v1/me", false},
        {"https://bank.example\\v1/me", false},
        {"https://bank.example", false},
        {"https://", false},
        {"", false},
        {"https://bank.example:443:443/v1/me", false},
        {"httpsx//bank.example/v1/me", false},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CU_ASSERT_EQUAL(cs_identity_target_is(rows[i].uri, test_origins, TEXT("/v1/me")), rows[i].is);
    }
    CU_ASSERT_TRUE(cs_identity_target_is("https://bank.example", test_origins, TEXT("/")));
    CU_ASSERT_TRUE(cs_identity_target_is("https://bank.example/a/b/..", test_origins, TEXT("/a/")));
}

static void
origin_is_written_in_one_way(void)
{
    static const char *const refused[] = {
        "",
        "https://",
        "https://Bank.example",
        "https://bank.example/",
        "https://bank.example:443",
        "http://bank.example",
        "https://bank.example?",
        "https://a@bank.example",
        "bank.example",
    };

    CU_ASSERT_TRUE(cs_identity_origin_check("https://bank.example"));
    CU_ASSERT_TRUE(cs_identity_origin_check("https://127.0.0.1:8443"));
    CU_ASSERT_TRUE(cs_identity_origin_check("https://[::1]:8443"));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CU_ASSERT_FALSE(cs_identity_origin_check(refused[i]));
    }
}

static void
name_of_a_proof_is_of_key_target_and_jti__RFC_9449_11_1(void)
{
    test_prover_t prover = test_prover("ES256"), other = prover;
    cs_identity_call_t call = test_call_of(&prover);
    cs_identity_proof_t one, two;

    IS(CS_OK, cs_identity_proof_check(POOL, test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{}")),
                                      &call, &one, NULL));
    IS(CS_OK, cs_identity_proof_check(
                  POOL, test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{'iat': 1795299620}")),
                  &call, &two, NULL));
    CU_ASSERT_STRING_EQUAL(one.name, two.name);
    IS(CS_OK, cs_identity_proof_check(
                  POOL, test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{'jti': 'a2'}")), &call,
                  &two, NULL));
    CU_ASSERT_STRING_NOT_EQUAL(one.name, two.name);
    other.key = test_make_key("ES256");
    IS(CS_OK, cs_identity_proof_check(POOL, test_sign_proof(&other, test_header(&other), test_claims(&other, "{}")),
                                      &call, &two, NULL));
    CU_ASSERT_STRING_NOT_EQUAL(one.name, two.name);
}

static void
proofs_survive_lack_of_memory(void)
{
    test_prover_t prover = test_prover("ES256");
    cs_identity_call_t call = test_call_of(&prover);
    cs_bytes_t text = test_sign_proof(&prover, test_header(&prover), test_claims(&prover, "{}"));
    cs_status_t status = CS_NO_MEMORY;
    cs_identity_proof_t proof;

    for (size_t left = 0; status == CS_NO_MEMORY && left < 1000; left++) {
        test_poor_pool_t poor;

        test_poor_pool_init(&poor, left);
        status = cs_identity_proof_check(&poor.pool, text, &call, &proof, NULL);
        test_poor_pool_clear(&poor);
    }
    IS(CS_OK, status);
}

CU_TestInfo suite_proof[] = {
    CLAIM(proofs_survive_lack_of_memory),
    CLAIM(proof_of_either_kind_of_key_is_taken__RFC_9449_4_3),
    CLAIM(each_claim_is_needed_in_its_form_and_value__RFC_9449_4_3),
    CLAIM(ath_belongs_to_a_token_and_only_to_one__RFC_9449_4_3),
    CLAIM(only_the_nonce_is_asked_for_once_more__RFC_9449_8),
    CLAIM(nonce_lives_three_minutes_on_every_node_that_has_the_secret__RFC_9449_8),
    CLAIM(nonce_of_the_secret_before_is_still_taken__RFC_9449_8),
    CLAIM(there_is_no_nonce_without_a_secret),
    CLAIM(header_is_alg_jwk_and_typ_and_nothing_else__RFC_8725),
    CLAIM(proof_with_any_character_altered_is_refused__RFC_9449_4_3),
    CLAIM(jwk_is_a_public_key_and_nothing_else__RFC_7517),
    CLAIM(spellings_of_one_address_are_one__RFC_3986_6_2),
    CLAIM(origin_is_written_in_one_way),
    CLAIM(name_of_a_proof_is_of_key_target_and_jti__RFC_9449_11_1),
    CU_TEST_INFO_NULL,
};
