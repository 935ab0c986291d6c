/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/password.h"

#include <string.h>

#include "unit.h"

#define PEPPER CS_LITERAL("0123456789abcdef0123456789abcdef")
#define SALT   CS_LITERAL("saltsaltsaltsalt")

static const cs_policy_argon2_t test_cheap = {8192, 1, 1};
static const cs_policy_passwords_t test_rules = {.min_length = 10, .min_classes = 3};

static cs_bytes_t
test_hash(cs_bytes_t pepper, cs_bytes_t password, cs_bytes_t salt, const cs_policy_argon2_t *parameters)
{
    uint8_t *out = cs_pool_zalloc(POOL, CS_PASSWORD_OUTPUT_SIZE);

    IS(CS_OK, cs_identity_password_hash(pepper, password, salt, parameters, out));
    return cs_bytes(out, CS_PASSWORD_OUTPUT_SIZE);
}

static void
output_depends_on_password_pepper_salt_and_cost__GS_2_1_2(void)
{
    cs_policy_argon2_t dear = {8192, 2, 1};
    cs_bytes_t output = test_hash(PEPPER, CS_LITERAL("Right-horse-1"), SALT, &test_cheap);

    SAME(output, test_hash(PEPPER, CS_LITERAL("Right-horse-1"), SALT, &test_cheap));
    CU_ASSERT_FALSE(cs_bytes_equal(output, test_hash(PEPPER, CS_LITERAL("Right-horse-2"), SALT, &test_cheap)));
    CU_ASSERT_FALSE(
        cs_bytes_equal(output, test_hash(CS_LITERAL("other"), CS_LITERAL("Right-horse-1"), SALT, &test_cheap)));
    CU_ASSERT_FALSE(cs_bytes_equal(
        output, test_hash(PEPPER, CS_LITERAL("Right-horse-1"), CS_LITERAL("saltsaltsaltsalu"), &test_cheap)));
    CU_ASSERT_FALSE(cs_bytes_equal(output, test_hash(PEPPER, CS_LITERAL("Right-horse-1"), SALT, &dear)));
}

static void
nothing_is_hashed_without_pepper_password_or_salt(void)
{
    uint8_t out[CS_PASSWORD_OUTPUT_SIZE];
    cs_bytes_t right = CS_LITERAL("Right-horse-1");
    char huge[CS_MAX_PASSWORD + 1] = {0};

    IS(CS_BAD_KEY, cs_identity_password_hash(CS_BYTES_NONE, right, SALT, &test_cheap, out));
    IS(CS_INVALID_CREDENTIALS, cs_identity_password_hash(PEPPER, CS_BYTES_NONE, SALT, &test_cheap, out));
    IS(CS_INVALID_CREDENTIALS, cs_identity_password_hash(PEPPER, cs_bytes(huge, sizeof(huge)), SALT, &test_cheap, out));
    IS(CS_INTERNAL, cs_identity_password_hash(PEPPER, right, CS_LITERAL("short"), &test_cheap, out));
    IS(CS_INTERNAL, cs_identity_password_hash(PEPPER, right, CS_BYTES_NONE, &test_cheap, out));
}

static void
parameters_that_weaken_or_stop_a_node_are_refused(void)
{
    const cs_policy_argon2_t refused[] = {
        {0, 1, 1},    {8191, 1, 1},  {1048577, 1, 1}, {UINT32_MAX, 1, 1},
        {8192, 0, 1}, {8192, 17, 1}, {8192, 1, 0},    {8192, 1, 17},
    };
    uint8_t out[CS_PASSWORD_OUTPUT_SIZE];

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_INTERNAL, cs_identity_password_hash(PEPPER, CS_LITERAL("x"), SALT, &refused[i], out));
    }
}

/* What others know of li.wei, and a word that the policy forbids. */
static cs_status_t
test_check_after(const char *present, cs_bytes_t password, cs_error_t *error)
{
    json_t *words = json_pack("[s, s, s, s]", "banka.li.wei", "\xE6\x9D\x8E\xE4\xBC\x9F", "A-40231", "BANKA");
    json_t *forbidden = json_pack("[s]", "countersign");
    cs_policy_passwords_t rules = test_rules;
    cs_status_t status;

    rules.forbidden_words = forbidden;
    status = cs_identity_password_check(&rules, words, cs_bytes_text(present), password, "/password", error);
    json_decref(words);
    json_decref(forbidden);
    return status;
}

static cs_status_t
test_check(cs_bytes_t password, cs_error_t *error)
{
    return test_check_after(NULL, password, error);
}

static void
strong_passwords_are_taken__GS_2_1_2(void)
{
    const char *accepted[] = {
        "Right-horse-1",
        "correctHorse9",
        "a1!a1!a1!a",
        "Passw0rd!Passw0rd!",
        "\xE9\xA9\xAC\xE6\xAD\xA3\xE7\xA1\xAE\xE7\x94\xB5\xE6\xB1\xA0\xE8\xAE\xA2\xE4\xB9\xA6\xE9\x92\x89"
        "aZ",
    };

    for (size_t i = 0; i < COUNT_OF(accepted); i++) {
        IS(CS_OK, test_check(TEXT(accepted[i]), NULL));
    }
}

static void
weak_passwords_are_refused_without_repeating_them__GS_2_1_2(void)
{
    const char *refused[] = {
        "",
        "Short-1",
        "nine-Nin3",
        "alllowercase",
        "ALLUPPERCASE",
        "1234567890123",
        "lower12345678",
        "UPPER12345678",
        "lower-but-two-classes",
        "My-banka-2026",
        "My-BANKA-2026",
        "wei-Wei-12345",
        "\xE9\xA9\xAC\xE9\xA9\xAC\xE9\xA9\xAC"
        "aZ1", /* six characters, twelve bytes */
        "Right-horse-1\xFF",
    };
    cs_error_t error;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        error.text[0] = '\0';
        IS(CS_WEAK_PASSWORD, test_check(TEXT(refused[i]), &error));
        CU_ASSERT_STRING_EQUAL(error.pointer, "/password");
        CU_ASSERT_TRUE(refused[i][0] == '\0' || strstr(error.text, refused[i]) == NULL);
    }
}

static void
password_of_nul_or_over_its_size_is_refused(void)
{
    char huge[CS_MAX_PASSWORD + 1];

    for (size_t i = 0; i < sizeof(huge); i++) {
        huge[i] = "aB1-cD2+eF3*gH4%"[i % 16];
    }
    IS(CS_OK, test_check(cs_bytes(huge, CS_MAX_PASSWORD), NULL));
    IS(CS_WEAK_PASSWORD, test_check(cs_bytes(huge, sizeof(huge)), NULL));
    IS(CS_WEAK_PASSWORD, test_check(cs_bytes("Right-horse-1\0", 14), NULL));
}

static void
what_others_know_of_a_person_is_refused__GS_2_1_2(void)
{
    static const char *const refused[] = {
        "My-banka-2026x",
        "My-BANKA-2026x",
        "My-aknab-2026x",
        "My-b4nk4-2026x",
        "Wei-3-is-mine",
        "no-40231-Here",
        "\xE6\x9D\x8E\xE4\xBC\x9F-Ab-123456",
        "My-C0unter5ign",
        "countersigN-17x",
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_WEAK_PASSWORD, test_check(TEXT(refused[i]), NULL));
    }
}

static void
common_passwords_are_refused_also_in_disguise__GS_2_1_2(void)
{
    static const char *const refused[] = {
        "Password!19",    "P@ssw0rd!19",  "!!PASSWORd77!", "Woaini1314!!",  "Woaini-5201314", "Qq5201314!!!",
        "Zhangjing1990!", "Qwertyuiop-1", "1qaz2wsX!!!!",  "Iloveyou-2026", "Xiaoming@2024",  "Admin@123456",
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_WEAK_PASSWORD, test_check(TEXT(refused[i]), NULL));
    }
}

static void
patterns_are_refused__GS_2_1_2(void)
{
    static const char *const refused[] = {"Horse-12345-x", "Horseee-eeee1", "aB1-xyx-1Ba", "Horse-fedcb-1"};

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_WEAK_PASSWORD, test_check(TEXT(refused[i]), NULL));
    }
}

static void
what_is_like_the_present_one_is_refused__GS_2_1_2(void)
{
    IS(CS_WEAK_PASSWORD, test_check_after("Right-horse-1", TEXT("Right-horse-1"), NULL));
    IS(CS_WEAK_PASSWORD, test_check_after("Right-horse-1", TEXT("rIGHT-HORSE-1"), NULL));
    IS(CS_WEAK_PASSWORD, test_check_after("Right-horse-1", TEXT("1Right-horse-"), NULL));
    IS(CS_WEAK_PASSWORD, test_check_after("Right-horse-1", TEXT("Right-horse-12"), NULL));
    IS(CS_OK, test_check_after("Right-horse-1", TEXT("Blue+staple%92"), NULL));
}

CU_TestInfo suite_password[] = {
    CLAIM(what_others_know_of_a_person_is_refused__GS_2_1_2),
    CLAIM(common_passwords_are_refused_also_in_disguise__GS_2_1_2),
    CLAIM(patterns_are_refused__GS_2_1_2),
    CLAIM(what_is_like_the_present_one_is_refused__GS_2_1_2),
    CLAIM(output_depends_on_password_pepper_salt_and_cost__GS_2_1_2),
    CLAIM(nothing_is_hashed_without_pepper_password_or_salt),
    CLAIM(parameters_that_weaken_or_stop_a_node_are_refused),
    CLAIM(strong_passwords_are_taken__GS_2_1_2),
    CLAIM(weak_passwords_are_refused_without_repeating_them__GS_2_1_2),
    CLAIM(password_of_nul_or_over_its_size_is_refused),
    CU_TEST_INFO_NULL,
};
