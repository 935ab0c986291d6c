/* SPDX-License-Identifier: Apache-2.0 */
/* An authenticator made of paper: every part of what it says can be set, so that each can be wrong. */
#ifndef CS_TESTS_UNIT_AUTHENTICATOR_H
#define CS_TESTS_UNIT_AUTHENTICATOR_H

#include "crypto/passkey.h"
#include "unit.h"

#define TEST_ORIGIN    "https://bank.example"
#define TEST_RP_ID     "bank.example"
#define TEST_CHALLENGE CS_LITERAL("0123456789abcdef0123456789abcdef")

typedef struct {
    const cs_key_t *key;
    const char *type;   /* of the client data */
    const char *origin; /* the same */
    const char *more;   /* further members of the client data, with a comma before them */
    cs_bytes_t challenge;
    const char *rp_id;
    uint8_t flags;
    uint32_t sign_count;
    cs_bytes_t behind;    /* bytes behind the authenticator data */
    const char *format;   /* of the attestation */
    cs_bytes_t statement; /* CBOR */
} test_authenticator_t;

/* What holds; `attested` for a registration. */
test_authenticator_t test_authenticator(const cs_key_t *key, bool attested);

json_t *test_register(const test_authenticator_t *with);
json_t *test_assert(const test_authenticator_t *with);

/* Authenticator data ‖ SHA-256 of the client data: what is signed. */
cs_bytes_t test_signed_bytes(const test_authenticator_t *with, bool attested);

/* A signature in the form that authenticators use. */
cs_bytes_t test_sign_der(const cs_key_t *key, cs_bytes_t message);

extern const cs_passkey_expected_t test_expected;

#endif
