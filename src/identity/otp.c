/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/otp.h"

#include <stdlib.h>

#include <liboath/oath.h>

#include "base/guard.h"

cs_status_t
cs_identity_otp_uri(const char *platform, const char *account, cs_bytes_t seed, cs_buffer_t *uri)
{
    char *secret = NULL;
    size_t size = 0;
    cs_status_t status;
    int result;

    CS_REQUIRE(oath_init() == OATH_OK, CS_INTERNAL);
    result = oath_base32_encode((const char *)seed.data, seed.size, &secret, &size);
    CS_REQUIRE(result != OATH_MALLOC_ERROR, CS_NO_MEMORY);
    CS_REQUIRE(result == OATH_OK, CS_INTERNAL);
    status = cs_buffer_append_format(uri, "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=%d",
                                     platform, account, secret, platform, CS_OTP_STEP_S);
out:
    if (secret != NULL) {
        cs_wipe(secret, size);
        free(secret);
    }
    return status;
}

static bool
cs_identity_is_otp(const char *otp)
{
    for (size_t i = 0; i < CS_OTP_TEXT - 1; i++) {
        if (otp[i] < '0' || otp[i] > '9') {
            return false;
        }
    }
    return otp[CS_OTP_TEXT - 1] == '\0';
}

/* Every step of the window is computed, whichever fits: the time tells nothing. */
cs_status_t
cs_identity_otp_check(cs_bytes_t seed, const char *otp, unsigned window, int64_t now_s, int64_t *step)
{
    char expected[CS_OTP_TEXT];
    int64_t now = now_s / CS_OTP_STEP_S;
    cs_status_t status;

    *step = 0;
    CS_REQUIRE(otp != NULL && cs_identity_is_otp(otp), CS_INVALID_OTP);
    CS_REQUIRE(oath_init() == OATH_OK && now > (int64_t)window, CS_INTERNAL);
    for (int64_t at = now - window; at <= now + window; at++) {
        int result = oath_hotp_generate((const char *)seed.data, seed.size, (uint64_t)at, CS_OTP_TEXT - 1, false,
                                        OATH_HOTP_DYNAMIC_TRUNCATION, expected);

        CS_REQUIRE(result == OATH_OK, CS_INTERNAL);
        if (cs_bytes_equal_secret(cs_bytes(expected, CS_OTP_TEXT), cs_bytes(otp, CS_OTP_TEXT))) {
            *step = at;
        }
    }
    CS_REQUIRE(*step != 0, CS_INVALID_OTP);
    status = CS_OK;
out:
    cs_wipe(expected, sizeof(expected));
    return status;
}
