/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/guard.h"
#include "crypto/digest.h"
#include "crypto/key_private.h"

#define CS_US_PER_SECOND   1000000
#define CS_SECONDS_PER_DAY 86400
#define CS_MAX_CERTIFICATE 16384

static void
cs_certificate_release(void *certificate)
{
    X509_free(certificate);
}

/* One attribute of the subject.  Absent is ""; twice would be two names for one holder, and is refused. */
static cs_status_t
cs_certificate_read_name(const X509_NAME *subject, int nid, char out[CS_MAX_CERTIFICATE_NAME])
{
    int at = X509_NAME_get_index_by_NID(subject, nid, -1);
    unsigned char *text = NULL;
    cs_status_t status = CS_OK;
    cs_bytes_t bytes;
    int size;

    out[0] = '\0';
    if (at < 0) {
        return CS_OK;
    }
    CS_REQUIRE(X509_NAME_get_index_by_NID(subject, nid, at) < 0, CS_MALFORMED);
    size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    CS_REQUIRE(size >= 0, CS_MALFORMED);
    bytes = cs_bytes(text, (size_t)size);
    CS_REQUIRE(cs_bytes_is_utf8(bytes), CS_MALFORMED);
    CS_REQUIRE(cs_text_copy(bytes, out, CS_MAX_CERTIFICATE_NAME) == CS_OK, CS_MALFORMED);
out:
    OPENSSL_free(text);
    return status;
}

/* The distance from 1970, so that no time zone comes in. */
static cs_status_t
cs_certificate_read_time(const ASN1_TIME *time, int64_t *out)
{
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    cs_status_t status = CS_OK;
    int days, seconds;

    CS_REQUIRE(epoch != NULL, CS_NO_MEMORY);
    CS_REQUIRE(ASN1_TIME_diff(&days, &seconds, epoch, time) == 1, CS_MALFORMED);
    *out = ((int64_t)days * CS_SECONDS_PER_DAY + seconds) * CS_US_PER_SECOND;
out:
    ASN1_TIME_free(epoch);
    return status;
}

static cs_status_t
cs_certificate_read_key(cs_pool_t *pool, X509 *certificate, cs_key_t **out)
{
    EVP_PKEY *pkey = X509_get_pubkey(certificate); /* a reference of its own */
    cs_status_t status = csp_key_take(pool, pkey, false, out);

    return status == CS_BAD_KEY ? CS_INVALID_VALUE : status;
}

cs_status_t
cs_certificate_read(cs_pool_t *pool, cs_bytes_t der, cs_certificate_t *out)
{
    const unsigned char *at = der.data;
    uint8_t digest[CS_DIGEST_SIZE];
    const X509_NAME *subject;
    cs_status_t status;
    X509 *certificate;

    *out = (cs_certificate_t){.key = NULL};
    CS_REQUIRE(der.size > 0 && der.size <= CS_MAX_CERTIFICATE, CS_MALFORMED);
    certificate = d2i_X509(NULL, &at, (long)der.size);
    CS_REQUIRE(certificate != NULL, CS_MALFORMED);
    CS_TRY(cs_pool_on_clear(pool, cs_certificate_release, certificate));
    CS_REQUIRE(at == der.data + der.size, CS_MALFORMED);
    subject = X509_get_subject_name(certificate);
    CS_TRY(cs_certificate_read_name(subject, NID_organizationName, out->organization));
    CS_TRY(cs_certificate_read_name(subject, NID_commonName, out->common_name));
    CS_TRY(cs_certificate_read_time(X509_get0_notBefore(certificate), &out->not_before_us));
    CS_TRY(cs_certificate_read_time(X509_get0_notAfter(certificate), &out->not_after_us));
    CS_TRY(cs_digest(&der, 1, digest));
    cs_digest_text(digest, out->thumbprint);
    status = cs_certificate_read_key(pool, certificate, &out->key);
out:
    if (status != CS_OK) {
        ERR_clear_error();
    }
    return status;
}

cs_status_t
cs_certificate_from_pem(cs_pool_t *pool, cs_bytes_t pem, cs_buffer_t *der)
{
    BIO *bio = pem.size > 0 && pem.size <= INT32_MAX ? BIO_new_mem_buf(pem.data, (int)pem.size) : NULL;
    X509 *certificate = NULL;
    unsigned char *made = NULL;
    cs_status_t status = CS_OK;
    int size;

    (void)pool;
    CS_REQUIRE(bio != NULL, CS_MALFORMED);
    certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    CS_REQUIRE(certificate != NULL, CS_MALFORMED);
    size = i2d_X509(certificate, &made);
    CS_REQUIRE(size > 0, CS_MALFORMED);
    status = cs_buffer_append(der, cs_bytes(made, (size_t)size));
out:
    if (status != CS_OK) {
        ERR_clear_error();
    }
    OPENSSL_free(made);
    X509_free(certificate);
    BIO_free(bio);
    return status;
}
