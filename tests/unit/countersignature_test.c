/* SPDX-License-Identifier: Apache-2.0 */
/* The countersignature (JR-5.2, GS-2.2.2): what is signed is what is shown, and no member may differ. */
#include "review/countersignature.h"

#include <string.h>

#include "unit.h"

#define NOW_US 1780000000000000LL

static json_t *
test_review(void)
{
    char digest[CS_DIGEST_TEXT];
    json_t *review = test_parse("{'id': '01936a7e-0000-7000-8000-000000000001', 'kind': 'record.publish', 'round': 1,"
                                " 'base': 3, 'policy': 1, 'payload': {'record': 'x', 'level': 'secret'},"
                                " 'stages': [{'name': 'department', 'state': 'approved', 'nonce': null},"
                                " {'name': 'responsible', 'state': 'open', 'nonce': 'AAAAAAAAAAAAAAAAAAAAAA'}]}");

    IS(CS_OK, cs_review_payload_digest(POOL, json_object_get(review, "payload"), digest));
    CU_ASSERT_EQUAL(json_object_set_new(review, "digest", json_string(digest)), 0);
    return review;
}

static cs_review_countersignature_t
test_members(void)
{
    cs_review_countersignature_t members;

    IS(CS_OK, cs_review_countersignature_read(POOL, test_review(), &members, NULL));
    members.platform = "demo.example";
    members.account = "01936a7e-0000-7000-8000-000000000002";
    members.verdict = "approve";
    members.comment = "checked";
    return members;
}

static cs_bytes_t
test_countersign(const cs_key_t *key, const cs_review_countersignature_t *members)
{
    cs_buffer_t jws = test_buffer(CS_MAX_JWS);

    IS(CS_OK, cs_review_countersignature_sign(POOL, key, members, NOW_US, &jws));
    return cs_buffer_bytes(&jws);
}

static void
what_was_signed_is_accepted__JR_5_2(void)
{
    cs_review_countersignature_t members = test_members();
    cs_key_t *key = test_make_key("ES256");
    cs_bytes_t jws = test_countersign(key, &members);

    CU_ASSERT_STRING_EQUAL(members.stage, "responsible");
    IS(CS_OK, cs_review_countersignature_check(POOL, jws, key, &members, NULL));
    members = (cs_review_countersignature_t){
        .round = CS_COUNTERSIGNATURE_ANY, .base = CS_COUNTERSIGNATURE_ANY, .policy = CS_COUNTERSIGNATURE_ANY};
    IS(CS_OK, cs_review_countersignature_check(POOL, jws, key, &members, NULL));
}

static void
each_member_that_differs_is_refused_and_named__JR_5_2(void)
{
    static const struct {
        const char *name;
        size_t offset;
    } texts[] = {
        {"aud", offsetof(cs_review_countersignature_t, platform)},
        {"review", offsetof(cs_review_countersignature_t, review)},
        {"kind", offsetof(cs_review_countersignature_t, kind)},
        {"stage", offsetof(cs_review_countersignature_t, stage)},
        {"account", offsetof(cs_review_countersignature_t, account)},
        {"verdict", offsetof(cs_review_countersignature_t, verdict)},
        {"nonce", offsetof(cs_review_countersignature_t, nonce)},
        {"comment_digest", offsetof(cs_review_countersignature_t, comment)},
        {"digest", offsetof(cs_review_countersignature_t, digest)},
    };
    cs_review_countersignature_t members = test_members();
    cs_key_t *key = test_make_key("ES256");
    cs_bytes_t jws = test_countersign(key, &members);

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        cs_review_countersignature_t other = members;
        cs_error_t error = {0};
        *(const char **)((char *)&other + texts[i].offset) = "another";
        IS(strcmp(texts[i].name, "digest") == 0 ? CS_WRONG_DIGEST : CS_BAD_COUNTERSIGNATURE,
           cs_review_countersignature_check(POOL, jws, key, &other, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, texts[i].name));
    }
}

static void
another_round_base_or_policy_is_refused__JR_5_2(void)
{
    cs_review_countersignature_t members = test_members(), other;
    cs_key_t *key = test_make_key("ES256");
    cs_bytes_t jws = test_countersign(key, &members);

    other = members, other.round++;
    IS(CS_BAD_COUNTERSIGNATURE, cs_review_countersignature_check(POOL, jws, key, &other, NULL));
    other = members, other.base++;
    IS(CS_BAD_COUNTERSIGNATURE, cs_review_countersignature_check(POOL, jws, key, &other, NULL));
    other = members, other.policy++;
    IS(CS_BAD_COUNTERSIGNATURE, cs_review_countersignature_check(POOL, jws, key, &other, NULL));
}

static void
another_key_and_another_use_are_refused__JR_5_2(void)
{
    cs_review_countersignature_t members = test_members();
    cs_key_t *key = test_make_key("ES256"), *other = test_make_key("ES256");
    cs_bytes_t jws = test_countersign(key, &members);
    cs_buffer_t attestation = test_buffer(CS_MAX_JWS);

    IS(CS_BAD_COUNTERSIGNATURE, cs_review_countersignature_check(POOL, jws, other, &members, NULL));
    IS(CS_OK, cs_jws_sign(POOL, key, CS_TYP_ATTESTATION, test_parse("{'v': 1}"), &attestation));
    IS(CS_BAD_COUNTERSIGNATURE,
       cs_review_countersignature_check(POOL, cs_buffer_bytes(&attestation), key, &members, NULL));
}

/* What a passkey signs: the two parts before the last dot. */
static void
a_signing_input_is_checked_like_the_whole_and_gives_the_challenge__JR_5_2(void)
{
    static const char *const algorithms[] = {"ES256", "EdDSA"};
    cs_review_countersignature_t members = test_members(), other = members;
    uint8_t challenge[CS_DIGEST_SIZE], digest[CS_DIGEST_SIZE];

    other.verdict = "reject";
    for (size_t i = 0; i < 2; i++) {
        cs_bytes_t jws = test_countersign(test_make_key(algorithms[i]), &members), input = jws;
        while (input.data[--input.size] != '.') {
        }
        IS(CS_OK, cs_digest(&input, 1, digest));
        IS(CS_OK, cs_review_signing_input_check(POOL, input, &members, challenge, NULL));
        CU_ASSERT_EQUAL(memcmp(challenge, digest, sizeof(digest)), 0);
        IS(CS_BAD_COUNTERSIGNATURE, cs_review_signing_input_check(POOL, input, &other, challenge, NULL));
        IS(CS_BAD_COUNTERSIGNATURE, cs_review_signing_input_check(POOL, jws, &members, challenge, NULL));
        input.size -= 1;
        IS(CS_BAD_COUNTERSIGNATURE, cs_review_signing_input_check(POOL, input, &members, challenge, NULL));
    }
}

static void
a_member_missing_or_unknown_is_refused_though_signed__JR_5_2(void)
{
    static const char *const payloads[] = {"{}", "{'v': 1}"};
    cs_review_countersignature_t members = test_members();
    cs_key_t *key = test_make_key("ES256");
    cs_jws_t made;

    for (size_t i = 0; i < COUNT_OF(payloads); i++) {
        cs_buffer_t jws = test_buffer(CS_MAX_JWS);
        IS(CS_OK, cs_jws_sign(POOL, key, CS_TYP_COUNTERSIGNATURE, test_parse(payloads[i]), &jws));
        IS(CS_BAD_COUNTERSIGNATURE, cs_review_countersignature_check(POOL, cs_buffer_bytes(&jws), key, &members, NULL));
    }
    IS(CS_OK, cs_jws_verify(POOL, test_countersign(key, &members), CS_TYP_COUNTERSIGNATURE, key, &made, NULL));
    CU_ASSERT_EQUAL(json_object_set_new(made.payload, "also", json_true()), 0);
    cs_buffer_t jws = test_buffer(CS_MAX_JWS);
    IS(CS_OK, cs_jws_sign(POOL, key, CS_TYP_COUNTERSIGNATURE, made.payload, &jws));
    IS(CS_BAD_COUNTERSIGNATURE, cs_review_countersignature_check(POOL, cs_buffer_bytes(&jws), key, &members, NULL));
}

static void
nothing_is_signed_over_a_payload_other_than_the_one_shown__JR_5_2(void)
{
    json_t *review = test_review();
    cs_review_countersignature_t members;

    CU_ASSERT_EQUAL(json_object_set_new(json_object_get(review, "payload"), "level", json_string("public")), 0);
    IS(CS_WRONG_DIGEST, cs_review_countersignature_read(POOL, review, &members, NULL));
}

static void
a_review_without_an_open_stage_or_nonce_is_not_signed__GS_2_2_2(void)
{
    json_t *review = test_review(), *stage = json_array_get(json_object_get(review, "stages"), 1);
    cs_review_countersignature_t members;

    CU_ASSERT_EQUAL(json_object_set_new(stage, "nonce", json_null()), 0);
    IS(CS_NOT_ELIGIBLE, cs_review_countersignature_read(POOL, review, &members, NULL));
    CU_ASSERT_EQUAL(json_object_set_new(stage, "state", json_string("waiting")), 0);
    IS(CS_REVIEW_CLOSED, cs_review_countersignature_read(POOL, review, &members, NULL));
}

static void
who_joins_a_break_glass_signs_what_is_shown_or_nothing__JR_5_2(void)
{
    char digest[CS_DIGEST_TEXT];
    json_t *glass = test_parse("{'id': 'x', 'policy': 7, 'nonce': 'AAAAAAAAAAAAAAAAAAAAAA',"
                               " 'payload': {'break_glass': '01936a7e-0000-7000-8000-000000000001', 'minutes': 15}}");
    cs_review_countersignature_t members;
    cs_key_t *key = test_make_key("ES256");

    IS(CS_OK, cs_review_payload_digest(POOL, json_object_get(glass, "payload"), digest));
    CU_ASSERT_EQUAL(json_object_set_new(glass, "digest", json_string(digest)), 0);
    IS(CS_OK, cs_review_joining_read(POOL, glass, &members, NULL));
    members.platform = "demo.example";
    members.account = "01936a7e-0000-7000-8000-000000000002";
    IS(CS_OK, cs_review_countersignature_check(POOL, test_countersign(key, &members), key, &members, NULL));
    CU_ASSERT_STRING_EQUAL(members.review, "01936a7e-0000-7000-8000-000000000001");
    CU_ASSERT_STRING_EQUAL(members.kind, "break_glass.start");
    CU_ASSERT_EQUAL(members.policy, 7);
    CU_ASSERT_EQUAL(json_object_set_new(glass, "nonce", json_null()), 0);
    IS(CS_CONFLICT, cs_review_joining_read(POOL, glass, &members, NULL));
    CU_ASSERT_EQUAL(json_object_set_new(json_object_get(glass, "payload"), "minutes", json_integer(5)), 0);
    IS(CS_WRONG_DIGEST, cs_review_joining_read(POOL, glass, &members, NULL));
}

CU_TestInfo suite_countersignature[] = {
    CLAIM(what_was_signed_is_accepted__JR_5_2),
    CLAIM(each_member_that_differs_is_refused_and_named__JR_5_2),
    CLAIM(another_round_base_or_policy_is_refused__JR_5_2),
    CLAIM(another_key_and_another_use_are_refused__JR_5_2),
    CLAIM(a_signing_input_is_checked_like_the_whole_and_gives_the_challenge__JR_5_2),
    CLAIM(a_member_missing_or_unknown_is_refused_though_signed__JR_5_2),
    CLAIM(nothing_is_signed_over_a_payload_other_than_the_one_shown__JR_5_2),
    CLAIM(a_review_without_an_open_stage_or_nonce_is_not_signed__GS_2_2_2),
    CLAIM(who_joins_a_break_glass_signs_what_is_shown_or_nothing__JR_5_2),
    CU_TEST_INFO_NULL,
};
