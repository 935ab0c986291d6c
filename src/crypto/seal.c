/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/seal.h"

#include <openssl/evp.h>

#include "base/clock.h"
#include "base/guard.h"

#define CS_SEAL_SUITE_AES_256_GCM 0x01
#define CS_SEAL_NONCE_SIZE        12
#define CS_SEAL_TAG_SIZE          16
#define CS_SEAL_HEAD_SIZE         (1 + CS_SEAL_NONCE_SIZE)

/* Sets the key, the nonce and what is only authenticated: the suite, so that it cannot be changed, then the AAD. */
static cs_status_t
cs_seal_begin(EVP_CIPHER_CTX *context, bool seal, cs_bytes_t key, const uint8_t *head, cs_bytes_t aad)
{
    cs_status_t status = CS_OK;
    int size;

    CS_REQUIRE(key.size == CS_SEAL_KEY_SIZE, CS_BAD_KEY);
    CS_REQUIRE(aad.size <= INT32_MAX, CS_TOO_LARGE);
    CS_REQUIRE(EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key.data, head + 1, seal) == 1, CS_INTERNAL);
    CS_REQUIRE(EVP_CipherUpdate(context, NULL, &size, head, 1) == 1, CS_INTERNAL);
    CS_REQUIRE(EVP_CipherUpdate(context, NULL, &size, aad.data, (int)aad.size) == 1, CS_INTERNAL);
out:
    return status;
}

cs_status_t
cs_seal(cs_bytes_t key, cs_bytes_t aad, cs_bytes_t plain, cs_buffer_t *sealed)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    size_t before = sealed->size;
    cs_status_t status;
    uint8_t *head, *body;
    int size;

    CS_REQUIRE(context != NULL, CS_NO_MEMORY);
    CS_REQUIRE(plain.size <= INT32_MAX - CS_SEAL_OVERHEAD, CS_TOO_LARGE);
    CS_TRY(cs_buffer_extend(sealed, plain.size + CS_SEAL_OVERHEAD, &head));
    body = head + CS_SEAL_HEAD_SIZE;
    head[0] = CS_SEAL_SUITE_AES_256_GCM;
    CS_TRY(cs_random(head + 1, CS_SEAL_NONCE_SIZE));
    CS_TRY(cs_seal_begin(context, true, key, head, aad));
    CS_REQUIRE(EVP_EncryptUpdate(context, body, &size, plain.data, (int)plain.size) == 1, CS_INTERNAL);
    CS_REQUIRE(EVP_EncryptFinal_ex(context, body + size, &size) == 1, CS_INTERNAL);
    CS_REQUIRE(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, CS_SEAL_TAG_SIZE, body + plain.size) == 1,
               CS_INTERNAL);
out:
    if (status != CS_OK) {
        sealed->size = before;
    }
    EVP_CIPHER_CTX_free(context);
    return status;
}

/* Opens body into room; the tag stands behind the body. */
static cs_status_t
cs_seal_open(EVP_CIPHER_CTX *context, cs_bytes_t body, uint8_t *room)
{
    uint8_t tag[CS_SEAL_TAG_SIZE];
    cs_status_t status = CS_OK;
    int size;

    cs_bytes_copy(cs_bytes(body.data + body.size, sizeof(tag)), tag);
    CS_REQUIRE(EVP_DecryptUpdate(context, room, &size, body.data, (int)body.size) == 1, CS_BAD_SIGNATURE);
    CS_REQUIRE(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, sizeof(tag), tag) == 1, CS_INTERNAL);
    CS_REQUIRE(EVP_DecryptFinal_ex(context, room + size, &size) == 1, CS_BAD_SIGNATURE);
out:
    return status;
}

cs_status_t
cs_unseal(cs_bytes_t key, cs_bytes_t aad, cs_bytes_t sealed, cs_buffer_t *plain)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    size_t before = plain->size;
    uint8_t *room = NULL;
    cs_status_t status;
    cs_bytes_t body;

    CS_REQUIRE(context != NULL, CS_NO_MEMORY);
    CS_REQUIRE(sealed.size >= CS_SEAL_OVERHEAD && sealed.size <= INT32_MAX, CS_BAD_SIGNATURE);
    CS_REQUIRE(sealed.data[0] == CS_SEAL_SUITE_AES_256_GCM, CS_BAD_SIGNATURE);
    body = cs_bytes(sealed.data + CS_SEAL_HEAD_SIZE, sealed.size - CS_SEAL_OVERHEAD);
    CS_TRY(cs_buffer_extend(plain, body.size, &room));
    CS_TRY(cs_seal_begin(context, false, key, sealed.data, aad));
    CS_TRY(cs_seal_open(context, body, room));
out:
    /* What did not prove itself is not left behind for anybody to use. */
    if (status != CS_OK && room != NULL) {
        cs_wipe(room, body.size);
        plain->size = before;
    }
    EVP_CIPHER_CTX_free(context);
    return status;
}
