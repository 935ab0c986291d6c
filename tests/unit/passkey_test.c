/* SPDX-License-Identifier: Apache-2.0 */
#include "authenticator.h"
#include "crypto/cose.h"
#include "crypto/jws.h"

static cs_status_t
test_check(const json_t *assertion, const cs_key_t *key)
{
    uint32_t count;

    return cs_passkey_assertion_check(POOL, assertion, key, &test_expected, &count, NULL);
}

static cs_status_t
test_read(const json_t *registration)
{
    cs_passkey_t passkey;

    return cs_passkey_registration_read(POOL, registration, &test_expected, &passkey, NULL);
}

static void
what_a_passkey_signed_is_accepted_with_its_count__JR_5_2(void)
{
    static const char *const algorithms[] = {"ES256", "EdDSA"};

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        cs_key_t *key = test_make_key(algorithms[i]);
        test_authenticator_t with = test_authenticator(key, false);
        uint32_t count = 0;

        with.sign_count = 0xfedcba98;
        IS(CS_OK, cs_passkey_assertion_check(POOL, test_assert(&with), key, &test_expected, &count, NULL));
        CU_ASSERT_EQUAL(count, 0xfedcba98);
    }
}

static void
an_assertion_made_for_anything_else_is_refused__JR_5_2(void)
{
    cs_key_t *key = test_make_key("ES256");
    const test_authenticator_t good = test_authenticator(key, false);
    test_authenticator_t bad[] = {good, good, good, good, good, good, good, good,
                                  good, good, good, good, good, good, good, good};
    size_t n = 0;

    bad[n++].type = "webauthn.create";
    bad[n++].type = "payment.get";
    bad[n++].challenge = CS_LITERAL("0123456789abcdef0123456789abcdee");
    bad[n++].challenge = CS_LITERAL("");
    bad[n++].origin = "https://bank.example:444";
    bad[n++].origin = "http://bank.example";
    bad[n++].origin = "https://bank.example.evil.example";
    bad[n++].more = ",\"crossOrigin\":true";
    bad[n++].more = ",\"topOrigin\":\"https://evil.example\"";
    bad[n++].more = ",\"type\":\"webauthn.get\"";
    bad[n++].rp_id = "evil.example";
    bad[n++].flags = 0x04; /* nobody was there */
    bad[n++].flags = 0x01; /* nobody was verified */
    bad[n++].flags = 0x15; /* backed up, though it cannot be */
    bad[n++].flags = 0x85; /* extensions that nobody asked for */
    bad[n++].behind = CS_LITERAL("\xa0");
    CU_ASSERT_EQUAL(n, COUNT_OF(bad));
    for (size_t i = 0; i < n; i++) {
        IS(CS_BAD_SIGNATURE, test_check(test_assert(&bad[i]), key));
    }
    IS(CS_OK, test_check(test_assert(&good), key));
}

static void
an_assertion_by_another_key_or_altered_is_refused__JR_5_2(void)
{
    cs_key_t *key = test_make_key("ES256"), *other = test_make_key("ES256");
    const test_authenticator_t good = test_authenticator(key, false);
    test_authenticator_t counted = good;
    json_t *assertion = test_assert(&good), *swapped = test_assert(&good);

    IS(CS_BAD_SIGNATURE, test_check(assertion, other));
    IS(CS_OK, cs_passkey_assertion_read(POOL, assertion, &test_expected, NULL)); /* which is no word on the key */
    IS(CS_BAD_SIGNATURE, test_check(assertion, test_make_key("EdDSA")));
    counted.sign_count = 8;
    json_object_set(json_object_get(swapped, "response"), "authenticatorData",
                    json_object_get(json_object_get(test_assert(&counted), "response"), "authenticatorData"));
    IS(CS_BAD_SIGNATURE, test_check(swapped, key));
    json_object_set_new(assertion, "rawId", json_string("b3RoZXI"));
    IS(CS_BAD_SIGNATURE, test_check(assertion, key));
}

static void
the_form_of_an_assertion_is_that_of_the_standard(void)
{
    cs_key_t *key = test_make_key("ES256");
    const test_authenticator_t good = test_authenticator(key, false);
    static const char *const missing[] = {"clientDataJSON", "authenticatorData", "signature"};

    for (size_t i = 0; i < COUNT_OF(missing); i++) {
        json_t *assertion = test_assert(&good);
        json_object_del(json_object_get(assertion, "response"), missing[i]);
        IS(CS_MISSING_MEMBER, test_check(assertion, key));
        json_object_set_new(json_object_get(assertion, "response"), missing[i], json_string("a+b="));
        IS(CS_BAD_SIGNATURE, test_check(assertion, key));
        json_object_set_new(json_object_get(assertion, "response"), missing[i], json_string("AAAA"));
        IS(CS_BAD_SIGNATURE, test_check(assertion, key));
    }
    IS(CS_WRONG_TYPE, test_check(test_parse("[]"), key));
    IS(CS_MISSING_MEMBER, test_check(test_parse("{}"), key));
}

/* ECDSA in DER has one form: another one of the same numbers would be a second text of one signature. */
static void
a_signature_in_der_has_one_form(void)
{
    cs_key_t *key = test_make_key("ES256");
    cs_bytes_t message = CS_LITERAL("message"), der = test_sign_der(key, message);
    cs_buffer_t longer = test_buffer(128);

    IS(CS_OK, cs_key_verify_der(key, message, der));
    IS(CS_BAD_SIGNATURE, cs_key_verify_der(key, CS_LITERAL("another"), der));
    IS(CS_OK, cs_buffer_append(&longer, der));
    IS(CS_OK, cs_buffer_append(&longer, CS_LITERAL("\0")));
    IS(CS_BAD_SIGNATURE, cs_key_verify_der(key, message, cs_buffer_bytes(&longer)));
    for (size_t size = 0; size < der.size; size++) {
        IS(CS_BAD_SIGNATURE, cs_key_verify_der(key, message, cs_bytes(der.data, size)));
    }
}

static void
a_registration_gives_the_key_that_was_made__GS_2_1_3(void)
{
    static const char *const algorithms[] = {"ES256", "EdDSA"};

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        cs_key_t *key = test_make_key(algorithms[i]);
        test_authenticator_t with = test_authenticator(key, true);
        cs_passkey_t passkey;

        IS(CS_OK, cs_passkey_registration_read(POOL, test_register(&with), &test_expected, &passkey, NULL));
        CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(passkey.key), cs_key_thumbprint(key));
        CU_ASSERT_STRING_EQUAL(passkey.credential_id, "bmFtZQ");
        CU_ASSERT_STRING_EQUAL(passkey.origin, TEST_ORIGIN);
        CU_ASSERT_STRING_EQUAL(passkey.format, "none");
        CU_ASSERT_EQUAL(passkey.sign_count, 7);
    }
}

static void
a_registration_made_for_anything_else_is_refused__GS_2_1_3(void)
{
    cs_key_t *key = test_make_key("ES256");
    const test_authenticator_t good = test_authenticator(key, true);
    test_authenticator_t bad[] = {good, good, good, good, good, good, good, good};
    json_t *renamed = test_register(&good);
    size_t n = 0;

    bad[n++].type = "webauthn.get";
    bad[n++].challenge = CS_LITERAL("another challenge of 32 bytes...");
    bad[n++].origin = "https://evil.example";
    bad[n++].rp_id = "evil.example";
    bad[n++].flags = 0x41;
    bad[n++].flags = 0x05;
    bad[n++].behind = CS_LITERAL("\x00");
    bad[n++].statement = CS_LITERAL("\x80");
    CU_ASSERT_EQUAL(n, COUNT_OF(bad));
    for (size_t i = 0; i < n; i++) {
        IS(CS_BAD_SIGNATURE, test_read(test_register(&bad[i])));
    }
    json_object_set_new(renamed, "id", json_string("AAAA"));
    json_object_set_new(renamed, "rawId", json_string("AAAA"));
    IS(CS_BAD_SIGNATURE, test_read(renamed));
    IS(CS_OK, test_read(test_register(&good)));
}

static void
a_cose_key_is_of_our_two_kinds_and_no_other(void)
{
    static const char point[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"; /* of P-256 */
    static const char other[] = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    static const struct {
        const char *head, *middle, *tail;
        cs_status_t status;
    } cases[] = {
        {"a5010203262001215820", "225820", "", CS_OK},
        {"a5010203272001215820", "225820", "", CS_BAD_KEY},     /* EdDSA on P-256 */
        {"a5010203262002215820", "225820", "", CS_BAD_KEY},     /* P-384 */
        {"a6010203262001215820", "225820", "0401", CS_BAD_KEY}, /* one member more */
        {"a5010203262001215820", "235820", "", CS_MISSING_MEMBER},
        {"a5010203262001225820", "225820", "", CS_MISSING_MEMBER},
        {"a5010203262001215820", "225820", "00", CS_MALFORMED},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char hex[300];
        cs_key_t *key;

        snprintf(hex, sizeof(hex), "%s%s%s%s%s", cases[i].head, point, cases[i].middle, other, cases[i].tail);
        IS(cases[i].status, cs_cose_key_read(POOL, test_hex(hex), &key));
    }
}

static void
a_point_that_is_not_on_the_curve_is_no_key(void)
{
    char hex[300];
    cs_key_t *key;

    snprintf(hex, sizeof(hex), "a5010203262001215820%064d225820%064d", 1, 1);
    IS(CS_BAD_KEY, cs_cose_key_read(POOL, test_hex(hex), &key));
}

static void
a_signing_input_is_read_like_a_jws_of_that_key__JR_5_2(void)
{
    cs_key_t *key = test_make_key("ES256");
    json_t *payload = test_parse("{'a': 1}");
    cs_buffer_t jws = test_buffer(CS_MAX_JWS);
    cs_bytes_t text;
    cs_jws_t read;

    IS(CS_OK, cs_jws_sign(POOL, key, CS_TYP_COUNTERSIGNATURE, payload, &jws));
    IS(CS_MALFORMED, cs_jws_read_input(POOL, cs_buffer_bytes(&jws), CS_TYP_COUNTERSIGNATURE, key, &read, NULL));
    text = cs_bytes(jws.data, jws.size - 87);
    IS(CS_OK, cs_jws_read_input(POOL, text, CS_TYP_COUNTERSIGNATURE, key, &read, NULL));
    CU_ASSERT_TRUE(json_equal(read.payload, payload));
    SAME(read.signing_input, text);
    IS(CS_MALFORMED, cs_jws_read_input(POOL, text, CS_TYP_ATTESTATION, key, &read, NULL));
    IS(CS_MALFORMED, cs_jws_read_input(POOL, text, CS_TYP_COUNTERSIGNATURE, test_make_key("EdDSA"), &read, NULL));
    IS(CS_BAD_SIGNATURE, cs_jws_read_input(POOL, text, CS_TYP_COUNTERSIGNATURE, test_make_key("ES256"), &read, NULL));
    IS(CS_MALFORMED, cs_jws_read_input(POOL, TEXT("abc"), CS_TYP_COUNTERSIGNATURE, key, &read, NULL));
    IS(CS_MALFORMED, cs_jws_read_input(POOL, TEXT(""), CS_TYP_COUNTERSIGNATURE, key, &read, NULL));
}

CU_TestInfo suite_passkey[] = {
    CLAIM(what_a_passkey_signed_is_accepted_with_its_count__JR_5_2),
    CLAIM(an_assertion_made_for_anything_else_is_refused__JR_5_2),
    CLAIM(an_assertion_by_another_key_or_altered_is_refused__JR_5_2),
    CLAIM(the_form_of_an_assertion_is_that_of_the_standard),
    CLAIM(a_signature_in_der_has_one_form),
    CLAIM(a_registration_gives_the_key_that_was_made__GS_2_1_3),
    CLAIM(a_registration_made_for_anything_else_is_refused__GS_2_1_3),
    CLAIM(a_cose_key_is_of_our_two_kinds_and_no_other),
    CLAIM(a_point_that_is_not_on_the_curve_is_no_key),
    CLAIM(a_signing_input_is_read_like_a_jws_of_that_key__JR_5_2),
    CU_TEST_INFO_NULL,
};
