/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/otp.h"

#include <stdlib.h>
#include <string.h>

#include "identity/seed.h"
#include "unit.h"

/* RFC 6238, appendix B: the SHA-1 seed; its eight digits end with our six. */
#define SEED CS_LITERAL("12345678901234567890")

static void
codes_are_those_of_the_rfc__RFC_6238(void)
{
    const struct {
        int64_t at;
        const char *otp;
    } vectors[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
    };
    int64_t step;

    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        IS(CS_OK, cs_identity_otp_check(SEED, vectors[i].otp, 0, vectors[i].at, &step));
        CU_ASSERT_EQUAL(step, vectors[i].at / CS_OTP_STEP_S);
    }
}

static void
codes_around_now_are_taken_within_the_window_only__JR_5_1(void)
{
    int64_t step;

    IS(CS_OK, cs_identity_otp_check(SEED, "081804", 1, 1111111109 + CS_OTP_STEP_S, &step));
    CU_ASSERT_EQUAL(step, 1111111109 / CS_OTP_STEP_S);
    IS(CS_OK, cs_identity_otp_check(SEED, "081804", 1, 1111111109 - CS_OTP_STEP_S, &step));
    CU_ASSERT_EQUAL(step, 1111111109 / CS_OTP_STEP_S);
    IS(CS_INVALID_OTP, cs_identity_otp_check(SEED, "081804", 0, 1111111109 + CS_OTP_STEP_S, &step));
    IS(CS_INVALID_OTP, cs_identity_otp_check(SEED, "081804", 1, 1111111109 + 2 * CS_OTP_STEP_S, &step));
    IS(CS_INVALID_OTP, cs_identity_otp_check(SEED, "081804", 1, 1111111109 - 2 * CS_OTP_STEP_S, &step));
    CU_ASSERT_EQUAL(step, 0);
}

static void
what_is_not_six_digits_is_no_code(void)
{
    static const char *const refused[] = {"",
                                          "28708",
                                          "2870820",
                                          "28708a",
                                          " 87082",
                                          "287082 ",
                                          "\xEF\xBC\x92"
                                          "87"};
    int64_t step;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_INVALID_OTP, cs_identity_otp_check(SEED, refused[i], 0, 59, &step));
    }
    IS(CS_INVALID_OTP, cs_identity_otp_check(SEED, NULL, 0, 59, &step));
    IS(CS_INVALID_OTP, cs_identity_otp_check(CS_LITERAL("12345678901234567891"), "287082", 0, 59, &step));
    IS(CS_INTERNAL, cs_identity_otp_check(SEED, "287082", 1, 0, &step));
}

static void
uri_is_as_authenticators_read_it(void)
{
    cs_buffer_t uri;

    cs_buffer_init(&uri, POOL, CS_MAX_OTP_URI);
    IS(CS_OK, cs_identity_otp_uri("demo.countersign", "banka.li.wei", SEED, &uri));
    CU_ASSERT_STRING_EQUAL(cs_buffer_text(&uri),
                           "otpauth://totp/demo.countersign:banka.li.wei?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                           "&issuer=demo.countersign&algorithm=SHA1&digits=6&period=30");
}

CU_TestInfo suite_otp[] = {
    CLAIM(codes_are_those_of_the_rfc__RFC_6238),
    CLAIM(codes_around_now_are_taken_within_the_window_only__JR_5_1),
    CLAIM(what_is_not_six_digits_is_no_code),
    CLAIM(uri_is_as_authenticators_read_it),
    CU_TEST_INFO_NULL,
};

/* --- sealed secrets of people */

static const cs_keyring_t *
test_ring(unsigned versions)
{
    char folder[] = "/tmp/cs-seed-XXXXXX", path[64];
    cs_keyring_t *ring = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    for (unsigned version = 1; version <= versions; version++) {
        IS(CS_OK, cs_keyring_make_secret(folder, "seed", version, NULL));
    }
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    for (unsigned version = 1; version <= versions; version++) {
        snprintf(path, sizeof(path), "%s/seed.%u.key", folder, version);
        remove(path);
    }
    remove(folder);
    return ring;
}

struct cs_keyring_s *
test_seed_ring(void)
{
    return (struct cs_keyring_s *)test_ring(1);
}

static cs_buffer_t
test_sealed(const cs_keyring_t *ring)
{
    cs_buffer_t sealed;

    cs_buffer_init(&sealed, POOL, 128);
    IS(CS_OK, cs_identity_seed_seal(POOL, ring, CS_SEED_OF_CODES, "account", SEED, &sealed));
    return sealed;
}

static cs_status_t
test_open(const cs_keyring_t *ring, const char *purpose, const char *account, cs_bytes_t sealed)
{
    cs_buffer_t plain;
    cs_status_t status;

    cs_buffer_init(&plain, POOL, 128);
    status = cs_identity_seed_open(POOL, ring, purpose, account, sealed, &plain);
    CU_ASSERT_TRUE(status != CS_OK || cs_bytes_equal(cs_buffer_bytes(&plain), SEED));
    return status;
}

static void
sealed_seed_serves_its_account_and_purpose_only(void)
{
    const cs_keyring_t *ring = test_ring(1);
    cs_buffer_t sealed = test_sealed(ring);

    IS(CS_OK, test_open(ring, CS_SEED_OF_CODES, "account", cs_buffer_bytes(&sealed)));
    IS(CS_BAD_SIGNATURE, test_open(ring, CS_SEED_OF_CODES, "another", cs_buffer_bytes(&sealed)));
    IS(CS_BAD_SIGNATURE, test_open(ring, CS_SEED_OF_PHRASE, "account", cs_buffer_bytes(&sealed)));
    IS(CS_BAD_SIGNATURE, test_open(test_ring(1), CS_SEED_OF_CODES, "account", cs_buffer_bytes(&sealed)));
}

static void
sealed_seed_that_is_changed_or_cut_is_refused(void)
{
    const cs_keyring_t *ring = test_ring(1);
    cs_buffer_t sealed = test_sealed(ring);

    for (size_t i = 1; i < sealed.size; i++) {
        sealed.data[i] ^= 1;
        IS(CS_BAD_SIGNATURE, test_open(ring, CS_SEED_OF_CODES, "account", cs_buffer_bytes(&sealed)));
        sealed.data[i] ^= 1;
    }
    for (size_t size = 0; size < sealed.size; size++) {
        IS(CS_BAD_SIGNATURE, test_open(ring, CS_SEED_OF_CODES, "account", cs_bytes(sealed.data, size)));
    }
    sealed.data[0] = 2;
    IS(CS_NOT_FOUND, test_open(ring, CS_SEED_OF_CODES, "account", cs_buffer_bytes(&sealed)));
    sealed.data[0] = 0;
    IS(CS_BAD_SIGNATURE, test_open(ring, CS_SEED_OF_CODES, "account", cs_buffer_bytes(&sealed)));
}

static void
newest_key_seals(void)
{
    cs_buffer_t sealed = test_sealed(test_ring(2));

    CU_ASSERT_EQUAL(sealed.data[0], 2);
}

CU_TestInfo suite_seed[] = {
    CLAIM(sealed_seed_serves_its_account_and_purpose_only),
    CLAIM(sealed_seed_that_is_changed_or_cut_is_refused),
    CLAIM(newest_key_seals),
    CU_TEST_INFO_NULL,
};
