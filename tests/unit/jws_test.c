/* SPDX-License-Identifier: Apache-2.0 */
/* The strict front (RFC 7515, RFC 8725): what libraries have let through, one by one. */
#include "crypto/jws.h"

#include <string.h>

#include "unit.h"

/* A JWS over any header and payload, really signed by the key: only the front can refuse it. */
static cs_bytes_t
test_sign_raw(const cs_key_t *key, const char *header, const char *payload)
{
    cs_buffer_t out = test_buffer(100000);
    uint8_t signature[CS_MAX_SIGNATURE];

    IS(CS_OK, cs_base64url_encode(TEXT(header), &out));
    IS(CS_OK, cs_buffer_append_text(&out, "."));
    IS(CS_OK, cs_base64url_encode(TEXT(payload), &out));
    IS(CS_OK, cs_key_sign(key, cs_buffer_bytes(&out), signature));
    IS(CS_OK, cs_buffer_append_text(&out, "."));
    IS(CS_OK, cs_base64url_encode(cs_bytes(signature, sizeof(signature)), &out));
    return cs_buffer_bytes(&out);
}

/* $ stands for the key's thumbprint, ' for ". */
static const char *
test_header(const cs_key_t *key, const char *pattern)
{
    cs_buffer_t out = test_buffer(10000);

    for (; *pattern != '\0'; pattern++) {
        const char one[] = {*pattern == '\'' ? '"' : *pattern, '\0'};

        IS(CS_OK, cs_buffer_append_text(&out, *pattern == '$' ? cs_key_thumbprint(key) : one));
    }
    return cs_buffer_text(&out);
}

static void
what_is_signed_verifies_and_is_read(void)
{
    const char *algorithms[] = {"ES256", "EdDSA"};

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        cs_key_t *key = test_make_key(algorithms[i]);
        cs_buffer_t text = test_buffer(CS_MAX_JWS);
        cs_jws_t jws;

        IS(CS_OK, cs_jws_sign(POOL, key, CS_TYP_RECEIPT, test_parse("{'b': 1, 'a': 'x'}"), &text));
        IS(CS_OK, cs_jws_verify(POOL, cs_buffer_bytes(&text), CS_TYP_RECEIPT, key, &jws, NULL));
        CU_ASSERT_STRING_EQUAL(jws.kid, cs_key_thumbprint(key));
        CU_ASSERT_STRING_EQUAL(cs_json_get_text(jws.payload, "a"), "x");
    }
}

static void
every_altered_header_is_refused_though_signed(void)
{
    const char *headers[] = {
        "{'alg':'none','kid':'$','typ':'attestation+jws'}",
        "{'alg':'es256','kid':'$','typ':'attestation+jws'}",
        "{'alg':'ES384','kid':'$','typ':'attestation+jws'}",
        "{'alg':'HS256','kid':'$','typ':'attestation+jws'}",
        "{'alg':'EdDSA','kid':'$','typ':'attestation+jws'}",
        "{'alg':'','kid':'$','typ':'attestation+jws'}",
        "{'alg':null,'kid':'$','typ':'attestation+jws'}",
        "{'alg':['ES256'],'kid':'$','typ':'attestation+jws'}",
        "{'kid':'$','typ':'attestation+jws'}",
        "{'alg':'ES256','typ':'attestation+jws'}",
        "{'alg':'ES256','kid':'','typ':'attestation+jws'}",
        "{'alg':'ES256','kid':1,'typ':'attestation+jws'}",
        "{'alg':'ES256','kid':'../../etc/passwd','typ':'attestation+jws'}",
        "{'alg':'ES256','kid':'$'}",
        "{'alg':'ES256','kid':'$','typ':'JWT'}",
        "{'alg':'ES256','kid':'$','typ':'Attestation+jws'}",
        "{'alg':'ES256','kid':'$','typ':'countersignature+jws'}",
        "{'alg':'ES256','kid':'$','typ':null}",
        "{'alg':'ES256','kid':'$','typ':'attestation+jws','crit':['exp']}",
        "{'alg':'ES256','kid':'$','typ':'attestation+jws','b64':false}",
        "{'alg':'ES256','kid':'$','typ':'attestation+jws','jku':'https://evil.example'}",
        "{'alg':'ES256','kid':'$','typ':'attestation+jws','jwk':{}}",
        "{'alg':'ES256','kid':'$','typ':'attestation+jws','x5c':[]}",
        "{'alg':'ES256','alg':'ES256','kid':'$','typ':'attestation+jws'}",
        "['ES256','$','attestation+jws']",
        "null",
        "",
    };
    cs_key_t *key = test_make_key("ES256");
    cs_jws_t jws;

    IS(CS_OK, cs_jws_verify(
                  POOL, test_sign_raw(key, test_header(key, "{'alg':'ES256','kid':'$','typ':'attestation+jws'}"), "{}"),
                  CS_TYP_ATTESTATION, key, &jws, NULL));
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        IS(CS_MALFORMED, cs_jws_verify(POOL, test_sign_raw(key, test_header(key, headers[i]), "{}"), CS_TYP_ATTESTATION,
                                       key, &jws, NULL));
    }
}

static void
payload_that_is_no_object_is_refused_though_signed(void)
{
    const char *payloads[] = {"[]", "null", "\"x\"", "1", "", "{\"a\":1,\"a\":2}", "{}x", "{\"a\":\"\\u0000\"}"};
    cs_key_t *key = test_make_key("ES256");
    const char *header = test_header(key, "{'alg':'ES256','kid':'$','typ':'attestation+jws'}");
    cs_jws_t jws;

    for (size_t i = 0; i < COUNT_OF(payloads); i++) {
        IS(CS_MALFORMED,
           cs_jws_verify(POOL, test_sign_raw(key, header, payloads[i]), CS_TYP_ATTESTATION, key, &jws, NULL));
    }
}

static cs_bytes_t
test_signed(const cs_key_t *key)
{
    cs_buffer_t text = test_buffer(CS_MAX_JWS);

    IS(CS_OK, cs_jws_sign(POOL, key, CS_TYP_IDENTIFIER, test_parse("{'record': 'x'}"), &text));
    return cs_buffer_bytes(&text);
}

/* Each character in turn becomes its neighbour in the alphabet, a dot, and nothing. */
static void
text_with_any_character_altered_is_refused(void)
{
    cs_key_t *key = test_make_key("ES256");
    cs_bytes_t text = test_signed(key);
    cs_jws_t jws;

    for (size_t i = 0; i < text.size; i++) {
        char *altered = cs_pool_text(POOL, text.data, text.size);

        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        CU_ASSERT_NOT_EQUAL(cs_jws_verify(POOL, cs_bytes(altered, text.size), CS_TYP_IDENTIFIER, key, &jws, NULL),
                            CS_OK);
        altered[i] = '.';
        CU_ASSERT_TRUE(text.data[i] == '.' ||
                       cs_jws_verify(POOL, cs_bytes(altered, text.size), CS_TYP_IDENTIFIER, key, &jws, NULL) != CS_OK);
        CU_ASSERT_NOT_EQUAL(cs_jws_verify(POOL, cs_bytes(text.data, i), CS_TYP_IDENTIFIER, key, &jws, NULL), CS_OK);
    }
}

static void
text_with_anything_added_is_refused(void)
{
    const char *tails[] = {"!", "!!!!", "=", "A", "AAAA", ".", ".AAAA", "\n", " "};
    cs_key_t *key = test_make_key("ES256");
    cs_bytes_t text = test_signed(key);
    cs_jws_t jws;

    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        cs_buffer_t longer = test_buffer(CS_MAX_JWS);

        IS(CS_OK, cs_buffer_append(&longer, text));
        IS(CS_OK, cs_buffer_append_text(&longer, tails[i]));
        IS(CS_MALFORMED, cs_jws_verify(POOL, cs_buffer_bytes(&longer), CS_TYP_IDENTIFIER, key, &jws, NULL));
    }
    IS(CS_MALFORMED, cs_jws_verify(POOL, CS_BYTES_NONE, CS_TYP_IDENTIFIER, key, &jws, NULL));
    IS(CS_MALFORMED, cs_jws_verify(POOL, CS_LITERAL(".."), CS_TYP_IDENTIFIER, key, &jws, NULL));
}

static void
signature_of_another_key_or_kind_of_key_is_refused(void)
{
    cs_key_t *key = test_make_key("ES256"), *other = test_make_key("ES256"), *log = test_make_key("EdDSA");
    cs_jws_t jws;

    IS(CS_BAD_SIGNATURE, cs_jws_verify(POOL, test_signed(key), CS_TYP_IDENTIFIER, other, &jws, NULL));
    IS(CS_MALFORMED, cs_jws_verify(POOL, test_signed(key), CS_TYP_IDENTIFIER, log, &jws, NULL));
    IS(CS_BAD_SIGNATURE,
       cs_jws_verify(POOL,
                     test_sign_raw(other, test_header(key, "{'alg':'ES256','kid':'$','typ':'attestation+jws'}"), "{}"),
                     CS_TYP_ATTESTATION, key, &jws, NULL));
}

static void
text_over_its_limits_is_refused(void)
{
    cs_key_t *key = test_make_key("ES256");
    cs_buffer_t payload = test_buffer(20000), text = test_buffer(100000);
    cs_jws_t jws;

    IS(CS_OK, cs_buffer_append_format(&payload, "{\"a\":\"%012300d\"}", 0));
    IS(CS_MALFORMED,
       cs_jws_verify(POOL,
                     test_sign_raw(key, test_header(key, "{'alg':'ES256','kid':'$','typ':'attestation+jws'}"),
                                   cs_buffer_text(&payload)),
                     CS_TYP_ATTESTATION, key, &jws, NULL));
    IS(CS_FULL, cs_jws_sign(POOL, key, CS_TYP_ATTESTATION, test_parse(cs_buffer_text(&payload)), &text));
    CU_ASSERT_EQUAL(text.size, 0);
}

static void
refusal_says_what_is_wrong(void)
{
    cs_key_t *key = test_make_key("ES256");
    cs_error_t error;
    cs_jws_t jws;

    IS(CS_MALFORMED, cs_jws_verify(POOL, test_signed(key), CS_TYP_RECEIPT, key, &jws, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "typ"));
}

CU_TestInfo suite_jws[] = {
    CLAIM(what_is_signed_verifies_and_is_read),
    CLAIM(every_altered_header_is_refused_though_signed),
    CLAIM(payload_that_is_no_object_is_refused_though_signed),
    CLAIM(text_with_any_character_altered_is_refused),
    CLAIM(text_with_anything_added_is_refused),
    CLAIM(signature_of_another_key_or_kind_of_key_is_refused),
    CLAIM(text_over_its_limits_is_refused),
    CLAIM(refusal_says_what_is_wrong),
    CU_TEST_INFO_NULL,
};
