/* SPDX-License-Identifier: Apache-2.0 */
/* One-time codes: what came, and whether it is one of the account's seed.  Whether it was used says the database. */
#ifndef NGX_HTTP_COUNTERSIGN_OTP_H
#define NGX_HTTP_COUNTERSIGN_OTP_H

#include "countersign.h"

#include "identity/otp.h"

/* Takes the member "otp" out of ctx->input; empty where there is none, or it is longer than a code. */
void ngx_http_countersign_otp_take(ngx_http_countersign_ctx_t *ctx, char otp[CS_OTP_TEXT]);

/*
 * Sets the member "step" of `out`: of the code, or null where it is wrong.
 * facts: {sealed, window}, as the database tells them of this account.
 */
cs_status_t ngx_http_countersign_otp_check(ngx_http_countersign_ctx_t *ctx, const char *account, const json_t *facts,
                                           const char otp[CS_OTP_TEXT], json_t *out) CS_MUST_CHECK;

#endif
