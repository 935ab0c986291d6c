/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/policy_private.h"

#define CS_MAX_POLICY_TEXT    256
#define CS_MAX_POLICY_HISTORY 1000
#define CS_MAX_POLICY_COUNT   INT32_MAX
#define CS_MAX_POLICY_LIST    256
#define CS_MAX_POLICY_TERMS   4000

#define CS_POLICY_COUNT(member)                                                                                        \
    {                                                                                                                  \
        member, CS_SHAPE_INTEGER, true, CS_MAX_POLICY_COUNT, NULL, NULL                                                \
    }
#define CS_POLICY_CODES(member, most)                                                                                  \
    {                                                                                                                  \
        member, CS_SHAPE_TEXTS, true, most, NULL, NULL                                                                 \
    }
#define CS_POLICY_OBJECT(member, members)                                                                              \
    {                                                                                                                  \
        member, CS_SHAPE_OBJECT, true, 0, NULL, members                                                                \
    }

/* What every document begins with (GS-1.4). */
#define CS_POLICY_HEAD(document)                                                                                       \
    {"name", CS_SHAPE_CODE, true, 0, document, NULL},                                                                  \
        {"version", CS_SHAPE_INTEGER, true, CS_MAX_POLICY_COUNT, NULL, NULL},                                          \
        {"review_by", CS_SHAPE_TEXT, true, 10, NULL, NULL},                                                            \
    {                                                                                                                  \
        "history", CS_SHAPE_OBJECTS, true, CS_MAX_POLICY_HISTORY, NULL, cs_policy_history                              \
    }

static const cs_shape_t cs_policy_history[] = {
    CS_POLICY_COUNT("version"),
    {"date", CS_SHAPE_TEXT, true, 10, NULL, NULL},
    {"change", CS_SHAPE_TEXT, true, CS_MAX_POLICY_TEXT, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_grant[] = {
    CS_POLICY_CODES("own", CS_MAX_POLICY_LEVELS),
    CS_POLICY_CODES("other", CS_MAX_POLICY_LEVELS),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_levels[] = {
    CS_POLICY_HEAD("levels"),
    CS_POLICY_CODES("levels", CS_MAX_POLICY_LEVELS),
    CS_POLICY_CODES("ranks", CS_MAX_POLICY_RANKS),
    CS_POLICY_OBJECT("matrix", NULL),
    CS_POLICY_OBJECT("grant", cs_policy_grant),
    CS_POLICY_OBJECT("obligations", NULL),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_argon2[] = {
    CS_POLICY_COUNT("memory_kib"),
    CS_POLICY_COUNT("iterations"),
    CS_POLICY_COUNT("parallelism"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_passwords[] = {
    CS_POLICY_HEAD("passwords"),
    CS_POLICY_COUNT("min_length"),
    CS_POLICY_COUNT("min_classes"),
    CS_POLICY_COUNT("max_failures"),
    CS_POLICY_COUNT("pending_seconds"),
    CS_POLICY_COUNT("set_within_days"),
    CS_POLICY_COUNT("max_age_days"),
    CS_POLICY_COUNT("remembered"),
    CS_POLICY_CODES("forbidden_words", CS_MAX_POLICY_LIST),
    CS_POLICY_OBJECT("argon2", cs_policy_argon2),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_services[] = {
    CS_POLICY_COUNT("seconds"),
    CS_POLICY_COUNT("terminals"),
    CS_POLICY_COUNT("least_prefix_ipv4"),
    CS_POLICY_COUNT("least_prefix_ipv6"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_code[] = {
    {"at_sign_in", CS_SHAPE_BOOLEAN, true, 0, NULL, NULL},
    CS_POLICY_CODES("tiers", 3),
    CS_POLICY_COUNT("max_failures"),
    CS_POLICY_COUNT("window_steps"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_sessions[] = {
    CS_POLICY_HEAD("sessions"),
    CS_POLICY_COUNT("idle_seconds"),
    CS_POLICY_COUNT("absolute_seconds"),
    CS_POLICY_COUNT("terminals"),
    CS_POLICY_COUNT("renewal_overlap_seconds"),
    CS_POLICY_OBJECT("services", cs_policy_services),
    {"on_limit", CS_SHAPE_CODE, true, 0, "refuse|replace_oldest", NULL},
    CS_POLICY_COUNT("step_up_seconds"),
    CS_POLICY_OBJECT("one_time_code", cs_policy_code),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_log[] = {
    CS_POLICY_HEAD("log"),
    CS_POLICY_COUNT("seal_age_max_ms"),
    CS_POLICY_COUNT("stranger_entries_per_minute"),
    CS_POLICY_COUNT("retention_months"),
    CS_POLICY_COUNT("notification_days"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_types[] = {
    CS_POLICY_HEAD("types"),
    CS_POLICY_OBJECT("types", NULL),
    {"categories", CS_SHAPE_WORDS, true, CS_MAX_POLICY_LIST, NULL, NULL},
    {"purposes", CS_SHAPE_WORDS, true, CS_MAX_POLICY_LIST, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_delegation[] = {
    CS_POLICY_COUNT("most_days"),
    CS_POLICY_CODES("tiers", 3),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_break_glass[] = {
    CS_POLICY_COUNT("active_minutes"),
    CS_POLICY_COUNT("asked_minutes"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_permissions[] = {
    CS_POLICY_HEAD("permissions"),
    CS_POLICY_OBJECT("permissions", NULL),
    {"exclusive", CS_SHAPE_ANY, true, 0, NULL, NULL},
    CS_POLICY_OBJECT("roles", NULL),
    CS_POLICY_OBJECT("delegation", cs_policy_delegation),
    CS_POLICY_OBJECT("break_glass", cs_policy_break_glass),
    {"retired", CS_SHAPE_ANY, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_reviews[] = {
    CS_POLICY_HEAD("reviews"),
    CS_POLICY_OBJECT("kinds", NULL),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_hours[] = {
    CS_POLICY_COUNT("from"),
    CS_POLICY_COUNT("to"),
    {"offset_minutes", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* may be negative: the database looks at it */
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_accounts[] = {
    CS_POLICY_COUNT("most"),
    CS_POLICY_COUNT("minutes"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_place[] = {
    {"prefix", CS_SHAPE_TEXT, true, 49, NULL, NULL},
    {"latitude", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"longitude", CS_SHAPE_ANY, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_travel[] = {
    CS_POLICY_COUNT("kilometres_per_hour"),
    {"places", CS_SHAPE_OBJECTS, true, 1024, NULL, cs_policy_place},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_penalty[] = {
    CS_POLICY_COUNT("free"),
    CS_POLICY_COUNT("window_seconds"),
    CS_POLICY_COUNT("base_seconds"),
    CS_POLICY_COUNT("max_seconds"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_anomalies[] = {
    CS_POLICY_HEAD("anomalies"),
    CS_POLICY_OBJECT("hours", cs_policy_hours),
    CS_POLICY_COUNT("known_days"),
    CS_POLICY_OBJECT("accounts", cs_policy_accounts),
    CS_POLICY_OBJECT("travel", cs_policy_travel),
    CS_POLICY_OBJECT("penalty", cs_policy_penalty),
    {"change_password", CS_SHAPE_TEXTS, true, 8, NULL, NULL},
    {"one_time_code", CS_SHAPE_TEXTS, true, 8, NULL, NULL},
    CS_SHAPE_END,
};

/* A factor weighs by a word, by a number, or by being there. */
static const cs_shape_t cs_policy_by_word[] = {
    CS_POLICY_OBJECT("points", NULL),
    {"reason", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_step[] = {
    CS_POLICY_COUNT("from"),
    CS_POLICY_COUNT("points"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_by_number[] = {
    {"steps", CS_SHAPE_OBJECTS, true, 16, NULL, cs_policy_step},
    {"reason", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_by_presence[] = {
    CS_POLICY_COUNT("points"),
    {"reason", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_factors[] = {
    CS_POLICY_OBJECT("level", cs_policy_by_word),
    CS_POLICY_OBJECT("grade", cs_policy_by_word),
    CS_POLICY_OBJECT("personal_data", cs_policy_by_word),
    CS_POLICY_OBJECT("volume", cs_policy_by_number),
    CS_POLICY_OBJECT("cross_institution", cs_policy_by_presence),
    CS_POLICY_OBJECT("purpose", cs_policy_by_word),
    CS_POLICY_OBJECT("term_days", cs_policy_by_number),
    CS_POLICY_OBJECT("tier", cs_policy_by_word),
    CS_POLICY_OBJECT("rejections", cs_policy_by_number),
    CS_POLICY_OBJECT("violations", cs_policy_by_number),
    CS_POLICY_OBJECT("odd_hour", cs_policy_by_presence),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_grades[] = {
    CS_POLICY_COUNT("medium"),
    CS_POLICY_COUNT("high"),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_engine[] = {CS_POLICY_COUNT("monthly_limit"), CS_SHAPE_END};

static const cs_shape_t cs_policy_requests[] = {
    CS_POLICY_COUNT("most"),
    CS_POLICY_COUNT("minutes"),
    CS_SHAPE_END,
};

const cs_shape_t csp_policy_risk_shape[] = {
    CS_POLICY_HEAD("risk"),
    CS_POLICY_OBJECT("factors", cs_policy_factors),
    CS_POLICY_OBJECT("grades", cs_policy_grades),
    CS_POLICY_OBJECT("engine", cs_policy_engine),
    CS_POLICY_OBJECT("requests", cs_policy_requests),
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_terms_text[] = {
    {"en", CS_SHAPE_TEXT, true, CS_MAX_POLICY_TERMS, NULL, NULL},
    {"zh-CN", CS_SHAPE_TEXT, true, CS_MAX_POLICY_TERMS, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_terms[] = {
    CS_POLICY_HEAD("terms"),
    {"required", CS_SHAPE_BOOLEAN, true, 0, NULL, NULL},
    CS_POLICY_OBJECT("text", cs_policy_terms_text),
    CS_SHAPE_END,
};

const cs_shape_t csp_policy_documents_shape[] = {
    CS_POLICY_OBJECT("levels", cs_policy_levels),
    CS_POLICY_OBJECT("reviews", cs_policy_reviews),
    CS_POLICY_OBJECT("permissions", cs_policy_permissions),
    CS_POLICY_OBJECT("passwords", cs_policy_passwords),
    CS_POLICY_OBJECT("sessions", cs_policy_sessions),
    CS_POLICY_OBJECT("log", cs_policy_log),
    CS_POLICY_OBJECT("types", cs_policy_types),
    CS_POLICY_OBJECT("terms", cs_policy_terms),
    CS_POLICY_OBJECT("anomalies", cs_policy_anomalies),
    CS_POLICY_OBJECT("risk", csp_policy_risk_shape),
    CS_SHAPE_END,
};

const char *const cs_policy_names[] = {
    "levels", "reviews", "permissions", "passwords", "sessions", "log", "types", "terms", "anomalies", "risk", NULL,
};
