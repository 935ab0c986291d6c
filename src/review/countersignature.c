/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the key is the account's, the stage open and the nonce unspent is
 * the database's to say.
 */
#include "review/countersignature.h"

#include "base/clock.h"
#include "base/guard.h"

#define CS_MAX_PAYLOAD (256 * 1024) /* the largest review payload: an admission of six people takes 4 KiB */

static const cs_shape_t cs_review_countersignature_shape[] = {
    {"v", CS_SHAPE_INTEGER, true, CS_COUNTERSIGNATURE_VERSION, NULL, NULL},
    {"aud", CS_SHAPE_TEXT, true, 128, NULL, NULL},
    {"review", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"kind", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"round", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"stage", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"digest", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    {"base", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"policy", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"account", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"verdict", CS_SHAPE_CODE, true, 0, "approve|reject|return", NULL},
    {"comment_digest", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    {"nonce", CS_SHAPE_TEXT, true, 22, NULL, NULL},
    {"at", CS_SHAPE_TIME, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static cs_status_t
cs_review_digest_text(cs_bytes_t bytes, char out[CS_DIGEST_TEXT])
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status = cs_digest(&bytes, 1, digest);

    if (status == CS_OK) {
        cs_digest_text(digest, out);
    }
    return status;
}

cs_status_t
cs_review_payload_digest(cs_pool_t *pool, const json_t *payload, char out[CS_DIGEST_TEXT])
{
    cs_status_t status;
    cs_buffer_t canonical;

    cs_buffer_init(&canonical, pool, CS_MAX_PAYLOAD);
    CS_TRY(cs_json_canonical(payload, &canonical, NULL));
    CS_TRY(cs_review_digest_text(cs_buffer_bytes(&canonical), out));
out:
    return status;
}

static const json_t *
cs_review_stage_open(const json_t *review)
{
    size_t i;
    json_t *stage;

    json_array_foreach(json_object_get(review, "stages"), i, stage) {
        if (cs_bytes_equal(cs_bytes_text(cs_json_get_text(stage, "state")), CS_LITERAL("open"))) {
            return stage;
        }
    }
    return NULL;
}

/* What is signed is what is done: the payload that the person reads must be the one behind the digest. */
static cs_status_t
cs_review_payload_check(cs_pool_t *pool, const json_t *review, cs_error_t *error)
{
    char digest[CS_DIGEST_TEXT];
    cs_status_t status;

    CS_TRY(cs_review_payload_digest(pool, json_object_get(review, "payload"), digest));
    if (!cs_bytes_equal(cs_bytes_text(digest), cs_bytes_text(cs_json_get_text(review, "digest")))) {
        status = cs_error_set(error, CS_WRONG_DIGEST, "/digest", "the digest is not the one of the payload shown");
    }
out:
    return status;
}

cs_status_t
cs_review_countersignature_read(cs_pool_t *pool, const json_t *review, cs_review_countersignature_t *out,
                                cs_error_t *error)
{
    cs_status_t status;
    const json_t *stage = cs_review_stage_open(review);

    if (stage == NULL) {
        return cs_error_set(error, CS_REVIEW_CLOSED, "/stages", "no stage of the review is open");
    }
    CS_TRY(cs_review_payload_check(pool, review, error));
    *out = (cs_review_countersignature_t){
        .review = cs_json_get_text(review, "id"),
        .kind = cs_json_get_text(review, "kind"),
        .round = cs_json_get_integer(review, "round", CS_COUNTERSIGNATURE_ANY),
        .stage = cs_json_get_text(stage, "name"),
        .digest = cs_json_get_text(review, "digest"),
        .base = cs_json_get_integer(review, "base", CS_COUNTERSIGNATURE_ANY),
        .policy = cs_json_get_integer(review, "policy", CS_COUNTERSIGNATURE_ANY),
        .nonce = cs_json_get_text(stage, "nonce"),
    };
    if (out->nonce == NULL) {
        status = cs_error_set(error, CS_NOT_ELIGIBLE, "/stages", "the open stage shows the account no nonce");
    }
out:
    return status;
}

cs_status_t
cs_review_joining_read(cs_pool_t *pool, const json_t *glass, cs_review_countersignature_t *out, cs_error_t *error)
{
    cs_status_t status;

    CS_TRY(cs_review_payload_check(pool, glass, error));
    *out = (cs_review_countersignature_t){
        .review = cs_json_get_text(json_object_get(glass, "payload"), "break_glass"),
        .kind = CS_JOINING_KIND,
        .round = 1,
        .stage = CS_JOINING_STAGE,
        .digest = cs_json_get_text(glass, "digest"),
        .base = 0,
        .policy = cs_json_get_integer(glass, "policy", CS_COUNTERSIGNATURE_ANY),
        .nonce = cs_json_get_text(glass, "nonce"),
        .verdict = "approve",
        .comment = "",
    };
    if (out->nonce == NULL) {
        status = cs_error_set(error, CS_CONFLICT, "/nonce", "nobody can join it any more");
    }
out:
    return status;
}

static json_t *
cs_review_countersignature_pack(const cs_review_countersignature_t *m, const char *comment_digest, const char *at)
{
    return json_pack("{s:i, s:s, s:s, s:s, s:I, s:s, s:s, s:I, s:I, s:s, s:s, s:s, s:s, s:s}", /* as the table */
                     "v", CS_COUNTERSIGNATURE_VERSION, "aud", m->platform, "review", m->review, "kind", m->kind,
                     "round", m->round, "stage", m->stage, "digest", m->digest, "base", m->base, "policy", m->policy,
                     "account", m->account, "verdict", m->verdict, "comment_digest", comment_digest, "nonce", m->nonce,
                     "at", at);
}

cs_status_t
cs_review_countersignature_sign(cs_pool_t *pool, const cs_key_t *key, const cs_review_countersignature_t *members,
                                int64_t now_us, cs_buffer_t *out)
{
    char at[CS_TIME_TEXT], comment_digest[CS_DIGEST_TEXT];
    cs_status_t status;
    json_t *payload = NULL;

    cs_time_format(now_us, at);
    CS_TRY(cs_review_digest_text(cs_bytes_text(members->comment), comment_digest));
    payload = cs_review_countersignature_pack(members, comment_digest, at);
    CS_REQUIRE(payload != NULL, CS_MISSING_MEMBER);
    CS_TRY(cs_shape_check(payload, cs_review_countersignature_shape, NULL));
    CS_TRY(cs_jws_sign(pool, key, CS_TYP_COUNTERSIGNATURE, payload, out));
out:
    json_decref(payload);
    return status;
}

static bool
cs_review_text_fits(const json_t *payload, const char *name, const char *expected)
{
    return expected == NULL || cs_bytes_equal(cs_bytes_text(expected), cs_bytes_text(cs_json_get_text(payload, name)));
}

static bool
cs_review_integer_fits(const json_t *payload, const char *name, json_int_t expected)
{
    return expected == CS_COUNTERSIGNATURE_ANY || expected == cs_json_get_integer(payload, name, expected - 1);
}

/* The name of the first member that differs from what is expected, or NULL. */
static const char *
cs_review_difference_find(const json_t *payload, const cs_review_countersignature_t *expected,
                          const char *comment_digest)
{
    const struct {
        const char *name, *value;
    } texts[] = {{"aud", expected->platform}, {"review", expected->review},   {"kind", expected->kind},
                 {"stage", expected->stage},  {"account", expected->account}, {"verdict", expected->verdict},
                 {"nonce", expected->nonce},  {"digest", expected->digest},   {"comment_digest", comment_digest}};
    const struct {
        const char *name;
        json_int_t value;
    } integers[] = {{"v", CS_COUNTERSIGNATURE_VERSION},
                    {"round", expected->round},
                    {"base", expected->base},
                    {"policy", expected->policy}};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!cs_review_text_fits(payload, texts[i].name, texts[i].value)) {
            return texts[i].name;
        }
    }
    for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
        if (!cs_review_integer_fits(payload, integers[i].name, integers[i].value)) {
            return integers[i].name;
        }
    }
    return NULL;
}

static cs_status_t
cs_review_members_check(const json_t *payload, const cs_review_countersignature_t *expected, cs_error_t *error)
{
    char comment_digest[CS_DIGEST_TEXT];
    cs_status_t status;
    const char *name;

    CS_TRY(cs_review_digest_text(cs_bytes_text(expected->comment), comment_digest));
    name = cs_review_difference_find(payload, expected, expected->comment == NULL ? NULL : comment_digest);
    if (name != NULL) {
        bool is_digest = cs_bytes_equal(cs_bytes_text(name), CS_LITERAL("digest"));
        return cs_error_set(error, is_digest ? CS_WRONG_DIGEST : CS_BAD_COUNTERSIGNATURE, "/countersignature",
                            "the member %s says something else", name);
    }
out:
    return status;
}

/* What the front said of a signed text, then its shape and members. */
static cs_status_t
cs_review_signed_check(cs_status_t status, const cs_jws_t *jws, const cs_review_countersignature_t *expected,
                       cs_error_t *inner, cs_error_t *error)
{
    if (status == CS_OK) {
        status = cs_shape_check(jws->payload, cs_review_countersignature_shape, inner);
    }
    if (status == CS_NO_MEMORY) {
        return status;
    }
    if (status != CS_OK) {
        return cs_error_set(error, CS_BAD_COUNTERSIGNATURE, "/countersignature", "%s%s%s", inner->pointer,
                            inner->pointer[0] == '\0' ? "" : ": ",
                            inner->text[0] == '\0' ? "it does not hold" : inner->text);
    }
    return cs_review_members_check(jws->payload, expected, error);
}

cs_status_t
cs_review_countersignature_check(cs_pool_t *pool, cs_bytes_t text, const cs_key_t *key,
                                 const cs_review_countersignature_t *expected, cs_error_t *error)
{
    cs_error_t inner = {0};
    cs_jws_t jws;
    cs_status_t status = cs_jws_verify(pool, text, CS_TYP_COUNTERSIGNATURE, key, &jws, &inner);

    return cs_review_signed_check(status, &jws, expected, &inner, error);
}

cs_status_t
cs_review_signing_input_check(cs_pool_t *pool, cs_bytes_t text, const cs_review_countersignature_t *expected,
                              uint8_t challenge[CS_DIGEST_SIZE], cs_error_t *error)
{
    cs_error_t inner = {0};
    cs_jws_t jws;
    cs_status_t status = cs_jws_parse_input(pool, text, CS_TYP_COUNTERSIGNATURE, "ES256", &jws, &inner);

    if (status == CS_MALFORMED) {
        status = cs_jws_parse_input(pool, text, CS_TYP_COUNTERSIGNATURE, "EdDSA", &jws, &inner);
    }
    status = cs_review_signed_check(status, &jws, expected, &inner, error);
    return status == CS_OK ? cs_digest(&text, 1, challenge) : status;
}
