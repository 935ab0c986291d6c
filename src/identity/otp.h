/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One-time codes by time (RFC 6238): six digits, 30 seconds, HMAC-SHA-1, since
 * that is what people's authenticators know.  Which steps were used is the
 * database's to say (JR-5.1).
 */
#ifndef CS_IDENTITY_OTP_H
#define CS_IDENTITY_OTP_H

#include "base/bytes.h"

#define CS_OTP_SEED_SIZE 20
#define CS_OTP_TEXT      7 /* six digits and the NUL */
#define CS_OTP_STEP_S    30
#define CS_MAX_OTP_URI   256

/* "otpauth://totp/…", as an authenticator reads it from a QR code. */
cs_status_t cs_identity_otp_uri(const char *platform, const char *account, cs_bytes_t seed, cs_buffer_t *uri)
    CS_MUST_CHECK;

/*
 * The step, within `window` steps around now, whose code it is; the newest
 * where several have the same.  CS_INVALID_OTP where none has, or the text is
 * not six digits.
 */
cs_status_t cs_identity_otp_check(cs_bytes_t seed, const char *otp, unsigned window, int64_t now_s, int64_t *step)
    CS_MUST_CHECK;

#endif
