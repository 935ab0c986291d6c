/* SPDX-License-Identifier: Apache-2.0 */
/* The table of routes.  A new call of the contract is a row here, a function of the door and, seldom, a hook. */
#include "hook.h"
#include "route.h"
#include "shape.h"

#define TOKEN       NGX_HTTP_COUNTERSIGN_NEEDS_TOKEN
#define DEVICE      NGX_HTTP_COUNTERSIGN_NEEDS_DEVICE
#define CERTIFICATE NGX_HTTP_COUNTERSIGN_NEEDS_CERTIFICATE

#define ROUTE(verb, pattern, verb_action, type, need, http)                                                            \
    .method = NGX_HTTP_##verb, .path = (pattern), .action = (verb_action), .object_type = (type), .needs = (need),     \
    .success = (http)

/* clang-format off */
const ngx_http_countersign_route_t ngx_http_countersign_routes[] = {
    /* signing in */
    {ROUTE(POST, "/v1/devices", "device.enrol", "device", DEVICE, 201),
     .body = ngx_http_countersign_shape_device, .secret_body = true, .run = ngx_http_countersign_enrolment,
     .strangers = true},
    {ROUTE(POST, "/v1/devices", "device.propose", "device", TOKEN, 202),
     .statement = CS_STATEMENT_PROPOSE_DEVICE, .idempotent = true, .body = ngx_http_countersign_shape_proposal,
     .prepare = ngx_http_countersign_device_prepare},
    {ROUTE(GET, "/v1/devices", "device.list", "device", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_DEVICES, .query = ngx_http_countersign_query_page},
    {ROUTE(DELETE, "/v1/devices/{device}", "device.remove", "device", TOKEN, 204),
     .statement = CS_STATEMENT_REMOVE_DEVICE, .idempotent = true, .query = ngx_http_countersign_query_removal},
    {ROUTE(POST, "/v1/devices/{device}/renewal", "device.renew", "device", TOKEN, 201),
     .statement = CS_STATEMENT_RENEW_DEVICE, .idempotent = true, .body = ngx_http_countersign_shape_renewal,
     .prepare = ngx_http_countersign_device_prepare},
    {ROUTE(POST, "/v1/sessions", "session.begin", "session", DEVICE, 201),
     .body = ngx_http_countersign_shape_session, .secret_body = true, .run = ngx_http_countersign_sign_in},
    {ROUTE(DELETE, "/v1/sessions/current", "session.end", "session", TOKEN, 204),
     .statement = CS_STATEMENT_END_SESSION, .idempotent = true},
    {ROUTE(POST, "/oauth2/token", "service.begin", "session", CERTIFICATE, 200),
     .statement = CS_STATEMENT_BEGIN_SERVICE, .form = true, .run = ngx_http_countersign_service},
    {ROUTE(GET, "/v1/sessions", "session.list", "session", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_SESSIONS, .query = ngx_http_countersign_query_page},
    {ROUTE(DELETE, "/v1/sessions", "session.end_all", "session", TOKEN, 204),
     .statement = CS_STATEMENT_END_SESSIONS, .idempotent = true},
    {ROUTE(DELETE, "/v1/sessions/{session}", "session.revoke", "session", TOKEN, 204),
     .statement = CS_STATEMENT_REVOKE_SESSION, .idempotent = true},
    {ROUTE(POST, "/v1/sessions/current/refresh", "session.refresh", "session", TOKEN, 200),
     .run = ngx_http_countersign_refresh},
    {ROUTE(PUT, "/v1/password", "password.change", "account", TOKEN, 200),
     .body = ngx_http_countersign_shape_password, .secret_body = true, .run = ngx_http_countersign_change_password},
    {ROUTE(PUT, "/v1/phrase", "phrase.set", "account", TOKEN, 204), .statement = CS_STATEMENT_SET_PHRASE,
     .body = ngx_http_countersign_shape_phrase, .secret_body = true, .prepare = ngx_http_countersign_phrase_prepare},
    {ROUTE(GET, "/v1/phrase", "phrase.read", "account", DEVICE, 200), .statement = CS_STATEMENT_READ_PHRASE,
     .query = ngx_http_countersign_query_phrase, .prepare = ngx_http_countersign_terminal_prepare,
     .finish = ngx_http_countersign_phrase_finish},
    {ROUTE(POST, "/v1/sessions/current/step-up", "session.step_up", "session", TOKEN, 201),
     .body = ngx_http_countersign_shape_step_up, .secret_body = true, .run = ngx_http_countersign_step_up},
    {ROUTE(POST, "/v1/otp", "otp.begin", "account", TOKEN, 200), .statement = CS_STATEMENT_BEGIN_CODE,
     .prepare = ngx_http_countersign_otp_prepare, .finish = ngx_http_countersign_otp_finish},
    {ROUTE(POST, "/v1/otp/confirmation", "otp.confirm", "account", TOKEN, 200),
     .body = ngx_http_countersign_shape_otp, .secret_body = true, .run = ngx_http_countersign_otp_confirm},
    {ROUTE(GET, "/v1/terms", "terms.read", "account", TOKEN, 200), .statement = CS_STATEMENT_READ_TERMS},
    {ROUTE(POST, "/v1/terms", "terms.accept", "account", TOKEN, 200), .idempotent = true,
     .statement = CS_STATEMENT_ACCEPT_TERMS, .body = ngx_http_countersign_shape_terms},
    {ROUTE(GET, "/v1/me", "me.read", "account", TOKEN, 200), .statement = CS_STATEMENT_READ_ME,
     .finish = ngx_http_countersign_me_finish},

    /* institutions and accounts */
    {ROUTE(POST, "/v1/institutions", "institution.create", "institution", TOKEN, 202),
     .statement = CS_STATEMENT_CREATE_INSTITUTION, .idempotent = true,
     .body = ngx_http_countersign_shape_institution, .prepare = ngx_http_countersign_institution_prepare},
    {ROUTE(GET, "/v1/institutions", "institution.list", "institution", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_INSTITUTIONS, .query = ngx_http_countersign_query_page},
    {ROUTE(POST, "/v1/accounts", "account.create", "account", TOKEN, 202),
     .statement = CS_STATEMENT_CREATE_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_account,
     .prepare = ngx_http_countersign_account_prepare, .finish = ngx_http_countersign_account_finish},
    {ROUTE(GET, "/v1/accounts", "account.list", "account", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_ACCOUNTS, .query = ngx_http_countersign_query_page},
    {ROUTE(GET, "/v1/accounts/{account}", "account.read", "account", TOKEN, 200),
     .statement = CS_STATEMENT_READ_ACCOUNT},
    {ROUTE(POST, "/v1/accounts/{account}/suspension", "account.suspend", "account", TOKEN, 200),
     .statement = CS_STATEMENT_SUSPEND_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_reason, .body_optional = true},
    {ROUTE(POST, "/v1/accounts/{account}/departure", "account.depart", "account", TOKEN, 200),
     .statement = CS_STATEMENT_DEPART_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_departure},
    {ROUTE(POST, "/v1/accounts/{account}/transfer", "account.transfer", "account", TOKEN, 202),
     .statement = CS_STATEMENT_TRANSFER_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_transfer},
    {ROUTE(POST, "/v1/accounts/{account}/reinstatement", "account.reinstate", "account", TOKEN, 202),
     .statement = CS_STATEMENT_REINSTATE_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_reason, .body_optional = true},
    {ROUTE(POST, "/v1/accounts/{account}/unlock", "account.unlock", "account", TOKEN, 202),
     .statement = CS_STATEMENT_UNLOCK_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_reason, .body_optional = true},
    {ROUTE(POST, "/v1/accounts/{account}/reset", "account.reset", "account", TOKEN, 202),
     .statement = CS_STATEMENT_RESET_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_reason, .body_optional = true,
     .prepare = ngx_http_countersign_reset_prepare, .finish = ngx_http_countersign_reset_finish},

    {ROUTE(POST, "/v1/accounts/{account}/liaison", "account.hand_over", "account", TOKEN, 200),
     .statement = CS_STATEMENT_HAND_OVER_ACCOUNT, .idempotent = true, .body = ngx_http_countersign_shape_liaison},
    {ROUTE(POST, "/v1/accounts/{account}/end-date", "account.end_date", "account", TOKEN, 200),
     .statement = CS_STATEMENT_CHANGE_END_DATE, .idempotent = true, .body = ngx_http_countersign_shape_end_date,
     .finish = ngx_http_countersign_reviewed_finish},
    {ROUTE(GET, "/v1/institutions/{institution}", "institution.read", "institution", TOKEN, 200),
     .statement = CS_STATEMENT_READ_INSTITUTION},
    {ROUTE(POST, "/v1/institutions/{institution}/suspension", "institution.suspend", "institution", TOKEN, 202),
     .statement = CS_STATEMENT_SUSPEND_INSTITUTION, .idempotent = true, .body = ngx_http_countersign_shape_reason,
     .body_optional = true},
    {ROUTE(POST, "/v1/institutions/{institution}/reinstatement", "institution.reinstate", "institution", TOKEN, 202),
     .statement = CS_STATEMENT_REINSTATE_INSTITUTION, .idempotent = true, .body = ngx_http_countersign_shape_reason,
     .body_optional = true},
    {ROUTE(GET, "/v1/departments", "department.list", "department", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_DEPARTMENTS, .query = ngx_http_countersign_query_page},
    {ROUTE(POST, "/v1/departments", "department.create", "department", TOKEN, 201),
     .statement = CS_STATEMENT_CREATE_DEPARTMENT, .idempotent = true, .body = ngx_http_countersign_shape_department},
    {ROUTE(GET, "/v1/roles", "role.list", "role", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_ROLES, .query = ngx_http_countersign_query_page},
    {ROUTE(GET, "/v1/permissions", "permission.list", "permission", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_PERMISSIONS, .query = ngx_http_countersign_query_page},

    /* reviews */
    {ROUTE(GET, "/v1/reviews", "review.list", "review", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_REVIEWS, .query = ngx_http_countersign_query_reviews},
    {ROUTE(GET, "/v1/reviews/{review}", "review.read", "review", TOKEN, 200),
     .statement = CS_STATEMENT_READ_REVIEW},
    {ROUTE(GET, "/v1/reviews/{review}/preview", "record.release", "review", TOKEN, 200),
     .operation = "view", .run = ngx_http_countersign_content},
    {ROUTE(POST, "/v1/reviews/{review}/decisions", "review.decide", "review", TOKEN, 200),
     .statement = CS_STATEMENT_DECIDE_REVIEW, .idempotent = true, .body = ngx_http_countersign_shape_decision,
     .prepare = ngx_http_countersign_decision_prepare, .finish = ngx_http_countersign_decision_finish},
    {ROUTE(POST, "/v1/reviews/plan", "review.plan", "review", TOKEN, 200),
     .statement = CS_STATEMENT_PLAN_REVIEW, .body = ngx_http_countersign_shape_plan,
     .prepare = ngx_http_countersign_plan_prepare},
    {ROUTE(POST, "/v1/reviews/{review}/resubmission", "review.resubmit", "review", TOKEN, 202),
     .statement = CS_STATEMENT_RESUBMIT_REVIEW, .idempotent = true, .body = ngx_http_countersign_shape_resubmission},
    {ROUTE(DELETE, "/v1/reviews/{review}", "review.withdraw", "review", TOKEN, 204),
     .statement = CS_STATEMENT_WITHDRAW_REVIEW, .idempotent = true},

    /* permissions, and what institutions agreed on */
    {ROUTE(POST, "/v1/agreements", "agreement.create", "agreement", TOKEN, 202),
     .statement = CS_STATEMENT_CREATE_AGREEMENT, .idempotent = true, .body = ngx_http_countersign_shape_agreement,
     .prepare = ngx_http_countersign_agreement_prepare},
    {ROUTE(GET, "/v1/agreements", "agreement.list", "agreement", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_AGREEMENTS, .query = ngx_http_countersign_query_page},
    {ROUTE(POST, "/v1/permission-requests", "permission.request", "grant", TOKEN, 201),
     .run = ngx_http_countersign_permission, .idempotent = true, .finish = ngx_http_countersign_reviewed_finish,
     .body = ngx_http_countersign_shape_permission, .prepare = ngx_http_countersign_permission_prepare},
    {ROUTE(GET, "/v1/grants", "grant.list", "grant", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_GRANTS, .query = ngx_http_countersign_query_grants},
    {ROUTE(GET, "/v1/grants/{grant}", "grant.read", "grant", TOKEN, 200), .statement = CS_STATEMENT_READ_GRANT},
    {ROUTE(DELETE, "/v1/grants/{grant}", "grant.revoke", "grant", TOKEN, 204),
     .statement = CS_STATEMENT_REVOKE_GRANT, .idempotent = true},

    /* policies */
    {ROUTE(GET, "/v1/policies", "policy.list", "policy", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_POLICIES, .query = ngx_http_countersign_query_page},
    {ROUTE(GET, "/v1/policies/{name}/{version}", "policy.read", "policy", TOKEN, 200),
     .statement = CS_STATEMENT_READ_POLICY},
    {ROUTE(POST, "/v1/policies", "policy.propose", "policy", TOKEN, 202),
     .statement = CS_STATEMENT_PROPOSE_POLICIES, .idempotent = true, .body = ngx_http_countersign_shape_policies,
     .prepare = ngx_http_countersign_policies_prepare, .finish = ngx_http_countersign_policies_finish},

    {ROUTE(GET, "/v1/delegations", "delegation.list", "delegation", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_DELEGATIONS, .query = ngx_http_countersign_query_grants},
    {ROUTE(POST, "/v1/delegations", "delegation.create", "delegation", TOKEN, 201),
     .statement = CS_STATEMENT_CREATE_DELEGATION, .idempotent = true, .body = ngx_http_countersign_shape_delegation},
    {ROUTE(DELETE, "/v1/delegations/{delegation}", "delegation.end", "delegation", TOKEN, 204),
     .statement = CS_STATEMENT_END_DELEGATION, .idempotent = true},

    /* records */
    {ROUTE(GET, "/v1/record-types", "record_type.list", "record_type", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_RECORD_TYPES, .query = ngx_http_countersign_query_page},
    {ROUTE(POST, "/v1/records", "record.create", "record", TOKEN, 201),
     .idempotent = true, .body = ngx_http_countersign_shape_record,
     .body_size = NGX_HTTP_COUNTERSIGN_MAX_RECORD_BODY, .run = ngx_http_countersign_create_record},
    {ROUTE(POST, "/v1/records/{record}/withdrawal", "record.withdraw", "record", TOKEN, 200),
     .statement = CS_STATEMENT_WITHDRAW_RECORD, .idempotent = true, .body = ngx_http_countersign_shape_withdrawal},
    {ROUTE(DELETE, "/v1/records/{record}", "record.destroy", "record", TOKEN, 202),
     .statement = CS_STATEMENT_DESTROY_RECORD, .idempotent = true},
    {ROUTE(PUT, "/v1/records/{record}", "record.revise", "record", TOKEN, 200),
     .idempotent = true, .body = ngx_http_countersign_shape_record,
     .body_size = NGX_HTTP_COUNTERSIGN_MAX_RECORD_BODY, .run = ngx_http_countersign_create_record},
    {ROUTE(GET, "/v1/records", "record.list", "record", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_RECORDS, .query = ngx_http_countersign_query_records},
    {ROUTE(GET, "/v1/records/{record}", "record.read", "record", TOKEN, 200),
     .statement = CS_STATEMENT_READ_RECORD},
    {ROUTE(POST, "/v1/records/{record}/publication", "record.publish", "record", TOKEN, 202),
     .statement = CS_STATEMENT_PUBLISH_RECORD, .idempotent = true,
     .body = ngx_http_countersign_shape_publication},
    {ROUTE(GET, "/v1/records/{record}/content", "record.release", "record", TOKEN, 200),
     .query = ngx_http_countersign_query_content, .run = ngx_http_countersign_content},
    {ROUTE(GET, "/v1/deliveries/{delivery}/receipt", "receipt.read", "delivery", TOKEN, 200),
     .statement = CS_STATEMENT_READ_RECEIPT, .finish = ngx_http_countersign_receipt_finish},

    /* the log */
    {ROUTE(GET, "/v1/audit/entries", "entry.list", "entry", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_ENTRIES, .query = ngx_http_countersign_query_entries},
    {ROUTE(GET, "/v1/audit/entries/{entry}", "entry.read", "entry", TOKEN, 200),
     .statement = CS_STATEMENT_READ_ENTRY},
    {ROUTE(GET, "/v1/audit/checkpoint", "proof.read", "checkpoint", TOKEN, 200),
     .statement = CS_STATEMENT_READ_CHECKPOINT, .run = ngx_http_countersign_checkpoint},
    {ROUTE(GET, "/v1/audit/proofs/inclusion", "proof.read", "entry", TOKEN, 200),
     .statement = CS_STATEMENT_READ_INCLUSION_PROOF, .query = ngx_http_countersign_query_proof},

    /* alerts and notifications */
    {ROUTE(GET, "/v1/alerts", "alert.list", "alert", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_ALERTS, .query = ngx_http_countersign_query_alerts},
    {ROUTE(GET, "/v1/notifications", "notification.list", "notification", TOKEN, 200),
     .statement = CS_STATEMENT_LIST_NOTIFICATIONS, .query = ngx_http_countersign_query_page},

    /* the platform's own */
    {ROUTE(GET, "/.well-known/jwks.json", "call.refused", NULL, NGX_HTTP_COUNTERSIGN_NEEDS_NOTHING, 200),
     .public = true, .run = ngx_http_countersign_keys},
    {ROUTE(GET, "/.well-known/oauth-authorization-server", "call.refused", NULL, NGX_HTTP_COUNTERSIGN_NEEDS_NOTHING, 200),
     .public = true, .run = ngx_http_countersign_metadata},
};
/* clang-format on */

const size_t ngx_http_countersign_route_count =
    sizeof(ngx_http_countersign_routes) / sizeof(ngx_http_countersign_routes[0]);

const ngx_http_countersign_route_t ngx_http_countersign_route_none = {.action = "call.refused"};
