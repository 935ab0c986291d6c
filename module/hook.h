/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows of the route table point to: the hooks around a call, and the ways of those that take several. */
#ifndef NGX_HTTP_COUNTERSIGN_HOOK_H
#define NGX_HTTP_COUNTERSIGN_HOOK_H

#include "countersign.h"

/* sign_in.c, enrolment.c */
void ngx_http_countersign_sign_in(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_enrolment(ngx_http_countersign_ctx_t *ctx);

/* service.c, oauth.c */
void ngx_http_countersign_service(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_metadata(ngx_http_countersign_ctx_t *ctx);

/* sign_in.c, change_password.c */
void ngx_http_countersign_refresh(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_change_password(ngx_http_countersign_ctx_t *ctx);

/* phrase.c: sealed and opened; what the connection proved */
cs_status_t ngx_http_countersign_phrase_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_terminal_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_phrase_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);
cs_status_t ngx_http_countersign_me_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* otp.c */
void ngx_http_countersign_step_up(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_otp_confirm(ngx_http_countersign_ctx_t *ctx);
cs_status_t ngx_http_countersign_otp_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_otp_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);
/* device.c: the new transport key, and the passkey that is registered with it */
cs_status_t ngx_http_countersign_device_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
/* the signing key that is named besides, for the database, which checks its proof */
cs_status_t ngx_http_countersign_device_signing_key(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* institution.c: the new institution's id and wrapped content key */
cs_status_t ngx_http_countersign_institution_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* account.c: the pinned certificate, the new id, the creator's half of the enrolment code */
cs_status_t ngx_http_countersign_account_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_account_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* account.c: the asker's half of a new enrolment code */
cs_status_t ngx_http_countersign_reset_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_reset_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* account.c: the account that the query names is what the call is about */
cs_status_t ngx_http_countersign_endings_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* review.c: an answer with a review in it says that others decide: 202 */
cs_status_t ngx_http_countersign_reviewed_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* review.c: the countersignature is checked; the reviewer's half of an enrolment code */
cs_status_t ngx_http_countersign_decision_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_decision_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* review.c: the countersignature of who joins a break-glass is checked; one that is joined is there: 200 */
cs_status_t ngx_http_countersign_break_glass_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_break_glass_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* plan.c: the payload has the shape of the call that asks, and what its hook adds */
cs_status_t ngx_http_countersign_plan_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* explanation.c */
void ngx_http_countersign_explanation(ngx_http_countersign_ctx_t *ctx);

/* permission.c: the scope names one thing; the id of the grant to come; its grade */
void ngx_http_countersign_permission(ngx_http_countersign_ctx_t *ctx);
cs_status_t ngx_http_countersign_permission_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_forwarding_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_agreement_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* propose_policies.c: the documents hold with those in force; what changes, for people to read */
cs_status_t ngx_http_countersign_policies_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* propose_policies.c: the same of documents that are proposed once more */
cs_status_t ngx_http_countersign_resubmission_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
cs_status_t ngx_http_countersign_policies_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* create_record.c, reclassification.c, content.c, receipt.c, checkpoint.c, keys.c */
void ngx_http_countersign_create_record(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_reclassification(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_content(ngx_http_countersign_ctx_t *ctx);
cs_status_t ngx_http_countersign_receipt_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer);
void ngx_http_countersign_checkpoint(ngx_http_countersign_ctx_t *ctx);
void ngx_http_countersign_keys(ngx_http_countersign_ctx_t *ctx);

#endif
