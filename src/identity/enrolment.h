/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one-time code of a new account: two halves of 128 bits that two people
 * hold, so that nobody ever sees the whole (GS-2.1.1, GS-2.1.2).  The
 * database keeps the SHA-256 of each half's text.
 */
#ifndef CS_IDENTITY_ENROLMENT_H
#define CS_IDENTITY_ENROLMENT_H

#include "base/bytes.h"

#define CS_CODE_HALF_TEXT   23 /* base64url of 16 bytes and the NUL */
#define CS_CODE_DIGEST_TEXT 65 /* hexadecimal SHA-256 and the NUL */

typedef struct {
    char text[CS_CODE_HALF_TEXT];
    char digest[CS_CODE_DIGEST_TEXT];
} cs_identity_code_half_t;

cs_status_t cs_identity_code_half_make(cs_identity_code_half_t *out) CS_MUST_CHECK;

/* A half from its text.  CS_INVALID_ENROLMENT unless it is canonical base64url of 16 bytes. */
cs_status_t cs_identity_code_half_read(cs_bytes_t text, cs_identity_code_half_t *out) CS_MUST_CHECK;

/* "<creator's half>.<last reviewer's half>".  CS_INVALID_ENROLMENT for any other form. */
cs_status_t cs_identity_code_split(cs_bytes_t code, cs_identity_code_half_t *first, cs_identity_code_half_t *second)
    CS_MUST_CHECK;

#endif
