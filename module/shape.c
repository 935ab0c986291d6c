/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes, closed: an unlisted member refuses the body.  Sizes are characters, as in docs/openapi.yaml. */
#include "shape.h"

#include "crypto/jws.h"
#include "identity/otp.h"
#include "crypto/passkey.h"

#define NGX_HTTP_COUNTERSIGN_CODE_SIZE 64
#define NGX_HTTP_COUNTERSIGN_TEXT_SIZE 256

#define CODE_WORD(member, needed)                                                                                      \
    {                                                                                                                  \
        .name = (member), .kind = CS_SHAPE_TEXT, .required = (needed), .maximum = NGX_HTTP_COUNTERSIGN_CODE_SIZE       \
    }
#define TEXT(member, needed, size)                                                                                     \
    {                                                                                                                  \
        .name = (member), .kind = CS_SHAPE_TEXT, .required = (needed), .maximum = (size)                               \
    }
#define ONE_OF(member, needed, words)                                                                                  \
    {                                                                                                                  \
        .name = (member), .kind = CS_SHAPE_CODE, .required = (needed), .codes = (words)                                \
    }
#define KIND(member, needed, of)                                                                                       \
    {                                                                                                                  \
        .name = (member), .kind = (of), .required = (needed)                                                           \
    }
#define SET(member, count, words)                                                                                      \
    {                                                                                                                  \
        .name = (member), .kind = CS_SHAPE_SET, .required = true, .maximum = (count), .codes = (words)                 \
    }
#define LEVELS     "top_secret|secret|confidential|public"
#define GRADES     "core|important|sensitive|general"
#define URGENCIES  "normal|urgent"
#define OPERATIONS "list|view|download|print|forward|edit|destroy"
#define KINDS                                                                                                          \
    "institution.admit|institution.suspend|institution.reinstate|account.activate|account.unlock|account.reset|"       \
    "account.reinstate|account.extend|account.transfer|device.bind|agreement.sign|record.publish|record.reclassify|"   \
    "record.destroy|permission.grant|policy.activate|breakglass.review"

/* A key that signs in the place of the transport key, and the JWS by which it says so. */
#define SIGNING_KEY KIND("signing_key", false, CS_SHAPE_OBJECT), TEXT("signing_proof", false, CS_MAX_JWS)

/* --- bodies */

const cs_shape_t ngx_http_countersign_shape_device[] = {
    CODE_WORD("account", true),
    CODE_WORD("enrolment_code", false),
    TEXT("label", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    KIND("jwk", false, CS_SHAPE_OBJECT),
    SIGNING_KEY,
    TEXT("password", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_proposal[] = {
    TEXT("label", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    TEXT("certificate", false, 8192),
    KIND("jwk", false, CS_SHAPE_OBJECT),
    SIGNING_KEY,
    {.name = "attestation", .kind = CS_SHAPE_OBJECT, .members = cs_passkey_registration_shape},
    CS_SHAPE_END,
};

/* A proof is a JWS or what a passkey made: the database looks at it. */
const cs_shape_t ngx_http_countersign_shape_renewal[] = {
    TEXT("certificate", false, 8192),
    KIND("jwk", false, CS_SHAPE_OBJECT),
    KIND("proof", true, CS_SHAPE_ANY),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_session[] = {
    CODE_WORD("account", true),
    TEXT("password", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    TEXT("otp", false, CS_OTP_TEXT - 1),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_password[] = {
    TEXT("current", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    TEXT("new", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_phrase[] = {TEXT("phrase", true, NGX_HTTP_COUNTERSIGN_MAX_PHRASE),
                                                        CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_shape_step_up[] = {
    TEXT("otp", false, CS_OTP_TEXT - 1),
    {.name = "assertion", .kind = CS_SHAPE_OBJECT, .members = cs_passkey_assertion_shape},
    KIND("at", false, CS_SHAPE_TIME),
    CODE_WORD("operation", true),
    KIND("digest", true, CS_SHAPE_DIGEST),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_otp[] = {TEXT("otp", true, CS_OTP_TEXT - 1), CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_shape_terms[] = {
    {.name = "version", .kind = CS_SHAPE_INTEGER, .required = true, .maximum = INT32_MAX},
    CS_SHAPE_END,
};

static const cs_shape_t ngx_http_countersign_shape_person[] = {
    TEXT("name", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    TEXT("number", true, 32),
    CS_SHAPE_END,
};

/* What no password of theirs may contain (JR-5.1). */
static const cs_shape_t ngx_http_countersign_shape_known_person[] = {
    TEXT("name", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    TEXT("number", true, 32),
    TEXT("phone", false, 32),
    TEXT("birth_date", false, 10),
    CS_SHAPE_END,
};

static const cs_shape_t ngx_http_countersign_shape_member[] = {
    CODE_WORD("name", true),
    {.name = "person", .kind = CS_SHAPE_OBJECT, .required = true, .members = ngx_http_countersign_shape_person},
    CODE_WORD("department", true),
    CODE_WORD("rank", true),
    SET("roles", 12, NULL),
    KIND("thumbprint", true, CS_SHAPE_DIGEST),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_institution[] = {
    TEXT("code", true, 16),
    TEXT("name", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    ONE_OF("kind", true, "member|partner|regulator|operator"),
    TEXT("jurisdiction", true, 2),
    TEXT("regulated_by", false, 16),
    SET("departments", 64, NULL),
    {.name = "people",
     .kind = CS_SHAPE_OBJECTS,
     .required = true,
     .maximum = 6,
     .members = ngx_http_countersign_shape_member},
    KIND("letter_digest", true, CS_SHAPE_DIGEST),
    TEXT("naming", false, NGX_HTTP_COUNTERSIGN_CODE_SIZE),
    CODE_WORD("liaison", false),
    KIND("ends_at", false, CS_SHAPE_TIME),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_account[] = {
    CODE_WORD("name", true),
    ONE_OF("kind", true, "person|service"),
    {.name = "person", .kind = CS_SHAPE_OBJECT, .required = false, .members = ngx_http_countersign_shape_known_person},
    TEXT("institution", true, 16),
    CODE_WORD("department", true),
    CODE_WORD("rank", true),
    SET("roles", 12, NULL),
    TEXT("certificate", false, 8192),
    CODE_WORD("liaison", false),
    KIND("ends_at", false, CS_SHAPE_TIME),
    CODE_WORD("owner", false),
    {.name = "addresses", .kind = CS_SHAPE_SET, .maximum = 16},
    {.name = "terminals", .kind = CS_SHAPE_INTEGER, .maximum = 64},
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_reason[] = {
    TEXT("reason", false, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_withdrawal[] = {
    TEXT("reason", true, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_liaison[] = {
    CODE_WORD("liaison", true),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_end_date[] = {
    KIND("ends_at", true, CS_SHAPE_TIME),
    TEXT("reason", false, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

/* Who is an account's id or its name. */
const cs_shape_t ngx_http_countersign_shape_delegation[] = {
    CODE_WORD("to", true),
    CODE_WORD("permission", true),
    KIND("starts_at", false, CS_SHAPE_TIME),
    KIND("until", true, CS_SHAPE_TIME),
    KIND("overdue_only", false, CS_SHAPE_BOOLEAN),
    TEXT("reason", true, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

/* One of the two: who asks says why; who joins says what, signed as a decision is. */
const cs_shape_t ngx_http_countersign_shape_break_glass[] = {
    TEXT("reason", false, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    KIND("break_glass", false, CS_SHAPE_ID),
    TEXT("countersignature", false, CS_MAX_JWS),
    TEXT("signing_input", false, CS_MAX_JWS),
    {.name = "assertion", .kind = CS_SHAPE_OBJECT, .members = cs_passkey_assertion_shape},
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_department[] = {
    CODE_WORD("code", true),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_departure[] = {
    ONE_OF("kind", true, "left|retired"),
    KIND("notice", false, CS_SHAPE_TIME),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_transfer[] = {
    CODE_WORD("department", true),
    CODE_WORD("rank", true),
    SET("roles", 12, NULL),
    TEXT("reason", false, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

/* The comment may be empty, which no text of a shape is: review.c looks at it. */
const cs_shape_t ngx_http_countersign_shape_decision[] = {
    ONE_OF("verdict", true, "approve|reject|return"),
    KIND("comment", true, CS_SHAPE_ANY),
    TEXT("countersignature", false, CS_MAX_JWS),
    TEXT("signing_input", false, CS_MAX_JWS),
    {.name = "assertion", .kind = CS_SHAPE_OBJECT, .members = cs_passkey_assertion_shape},
    CS_SHAPE_END,
};

static const cs_shape_t ngx_http_countersign_shape_scope[] = {
    KIND("record", false, CS_SHAPE_ID),
    CODE_WORD("type", false),
    CODE_WORD("category", false),
    TEXT("institution", false, 16),
    CS_SHAPE_END,
};

/* One call of two kinds: permission.c looks at what belongs to which. */
const cs_shape_t ngx_http_countersign_shape_permission[] = {
    ONE_OF("kind", true, "function|data"),
    CODE_WORD("permission", false),
    {.name = "scope", .kind = CS_SHAPE_OBJECT, .members = ngx_http_countersign_shape_scope},
    ONE_OF("max_level", false, LEVELS),
    {.name = "operations", .kind = CS_SHAPE_SET, .maximum = 7, .codes = OPERATIONS},
    CODE_WORD("purpose", false),
    KIND("agreement", false, CS_SHAPE_ID),
    KIND("until", true, CS_SHAPE_TIME),
    TEXT("reason", true, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    ONE_OF("urgency", true, URGENCIES),
    CS_SHAPE_END,
};

/* What can be asked for otherwise in the next round, of all kinds: the database knows which of them the kind has. */
static const cs_shape_t ngx_http_countersign_shape_changes[] = {
    TEXT("reason", false, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    TEXT("name", false, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    TEXT("jurisdiction", false, 2),
    TEXT("regulated_by", false, 16),
    {.name = "departments", .kind = CS_SHAPE_SET, .maximum = 64},
    {.name = "people", .kind = CS_SHAPE_OBJECTS, .maximum = 6, .members = ngx_http_countersign_shape_member},
    KIND("letter_digest", false, CS_SHAPE_DIGEST),
    KIND("duties_digest", false, CS_SHAPE_DIGEST),
    CODE_WORD("department", false),
    CODE_WORD("rank", false),
    {.name = "roles", .kind = CS_SHAPE_SET, .maximum = 12},
    KIND("ends_at", false, CS_SHAPE_TIME),
    ONE_OF("max_level", false, LEVELS),
    {.name = "operations", .kind = CS_SHAPE_SET, .maximum = 7, .codes = OPERATIONS},
    KIND("until", false, CS_SHAPE_TIME),
    ONE_OF("level", false, LEVELS),
    ONE_OF("grade", false, GRADES),
    KIND("documents", false, CS_SHAPE_OBJECT),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_plan[] = {
    ONE_OF("kind", true, KINDS),
    KIND("payload", true, CS_SHAPE_OBJECT),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_resubmission[] = {
    {.name = "payload", .kind = CS_SHAPE_OBJECT, .required = true, .members = ngx_http_countersign_shape_changes},
    CS_SHAPE_END,
};

/* The documents themselves are looked at with those in force: propose_policies.c. */
const cs_shape_t ngx_http_countersign_shape_policies[] = {KIND("documents", true, CS_SHAPE_OBJECT), CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_shape_agreement[] = {
    SET("parties", 8, NULL),
    CODE_WORD("purpose", true),
    KIND("duties_digest", true, CS_SHAPE_DIGEST),
    KIND("ends_at", true, CS_SHAPE_TIME),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_explanation[] = {
    ONE_OF("operation", true, OPERATIONS),
    KIND("record", true, CS_SHAPE_ID),
    KIND("purpose", false, CS_SHAPE_WORD),
    CODE_WORD("account", false),
    CS_SHAPE_END,
};

/* Where the audience is not the word "members". */
const cs_shape_t ngx_http_countersign_shape_audience[] = {SET("audience", 256, NULL), CS_SHAPE_END};

/* Content has two forms, the audience too: create_content.c looks at them. */
const cs_shape_t ngx_http_countersign_shape_record[] = {
    CODE_WORD("type", true),
    CODE_WORD("category", true),
    ONE_OF("level", true, LEVELS),
    ONE_OF("grade", true, GRADES),
    TEXT("title", true, NGX_HTTP_COUNTERSIGN_TEXT_SIZE),
    KIND("content", false, CS_SHAPE_ANY),
    TEXT("media_type", false, 128),
    TEXT("content_base64", false, NGX_HTTP_COUNTERSIGN_MAX_RECORD_BODY),
    KIND("audience", true, CS_SHAPE_ANY),
    KIND("expires_at", false, CS_SHAPE_TIME),
    TEXT("attestation", true, CS_MAX_JWS),
    CS_SHAPE_END,
};

/* Whom to: an account's id or name, or an institution's code. */
const cs_shape_t ngx_http_countersign_shape_forwarding[] = {
    CODE_WORD("to", true),
    CODE_WORD("purpose", true),
    KIND("until", false, CS_SHAPE_TIME),
    TEXT("reason", false, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_shape_reclassification[] = {
    ONE_OF("level", true, LEVELS),
    ONE_OF("grade", true, GRADES),
    TEXT("reason", true, NGX_HTTP_COUNTERSIGN_MAX_REASON),
    CS_SHAPE_END,
};

/* Of a call that has no body, where it is planned. */
const cs_shape_t ngx_http_countersign_shape_nothing[] = {CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_shape_publication[] = {
    ONE_OF("urgency", false, URGENCIES),
    CS_SHAPE_END,
};

/* --- query strings */

#define PAGE                                                                                                           \
    {.name = "limit", .kind = CS_SHAPE_INTEGER, .maximum = 500},                                                       \
    {                                                                                                                  \
        .name = "after", .kind = CS_SHAPE_ID                                                                           \
    }

const cs_shape_t ngx_http_countersign_query_page[] = {PAGE, CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_query_phrase[] = {CODE_WORD("account", true), CS_SHAPE_END};
const cs_shape_t ngx_http_countersign_query_removal[] = {ONE_OF("last", false, "true"), CS_SHAPE_END};
const cs_shape_t ngx_http_countersign_query_endings[] = {KIND("account", false, CS_SHAPE_ID), CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_query_reviews[] = {
    PAGE,
    ONE_OF("state", false, "open|returned|approved|rejected|expired|withdrawn|failed"),
    ONE_OF("role", false, "reviewer|requester|auditor"),
    ONE_OF("kind", false, KINDS),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_query_grants[] = {PAGE, KIND("account", false, CS_SHAPE_ID), CS_SHAPE_END};

const cs_shape_t ngx_http_countersign_query_records[] = {
    PAGE,
    CODE_WORD("type", false),
    CODE_WORD("category", false),
    ONE_OF("level", false, LEVELS),
    TEXT("institution", false, 16),
    KIND("since", false, CS_SHAPE_TIME),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_query_content[] = {
    ONE_OF("operation", false, "view|download|print"),
    KIND("purpose", false, CS_SHAPE_WORD),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_query_entries[] = {
    PAGE,
    KIND("from", false, CS_SHAPE_TIME),
    KIND("to", false, CS_SHAPE_TIME),
    KIND("account", false, CS_SHAPE_ID),
    TEXT("institution", false, 16),
    CODE_WORD("action", false),
    TEXT("object", false, 128),
    ONE_OF("outcome", false, "done|refused|failed"),
    TEXT("trace_id", false, 32),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_query_alerts[] = {
    PAGE,
    CODE_WORD("code", false),
    KIND("account", false, CS_SHAPE_ID),
    CS_SHAPE_END,
};

const cs_shape_t ngx_http_countersign_query_proof[] = {
    KIND("entry", true, CS_SHAPE_ID),
    {.name = "size", .kind = CS_SHAPE_INTEGER, .maximum = (size_t)1 << 52},
    CS_SHAPE_END,
};
