/* SPDX-License-Identifier: Apache-2.0 */
/* GS-4.3a: a further revision of the same content is identified after the one before it, or not at all. */
#include "record/identifier.h"
#include "unit.h"

#define RECORD "01890000-0000-7000-8000-000000000001"
#define SALT   (const uint8_t *)"0123456789abcdef0123456789abcdef"

static const cs_record_identifier_t first = {
    .of = {RECORD, 3},
    .creator = "01890000-0000-7000-8000-00000000000c",
    .institution = "01890000-0000-7000-8000-00000000000b",
    .at = "2026-11-22T08:00:00.000000Z",
    .level = "confidential",
    .grade = "important",
};
static const cs_record_identifier_t next = {
    .of = {RECORD, 4}, .at = "2026-11-22T09:00:00.000000Z", .level = "secret", .grade = "core"};

/* A ring with one version of the key, or two. */
static cs_keyring_t *
test_ring(unsigned versions)
{
    cs_keyring_t *ring;
    const char *folder = test_folder();

    for (unsigned version = 1; version <= versions; version++) {
        IS(CS_OK, cs_keyring_make_key(folder, "identifier", version, "ES256", NULL));
    }
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    return ring;
}

static const char *
test_identifier(const cs_keyring_t *ring, unsigned version)
{
    const cs_key_t *key;
    cs_buffer_t out = test_buffer(CS_MAX_JWS);

    IS(CS_OK, cs_keyring_get_key(ring, "identifier", version, &key));
    IS(CS_OK, cs_record_identifier_make(POOL, key, &first, SALT, CS_LITERAL("content"), &out));
    return cs_buffer_text(&out);
}

static json_t *
test_payload(const cs_keyring_t *ring, const char *text)
{
    cs_jws_t jws;
    const cs_key_t *key;

    IS(CS_OK, cs_keyring_get_key(ring, "identifier", 0, &key));
    IS(CS_OK, cs_jws_verify(POOL, TEXT(text), CS_TYP_IDENTIFIER, key, &jws, NULL));
    return jws.payload;
}

static cs_status_t
test_renew(const cs_keyring_t *ring, const char *former, const cs_record_identifier_t *identifier)
{
    cs_buffer_t out = test_buffer(CS_MAX_JWS);

    return cs_record_identifier_renew(POOL, ring, former, identifier, &out);
}

static void
a_further_revision_has_its_level_and_the_same_content__GS_4_3a(void)
{
    cs_keyring_t *ring = test_ring(1);
    cs_buffer_t out = test_buffer(CS_MAX_JWS);
    const char *former = test_identifier(ring, 1);
    json_t *expected = json_deep_copy(test_payload(ring, former)), *renewed;

    IS(CS_OK, cs_record_identifier_renew(POOL, ring, former, &next, &out));
    renewed = test_payload(ring, cs_buffer_text(&out));
    json_object_set_new(expected, "revision", json_integer(4));
    json_object_set_new(expected, "at", json_string(next.at));
    json_object_set_new(expected, "level", json_string("secret"));
    json_object_set_new(expected, "grade", json_string("core"));
    CU_ASSERT_TRUE(json_equal(renewed, expected));
    json_decref(expected);
}

static void
what_an_older_key_signed_is_followed_by_the_newest__GS_4_3a(void)
{
    cs_keyring_t *ring = test_ring(2);
    cs_buffer_t out = test_buffer(CS_MAX_JWS);

    IS(CS_OK, cs_record_identifier_renew(POOL, ring, test_identifier(ring, 1), &next, &out));
    CU_ASSERT_PTR_NOT_NULL(json_object_get(test_payload(ring, cs_buffer_text(&out)), "content_hash"));
}

static void
nothing_follows_what_is_not_the_platforms__GS_4_3a(void)
{
    cs_keyring_t *ring = test_ring(1);
    const char *former = test_identifier(ring, 1);
    char *altered = cs_pool_text(POOL, former, strlen(former));

    altered[strlen(altered) / 2] ^= 1;
    IS(CS_BAD_SIGNATURE, test_renew(ring, altered, &next));
    IS(CS_BAD_SIGNATURE, test_renew(ring, "a.b.c", &next));
    IS(CS_BAD_SIGNATURE, test_renew(ring, NULL, &next));
    IS(CS_BAD_SIGNATURE, test_renew(test_ring(1), former, &next));
}

static void
nothing_follows_another_record_or_revision__GS_4_3a(void)
{
    cs_keyring_t *ring = test_ring(1);
    const char *former = test_identifier(ring, 1);
    cs_record_identifier_t other = next;

    other.of.revision = 5;
    IS(CS_BAD_SIGNATURE, test_renew(ring, former, &other));
    other.of = (cs_record_revision_t){"01890000-0000-7000-8000-000000000002", 4};
    IS(CS_BAD_SIGNATURE, test_renew(ring, former, &other));
}

typedef struct {
    cs_keyring_t *ring;
    const char *former;
} test_renewal_t;

static cs_status_t
test_work_renew(cs_pool_t *pool, void *made)
{
    cs_buffer_t out;
    const test_renewal_t *renewal = made;

    cs_buffer_init(&out, pool, CS_MAX_JWS);
    return cs_record_identifier_renew(pool, renewal->ring, renewal->former, &next, &out);
}

static void
a_further_revision_survives_lack_of_memory(void)
{
    test_renewal_t renewal = {.ring = test_ring(2)};

    renewal.former = test_identifier(renewal.ring, 1);
    test_sweep(test_work_renew, &renewal);
}

CU_TestInfo suite_identifier[] = {
    CLAIM(a_further_revision_has_its_level_and_the_same_content__GS_4_3a),
    CLAIM(what_an_older_key_signed_is_followed_by_the_newest__GS_4_3a),
    CLAIM(nothing_follows_what_is_not_the_platforms__GS_4_3a),
    CLAIM(nothing_follows_another_record_or_revision__GS_4_3a),
    CLAIM(a_further_revision_survives_lack_of_memory),
    CU_TEST_INFO_NULL,
};
