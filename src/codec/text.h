/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary as text.  Decoders are strict: one text for each value, so that a
 * signed or hashed text cannot be varied (no padding in base64url, no stray
 * bits, no white space).
 */
#ifndef CS_CODEC_TEXT_H
#define CS_CODEC_TEXT_H

#include "base/bytes.h"
#include "base/error.h"

cs_status_t cs_base64url_encode(cs_bytes_t in, cs_buffer_t *out) CS_MUST_CHECK; /* RFC 4648 §5, no padding */
cs_status_t cs_base64url_decode(cs_bytes_t in, cs_buffer_t *out) CS_MUST_CHECK; /* CS_MALFORMED unless canonical */
cs_status_t cs_base64_encode(cs_bytes_t in, cs_buffer_t *out) CS_MUST_CHECK;    /* RFC 4648 §4, padded */
cs_status_t cs_base64_decode(cs_bytes_t in, cs_buffer_t *out) CS_MUST_CHECK;
cs_status_t cs_hex_encode(cs_bytes_t in, cs_buffer_t *out) CS_MUST_CHECK; /* lower case */
cs_status_t cs_hex_decode(cs_bytes_t in, cs_buffer_t *out) CS_MUST_CHECK; /* lower case only */

#define CS_DIGEST_TEXT 44 /* base64url of 32 bytes and the NUL */
void cs_digest_text(const uint8_t digest[32], char out[CS_DIGEST_TEXT]);

#endif
