/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "codec/text.h"
#include "unit.h"

static cs_bytes_t
test_base64url(const char *text)
{
    cs_buffer_t out = test_buffer(1000);

    IS(CS_OK, cs_base64url_decode(TEXT(text), &out));
    return cs_buffer_bytes(&out);
}

/* SubjectPublicKeyInfo of the coordinates: what stands before them is always the same. */
static cs_key_t *
test_public_key(const char *head, const char *x, const char *y)
{
    cs_buffer_t spki = test_buffer(200);
    cs_key_t *key = NULL;

    IS(CS_OK, cs_buffer_append(&spki, test_hex(head)));
    IS(CS_OK, cs_buffer_append(&spki, test_base64url(x)));
    IS(CS_OK, cs_buffer_append(&spki, test_base64url(y)));
    IS(CS_OK, cs_key_read_public(POOL, cs_buffer_bytes(&spki), &key));
    return key;
}

#define P256    "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
#define ED25519 "302a300506032b6570032100"

/* RFC 7515, appendix A.3. */
#define A3_X "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
#define A3_Y "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
#define A3_INPUT                                                                                                       \
    "eyJhbGciOiJFUzI1NiJ9."                                                                                            \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
#define A3_SIGNATURE "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

static void
vector_of_rfc_7515_verifies_as_raw_r_and_s(void)
{
    cs_key_t *key = test_public_key(P256, A3_X, A3_Y);

    CU_ASSERT_STRING_EQUAL(cs_key_algorithm(key), "ES256");
    IS(CS_OK, cs_key_verify(key, TEXT(A3_INPUT), test_base64url(A3_SIGNATURE)));
    IS(CS_BAD_SIGNATURE, cs_key_verify(key, TEXT(A3_INPUT "x"), test_base64url(A3_SIGNATURE)));
}

static void
vectors_of_rfc_8037_verify_and_name_the_key(void)
{
    cs_key_t *key = test_public_key(ED25519, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "");

    CU_ASSERT_STRING_EQUAL(cs_key_algorithm(key), "EdDSA");
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    IS(CS_OK, cs_key_verify(key, TEXT("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"),
                            test_base64url("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sV"
                                           "vpAr_MuM0KAg")));
}

/* RFC 7638 gives no EC vector; this is SHA-256 of {"crv":"P-256","kty":"EC","x":A3_X,"y":A3_Y} made elsewhere. */
static void
thumbprint_of_an_ec_key_is_over_its_required_members(void)
{
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(test_public_key(P256, A3_X, A3_Y)),
                           "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
}

static void
signature_holds_for_this_message_and_key_only(void)
{
    const char *algorithms[] = {"ES256", "EdDSA"};
    uint8_t signature[CS_MAX_SIGNATURE] = {0};
    cs_bytes_t made = cs_bytes(signature, sizeof(signature));

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        cs_key_t *key = test_make_key(algorithms[i]), *other = test_make_key(algorithms[i]);

        IS(CS_OK, cs_key_sign(key, CS_LITERAL("message"), signature));
        IS(CS_OK, cs_key_verify(key, CS_LITERAL("message"), made));
        IS(CS_BAD_SIGNATURE, cs_key_verify(key, CS_LITERAL("messagf"), made));
        IS(CS_BAD_SIGNATURE, cs_key_verify(other, CS_LITERAL("message"), made));
        IS(CS_BAD_SIGNATURE, cs_key_verify(key, CS_LITERAL("message"), cs_bytes(signature, 63)));
        IS(CS_BAD_SIGNATURE, cs_key_verify(key, CS_LITERAL("message"), CS_BYTES_NONE));
        signature[17] ^= 1;
        IS(CS_BAD_SIGNATURE, cs_key_verify(key, CS_LITERAL("message"), made));
    }
}

/* CVE-2022-21449: r = s = 0 verified anything. */
static void
signature_of_zeros_is_refused(void)
{
    uint8_t zeros[CS_MAX_SIGNATURE] = {0};

    IS(CS_BAD_SIGNATURE, cs_key_verify(test_make_key("ES256"), CS_LITERAL("message"), cs_bytes(zeros, sizeof(zeros))));
    IS(CS_BAD_SIGNATURE, cs_key_verify(test_make_key("EdDSA"), CS_LITERAL("message"), cs_bytes(zeros, sizeof(zeros))));
}

static void
public_half_does_not_sign_and_gives_no_private_pem(void)
{
    cs_key_t *private_key = test_make_key("ES256"), *public_key;
    cs_buffer_t spki = test_buffer(200), pem = test_buffer(1000);
    uint8_t signature[CS_MAX_SIGNATURE];

    IS(CS_OK, cs_key_public(private_key, &spki));
    IS(CS_OK, cs_key_read_public(POOL, cs_buffer_bytes(&spki), &public_key));
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(public_key), cs_key_thumbprint(private_key));
    IS(CS_BAD_KEY, cs_key_sign(public_key, CS_LITERAL("message"), signature));
    IS(CS_BAD_KEY, cs_key_pem(public_key, true, &pem));
    CU_ASSERT_EQUAL(pem.size, 0);
    IS(CS_OK, cs_key_pem(public_key, false, &pem));
}

static void
test_refuses_public(EVP_PKEY *pkey)
{
    unsigned char *der = NULL;
    int size = i2d_PUBKEY(pkey, &der);
    cs_key_t *key;

    CU_ASSERT_TRUE_FATAL(size > 0);
    IS(CS_BAD_KEY, cs_key_read_public(POOL, cs_bytes(der, (size_t)size), &key));
    CU_ASSERT_PTR_NULL(key);
    OPENSSL_free(der);
    EVP_PKEY_free(pkey);
}

static void
keys_of_other_kinds_and_curves_are_refused(void)
{
    test_refuses_public(EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024));
    test_refuses_public(EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-384"));
    test_refuses_public(EVP_PKEY_Q_keygen(NULL, NULL, "EC", "secp256k1"));
    test_refuses_public(EVP_PKEY_Q_keygen(NULL, NULL, "X25519"));
    test_refuses_public(EVP_PKEY_Q_keygen(NULL, NULL, "ED448"));
}

static void
public_key_has_one_text(void)
{
    cs_buffer_t spki = test_buffer(200);
    cs_key_t *key;

    IS(CS_OK, cs_key_public(test_make_key("ES256"), &spki));
    IS(CS_OK, cs_buffer_append_text(&spki, "x"));
    IS(CS_BAD_KEY, cs_key_read_public(POOL, cs_buffer_bytes(&spki), &key));
    IS(CS_BAD_KEY, cs_key_read_public(POOL, cs_bytes(spki.data, spki.size - 2), &key));
    IS(CS_BAD_KEY, cs_key_read_public(POOL, CS_BYTES_NONE, &key));
    spki.data[spki.size - 2] ^= 1; /* off the curve */
    IS(CS_BAD_KEY, cs_key_read_public(POOL, cs_bytes(spki.data, spki.size - 1), &key));
}

static void
private_key_comes_from_a_private_pem_only(void)
{
    cs_buffer_t pem = test_buffer(1000);
    cs_key_t *key;

    IS(CS_OK, cs_key_pem(test_make_key("ES256"), false, &pem));
    IS(CS_BAD_KEY, cs_key_read_private(POOL, cs_buffer_bytes(&pem), &key));
    IS(CS_BAD_KEY, cs_key_read_private(POOL, CS_LITERAL("nothing"), &key));
    IS(CS_BAD_KEY, cs_key_read_private(POOL, CS_BYTES_NONE, &key));
}

static void
jwk_is_canonical_and_public(void)
{
    cs_key_t *key = test_public_key(P256, A3_X, A3_Y);
    cs_buffer_t jwk = test_buffer(1000);

    IS(CS_OK, cs_key_jwk(key, &jwk));
    CU_ASSERT_STRING_EQUAL(cs_buffer_text(&jwk),
                           "{\"alg\":\"ES256\",\"crv\":\"P-256\",\"kid\":\"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-"
                           "U\",\"kty\":\"EC\",\"use\":\"sig\",\"x\":\"" A3_X "\",\"y\":\"" A3_Y "\"}");
}

static cs_key_t *
test_rsa(unsigned bits)
{
    EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);
    cs_key_t *key;
    char *text;
    BIO *bio = BIO_new(BIO_s_mem());
    long size;

    CU_ASSERT_EQUAL(PEM_write_bio_PrivateKey(bio, pkey, NULL, NULL, 0, NULL, NULL), 1);
    size = BIO_get_mem_data(bio, &text);
    if (cs_key_read_private(POOL, cs_bytes(text, (size_t)size), &key) != CS_OK) {
        key = NULL;
    }
    BIO_free(bio);
    EVP_PKEY_free(pkey);
    return key;
}

static void
rsa_of_2048_bits_signs_as_ps256_and_verifies_rs256_too__JR_5_2(void)
{
    static const char *const others[] = {"ES256", "EdDSA", "HS256", "none", "RS512", "ps256", ""};
    cs_key_t *key = test_rsa(2048), *other = test_rsa(2048), *read;
    cs_buffer_t signature = test_buffer(CS_MAX_RSA_SIGNATURE), spki = test_buffer(1024);
    uint8_t raw[CS_MAX_SIGNATURE];

    CU_ASSERT_STRING_EQUAL(cs_key_algorithm(key), "PS256");
    IS(CS_OK, cs_key_append_signature(key, TEXT("message"), &signature));
    CU_ASSERT_EQUAL(signature.size, 256);
    IS(CS_OK, cs_key_public(key, &spki));
    IS(CS_OK, cs_key_read_public(POOL, cs_buffer_bytes(&spki), &read));
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(read), cs_key_thumbprint(key));
    IS(CS_OK, cs_key_verify(read, TEXT("message"), cs_buffer_bytes(&signature)));
    IS(CS_BAD_SIGNATURE, cs_key_verify(read, TEXT("massage"), cs_buffer_bytes(&signature)));
    IS(CS_BAD_SIGNATURE, cs_key_verify(other, TEXT("message"), cs_buffer_bytes(&signature)));
    IS(CS_BAD_SIGNATURE, cs_key_verify(read, TEXT("message"), cs_bytes(signature.data, 255)));
    IS(CS_BAD_SIGNATURE, cs_key_verify_as(read, "RS256", TEXT("message"), cs_buffer_bytes(&signature)));
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        IS(CS_BAD_SIGNATURE, cs_key_verify_as(read, others[i], TEXT("message"), cs_buffer_bytes(&signature)));
    }
    IS(CS_BAD_KEY, cs_key_sign(key, TEXT("message"), raw));
    IS(CS_BAD_SIGNATURE,
       cs_key_verify_as(test_make_key("ES256"), "RS256", TEXT("message"), cs_buffer_bytes(&signature)));
}

static void
rsa_of_less_is_no_key__RFC_7518_3_3(void)
{
    CU_ASSERT_PTR_NULL(test_rsa(1024));
    CU_ASSERT_PTR_NULL(test_rsa(2047));
}

/* The example of RFC 7638 section 3.1. */
static void
thumbprint_of_rsa_is_that_of_rfc_7638(void)
{
    static const char n[] = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
                            "BJECPebWKRXjBZCiFV4n3oknj"
                            "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
                            "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ"
                            "vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_"
                            "xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK"
                            "nqDKgw";
    cs_buffer_t number = test_buffer(512), der = test_buffer(1024);
    cs_key_t *key;

    IS(CS_OK, cs_base64url_decode(TEXT(n), &number));
    IS(CS_OK, cs_buffer_append(&der, test_hex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100")));
    IS(CS_OK, cs_buffer_append(&der, cs_buffer_bytes(&number)));
    IS(CS_OK, cs_buffer_append(&der, test_hex("0203010001")));
    IS(CS_OK, cs_key_read_public(POOL, cs_buffer_bytes(&der), &key));
    CU_ASSERT_STRING_EQUAL(cs_key_thumbprint(key), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

CU_TestInfo suite_key[] = {
    CLAIM(rsa_of_2048_bits_signs_as_ps256_and_verifies_rs256_too__JR_5_2),
    CLAIM(rsa_of_less_is_no_key__RFC_7518_3_3),
    CLAIM(thumbprint_of_rsa_is_that_of_rfc_7638),
    CLAIM(vector_of_rfc_7515_verifies_as_raw_r_and_s),
    CLAIM(vectors_of_rfc_8037_verify_and_name_the_key),
    CLAIM(thumbprint_of_an_ec_key_is_over_its_required_members),
    CLAIM(signature_holds_for_this_message_and_key_only),
    CLAIM(signature_of_zeros_is_refused),
    CLAIM(public_half_does_not_sign_and_gives_no_private_pem),
    CLAIM(keys_of_other_kinds_and_curves_are_refused),
    CLAIM(public_key_has_one_text),
    CLAIM(private_key_comes_from_a_private_pem_only),
    CLAIM(jwk_is_canonical_and_public),
    CU_TEST_INFO_NULL,
};
