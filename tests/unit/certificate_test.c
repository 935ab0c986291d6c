/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/certificate.h"

#include <openssl/x509.h>

#include "base/clock.h"
#include "crypto/digest.h"
#include "unit.h"

/* A self-signed certificate; each name may be NULL, twice adds another common name. */
static cs_bytes_t
test_certificate_of(EVP_PKEY *pkey, const char *organization, const char *name, const char *twice)
{
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_get_subject_name(certificate);
    const struct {
        const char *field, *text;
    } parts[] = {{"O", organization}, {"CN", name}, {"CN", twice}};
    cs_buffer_t out = test_buffer(10000);
    unsigned char *der = NULL;
    int size;

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].text != NULL) {
            X509_NAME_add_entry_by_txt(subject, parts[i].field, MBSTRING_UTF8, (const unsigned char *)parts[i].text, -1,
                                       -1, 0);
        }
    }
    X509_set_issuer_name(certificate, subject);
    ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20260101000000Z");
    ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20560101000000Z");
    X509_set_pubkey(certificate, pkey);
    X509_sign(certificate, pkey, EVP_sha256());
    size = i2d_X509(certificate, &der);
    IS(CS_OK, cs_buffer_append(&out, cs_bytes(der, size > 0 ? (size_t)size : 0)));
    OPENSSL_free(der);
    X509_free(certificate);
    EVP_PKEY_free(pkey);
    return cs_buffer_bytes(&out);
}

static EVP_PKEY *
test_p256(void)
{
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
}

static void
certificate_is_read__GS_2_1_3(void)
{
    cs_bytes_t der = test_certificate_of(test_p256(), "BANKA", "banka.li.wei", NULL);
    uint8_t digest[CS_DIGEST_SIZE];
    char thumbprint[CS_DIGEST_TEXT], time[CS_TIME_TEXT];
    cs_certificate_t certificate;

    IS(CS_OK, cs_certificate_read(POOL, der, &certificate));
    IS(CS_OK, cs_digest(&der, 1, digest));
    cs_digest_text(digest, thumbprint);
    CU_ASSERT_STRING_EQUAL(certificate.thumbprint, thumbprint);
    CU_ASSERT_STRING_EQUAL(certificate.organization, "BANKA");
    CU_ASSERT_STRING_EQUAL(certificate.common_name, "banka.li.wei");
    CU_ASSERT_STRING_EQUAL(cs_key_algorithm(certificate.key), "ES256");
    cs_time_format(certificate.not_before_us, time);
    CU_ASSERT_STRING_EQUAL(time, "2026-01-01T00:00:00.000000Z");
    cs_time_format(certificate.not_after_us, time);
    CU_ASSERT_STRING_EQUAL(time, "2056-01-01T00:00:00.000000Z");
}

static void
name_that_is_absent_is_empty(void)
{
    cs_certificate_t certificate;

    IS(CS_OK, cs_certificate_read(POOL, test_certificate_of(test_p256(), NULL, NULL, NULL), &certificate));
    CU_ASSERT_STRING_EQUAL(certificate.organization, "");
    CU_ASSERT_STRING_EQUAL(certificate.common_name, "");
}

static void
holder_named_twice_is_refused__GS_2_1_3(void)
{
    cs_certificate_t certificate;

    IS(CS_MALFORMED,
       cs_certificate_read(POOL, test_certificate_of(test_p256(), "BANKA", "banka.li.wei", "bankb.x.y"), &certificate));
}

static void
key_of_another_kind_is_refused(void)
{
    cs_certificate_t certificate;
    EVP_PKEY *rsa = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024);
    EVP_PKEY *p384 = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-384");

    IS(CS_INVALID_VALUE, cs_certificate_read(POOL, test_certificate_of(rsa, "BANKA", "a.b", NULL), &certificate));
    IS(CS_INVALID_VALUE, cs_certificate_read(POOL, test_certificate_of(p384, "BANKA", "a.b", NULL), &certificate));
}

static void
what_is_no_certificate_is_refused(void)
{
    cs_bytes_t der = test_certificate_of(test_p256(), "BANKA", "banka.li.wei", NULL);
    cs_buffer_t longer = test_buffer(10000);
    cs_certificate_t certificate;

    IS(CS_OK, cs_buffer_append(&longer, der));
    IS(CS_OK, cs_buffer_append_text(&longer, "x"));
    IS(CS_MALFORMED, cs_certificate_read(POOL, cs_buffer_bytes(&longer), &certificate));
    IS(CS_MALFORMED, cs_certificate_read(POOL, cs_bytes(der.data, der.size - 1), &certificate));
    IS(CS_MALFORMED, cs_certificate_read(POOL, CS_LITERAL("nothing"), &certificate));
    IS(CS_MALFORMED, cs_certificate_read(POOL, CS_BYTES_NONE, &certificate));
    CU_ASSERT_PTR_NULL(certificate.key);
}

static void
first_certificate_of_a_pem_text_is_taken(void)
{
    cs_bytes_t der = test_certificate_of(test_p256(), "BANKA", "banka.li.wei", NULL);
    cs_buffer_t base64 = test_buffer(10000), pem = test_buffer(20000), back = test_buffer(10000);

    IS(CS_OK, cs_base64_encode(der, &base64));
    IS(CS_OK, cs_buffer_append_text(&pem, "-----BEGIN CERTIFICATE-----\n"));
    for (size_t i = 0; i < base64.size; i += 64) {
        size_t size = base64.size - i < 64 ? base64.size - i : 64;

        IS(CS_OK, cs_buffer_append(&pem, cs_bytes(base64.data + i, size)));
        IS(CS_OK, cs_buffer_append_text(&pem, "\n"));
    }
    IS(CS_OK, cs_buffer_append_text(&pem, "-----END CERTIFICATE-----\n"));
    IS(CS_OK, cs_certificate_from_pem(POOL, cs_buffer_bytes(&pem), &back));
    SAME(cs_buffer_bytes(&back), der);
    IS(CS_MALFORMED, cs_certificate_from_pem(POOL, CS_LITERAL("nothing"), &back));
    IS(CS_MALFORMED, cs_certificate_from_pem(POOL, CS_BYTES_NONE, &back));
}

CU_TestInfo suite_certificate[] = {
    CLAIM(certificate_is_read__GS_2_1_3),
    CLAIM(name_that_is_absent_is_empty),
    CLAIM(holder_named_twice_is_refused__GS_2_1_3),
    CLAIM(key_of_another_kind_is_refused),
    CLAIM(what_is_no_certificate_is_refused),
    CLAIM(first_certificate_of_a_pem_text_is_taken),
    CU_TEST_INFO_NULL,
};
