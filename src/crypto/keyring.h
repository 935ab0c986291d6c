/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key provider: a folder with one file per purpose and version.
 *   <purpose>.<version>.pem   a private key (PKCS #8)
 *   <purpose>.<version>.key   64 hexadecimal digits: 32 secret bytes
 * The highest version is the one in use, lower ones still open and verify.
 * A file that others than its owner may read is refused, and so is a .pem
 * or .key of another name.
 */
#ifndef CS_CRYPTO_KEYRING_H
#define CS_CRYPTO_KEYRING_H

#include "base/error.h"
#include "crypto/key.h"

#define CS_MAX_PURPOSE     32
#define CS_MAX_KEY_VERSION 255 /* a wrapped key names its wrapping key's version in one byte */

typedef struct cs_keyring_s cs_keyring_t;

cs_status_t cs_keyring_open(cs_pool_t *pool, const char *folder, cs_keyring_t **out, cs_error_t *error) CS_MUST_CHECK;

/* version 0: the newest.  Borrowed.  CS_NOT_FOUND when there is none. */
cs_status_t cs_keyring_get_key(const cs_keyring_t *ring, const char *purpose, unsigned version, const cs_key_t **out)
    CS_MUST_CHECK;
cs_status_t cs_keyring_get_secret(const cs_keyring_t *ring, const char *purpose, unsigned version, cs_bytes_t *out,
                                  unsigned *out_version) CS_MUST_CHECK;

/* What the gateway's folder holds, each list with NULL behind its last: the keys that sign (ES256), and the secrets. */
extern const char *const cs_keyring_gateway_keys[];
extern const char *const cs_keyring_gateway_secrets[];

/* Is each of them there, in some version?  CS_NOT_FOUND, and the error names the first that is not. */
cs_status_t cs_keyring_check_gateway(const cs_keyring_t *ring, cs_error_t *error) CS_MUST_CHECK;

/* Makes a new file of the given kind with fresh randomness, mode 0600; CS_ALREADY_EXISTS where it stands. */
cs_status_t cs_keyring_make_key(const char *folder, const char *purpose, unsigned version, const char *algorithm,
                                cs_error_t *error) CS_MUST_CHECK;
cs_status_t cs_keyring_make_secret(const char *folder, const char *purpose, unsigned version, cs_error_t *error)
    CS_MUST_CHECK;

#endif
