/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "base/guard.h"

cs_status_t
cs_digest(const cs_bytes_t *parts, size_t count, uint8_t out[CS_DIGEST_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    cs_status_t status = CS_OK;

    CS_REQUIRE(context != NULL, CS_NO_MEMORY);
    CS_REQUIRE(EVP_DigestInit_ex2(context, EVP_sha256(), NULL) == 1, CS_INTERNAL);
    for (size_t i = 0; i < count; i++) {
        CS_REQUIRE(EVP_DigestUpdate(context, parts[i].data, parts[i].size) == 1, CS_INTERNAL);
    }
    CS_REQUIRE(EVP_DigestFinal_ex(context, out, NULL) == 1, CS_INTERNAL);
out:
    EVP_MD_CTX_free(context);
    return status;
}

/* An empty key would make a MAC that anybody can compute: there is none. */
cs_status_t
cs_mac(cs_bytes_t key, const cs_bytes_t *parts, size_t count, uint8_t out[CS_DIGEST_SIZE])
{
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *mac = NULL;
    EVP_MAC_CTX *context = NULL;
    cs_status_t status = CS_OK;
    size_t size;

    CS_REQUIRE(key.size > 0, CS_BAD_KEY);
    mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    context = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
    CS_REQUIRE(context != NULL, CS_NO_MEMORY);
    CS_REQUIRE(EVP_MAC_init(context, key.data, key.size, parameters) == 1, CS_INTERNAL);
    for (size_t i = 0; i < count; i++) {
        CS_REQUIRE(EVP_MAC_update(context, parts[i].data, parts[i].size) == 1, CS_INTERNAL);
    }
    CS_REQUIRE(EVP_MAC_final(context, out, &size, CS_DIGEST_SIZE) == 1 && size == CS_DIGEST_SIZE, CS_INTERNAL);
out:
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
    return status;
}
