/* SPDX-License-Identifier: Apache-2.0 */
/* Access tokens: each pitfall of the library and each claim, one refusal a row. */
#include "identity/token.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/jws.h"
#include "unit.h"

#define PLATFORM "demo.example"
#define ACCOUNT  "017f22e2-79b0-7cc3-98c4-dc0c0c073901"
#define SESSION  "017f22e2-79b0-7cc3-98c4-dc0c0c073902"
#define BANK     "017f22e2-79b0-7cc3-98c4-dc0c0c073903"
#define X5T      "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define NOW      1795299621

typedef struct {
    const cs_key_t *key;
    const cs_key_t *identifier; /* of another purpose */
    cs_identity_tokens_t *tokens;
} test_tokens_t;

static test_tokens_t
test_tokens(void)
{
    const char *folder = test_folder();
    cs_keyring_t *ring;
    test_tokens_t made;

    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_make_key(folder, "identifier", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_keyring_get_key(ring, "token", 0, &made.key));
    IS(CS_OK, cs_keyring_get_key(ring, "identifier", 0, &made.identifier));
    IS(CS_OK, cs_identity_tokens_open(POOL, ring, &made.tokens));
    IS(CS_OK, cs_identity_tokens_remember(POOL, made.tokens));
    return made;
}

static const cs_identity_token_t test_issued = {
    .account = ACCOUNT,
    .session = SESSION,
    .institution = BANK,
    .handle = {1, 2, 3},
    .thumbprint = X5T,
    .issued_s = NOW,
    .expires_s = NOW + 600,
};

/* Asked twice, since the second answer may be remembered: it is the same. */
static cs_status_t
test_check(const test_tokens_t *with, cs_bytes_t text, int64_t now_s)
{
    cs_identity_token_t token;
    cs_status_t first =
        cs_identity_token_check(POOL, with->tokens, PLATFORM, text, CS_TRANSPORT_CERTIFICATE, X5T, now_s, &token, NULL);

    IS(first,
       cs_identity_token_check(POOL, with->tokens, PLATFORM, text, CS_TRANSPORT_CERTIFICATE, X5T, now_s, &token, NULL));
    return first;
}

/* Only what is remembered can be checked without any memory. */
static bool
test_is_remembered(const test_tokens_t *with, cs_bytes_t text)
{
    cs_identity_token_t token;
    test_poor_pool_t poor;
    cs_status_t status;

    test_poor_pool_init(&poor, 0);
    status = cs_identity_token_check(&poor.pool, with->tokens, PLATFORM, text, CS_TRANSPORT_CERTIFICATE, X5T, NOW,
                                     &token, NULL);
    test_poor_pool_clear(&poor);
    return status == CS_OK;
}

static cs_bytes_t
test_issue(const test_tokens_t *with)
{
    cs_buffer_t text = test_buffer(CS_MAX_TOKEN);

    IS(CS_OK, cs_identity_token_issue(with->tokens, PLATFORM, &test_issued, &text));
    return cs_buffer_bytes(&text);
}

static void
issued_token_is_taken_and_read(void)
{
    test_tokens_t with = test_tokens();
    cs_identity_token_t token;

    IS(CS_OK, cs_identity_token_check(POOL, with.tokens, PLATFORM, test_issue(&with), CS_TRANSPORT_CERTIFICATE, X5T,
                                      NOW, &token, NULL));
    CU_ASSERT_STRING_EQUAL(token.account, ACCOUNT);
    CU_ASSERT_STRING_EQUAL(token.session, SESSION);
    CU_ASSERT_STRING_EQUAL(token.institution, BANK);
    SAME(cs_bytes(token.handle, CS_HANDLE_SIZE), cs_bytes(test_issued.handle, CS_HANDLE_SIZE));
    CU_ASSERT_EQUAL(token.expires_s, NOW + 600);
}

static void
token_on_another_certificate_is_refused__GS_2_1_3(void)
{
    const char *others[] = {"57DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "", NULL};
    test_tokens_t with = test_tokens();
    cs_bytes_t text = test_issue(&with);
    cs_identity_token_t token;

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        IS(CS_INVALID_TOKEN, cs_identity_token_check(POOL, with.tokens, PLATFORM, text, CS_TRANSPORT_CERTIFICATE,
                                                     others[i], NOW, &token, NULL));
        CU_ASSERT_STRING_EQUAL(token.account, "");
    }
}

/* A token of either kind is refused as the other, though the thumbprint is the same text. */
static void
token_of_one_transport_is_refused_on_the_other__RFC_9449_7_1(void)
{
    test_tokens_t with = test_tokens();
    cs_identity_token_t token, issued = test_issued;

    for (cs_transport_t kind = CS_TRANSPORT_CERTIFICATE; kind <= CS_TRANSPORT_BROWSER; kind++) {
        cs_buffer_t text = test_buffer(CS_MAX_TOKEN);
        cs_transport_t other = kind == CS_TRANSPORT_BROWSER ? CS_TRANSPORT_CERTIFICATE : CS_TRANSPORT_BROWSER;

        issued.transport = kind;
        IS(CS_OK, cs_identity_token_issue(with.tokens, PLATFORM, &issued, &text));
        IS(CS_OK,
           cs_identity_token_check(POOL, with.tokens, PLATFORM, cs_buffer_bytes(&text), kind, X5T, NOW, &token, NULL));
        CU_ASSERT_EQUAL(token.transport, kind);
        IS(CS_INVALID_TOKEN,
           cs_identity_token_check(POOL, with.tokens, PLATFORM, cs_buffer_bytes(&text), other, X5T, NOW, &token, NULL));
        IS(CS_INVALID_TOKEN,
           cs_identity_token_check(POOL, with.tokens, PLATFORM, cs_buffer_bytes(&text), kind, NULL, NOW, &token, NULL));
    }
}

static void
token_ends_in_time_and_does_not_begin_in_the_future(void)
{
    test_tokens_t with = test_tokens();
    cs_bytes_t text = test_issue(&with);

    IS(CS_OK, test_check(&with, text, NOW + 599));
    IS(CS_INVALID_TOKEN, test_check(&with, text, NOW + 600));
    IS(CS_INVALID_TOKEN, test_check(&with, text, INT64_MAX - CS_TOKEN_SKEW_S));
    IS(CS_OK, test_check(&with, text, NOW - CS_TOKEN_SKEW_S));
    IS(CS_INVALID_TOKEN, test_check(&with, text, NOW - CS_TOKEN_SKEW_S - 1));
}

/* Claims altered and really signed by the platform's key: only the checks can refuse them. */
static cs_status_t
test_check_claims(const test_tokens_t *with, const char *change)
{
    json_t *claims = test_parse("{'iss': '" PLATFORM "', 'aud': '" PLATFORM "', 'sub': '" ACCOUNT "', 'jti': '" SESSION
                                "', 'sid': '" X5T "', 'inst': '" BANK "', 'iat': 1795299621, 'exp': 1795300221, "
                                "'cnf': {'x5t#S256': '" X5T "'}}");
    json_t *members = test_parse(change), *value;
    cs_buffer_t text = test_buffer(CS_MAX_JWS);
    const char *name;

    json_object_foreach(members, name, value) {
        if (json_is_null(value)) {
            json_object_del(claims, name);
        } else {
            json_object_set(claims, name, value);
        }
    }
    IS(CS_OK, cs_jws_sign(POOL, with->key, CS_TYP_TOKEN, claims, &text));
    return test_check(with, cs_buffer_bytes(&text), NOW);
}

static void
each_claim_is_needed_in_its_type_and_value(void)
{
    const char *changes[] = {
        "{'iss': null}",
        "{'iss': 'other.example'}",
        "{'iss': 1}",
        "{'aud': null}",
        "{'aud': 'other.example'}",
        "{'aud': ['" PLATFORM "']}",
        "{'sub': null}",
        "{'sub': 'banka.li.wei'}",
        "{'jti': null}",
        "{'jti': 7}",
        "{'sid': null}",
        "{'sid': 'short'}",
        "{'inst': null}",
        "{'inst': '*'}",
        "{'iat': null}",
        "{'iat': '1795299621'}",
        "{'iat': 1795299999}",
        "{'exp': null}",
        "{'exp': '1795300221'}",
        "{'exp': 1795300221.5}",
        "{'exp': true}",
        "{'exp': -1}",
        "{'exp': 0}",
        "{'exp': 1795299621}",
        "{'exp': 9007199254740991}",
        "{'cnf': null}",
        "{'cnf': {}}",
        "{'cnf': '" X5T "'}",
        "{'cnf': {'jkt': '" X5T "'}}",
        "{'cnf': {'x5t#S256': '57DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'}}",
        "{'cnf': {'x5t#S256': '" X5T "', 'jkt': '" X5T "'}}",
        "{'admin': true}",
        "{'nbf': 1}",
    };
    test_tokens_t with = test_tokens();

    IS(CS_OK, test_check_claims(&with, "{}"));
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        IS(CS_INVALID_TOKEN, test_check_claims(&with, changes[i]));
    }
}

/* The library takes what it is given: what it would accept by itself is shown beside. */
static const char *
test_encode(jwt_alg_t algorithm, cs_bytes_t key)
{
    jwt_t *jwt = NULL;
    const char *copy;
    char *text;

    CU_ASSERT_EQUAL_FATAL(jwt_new(&jwt), 0);
    CU_ASSERT_EQUAL(jwt_add_grant(jwt, "sub", ACCOUNT), 0);
    CU_ASSERT_EQUAL(jwt_set_alg(jwt, algorithm, key.data, (int)key.size), 0);
    text = jwt_encode_str(jwt);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    copy = cs_pool_text(POOL, text, strlen(text));
    free(text);
    jwt_free(jwt);
    return copy;
}

static void
unsigned_token_and_public_key_as_hmac_secret_are_refused(void)
{
    test_tokens_t with = test_tokens();
    cs_buffer_t pem = test_buffer(1000);
    const char *confused;
    jwt_t *jwt = NULL;

    IS(CS_OK, cs_key_pem(with.key, false, &pem));
    confused = test_encode(JWT_ALG_HS256, cs_buffer_bytes(&pem));
    CU_ASSERT_EQUAL(jwt_decode(&jwt, confused, pem.data, (int)pem.size), 0);
    jwt_free(jwt);
    IS(CS_INVALID_TOKEN, test_check(&with, TEXT(confused), NOW));
    IS(CS_INVALID_TOKEN, test_check(&with, TEXT(test_encode(JWT_ALG_NONE, CS_BYTES_NONE)), NOW));
}

static void
token_with_any_character_altered_is_refused(void)
{
    test_tokens_t with = test_tokens();
    cs_bytes_t text = test_issue(&with);

    for (size_t i = 0; i < text.size; i++) {
        char *altered = cs_pool_text(POOL, text.data, text.size);

        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        IS(CS_INVALID_TOKEN, test_check(&with, cs_bytes(altered, text.size), NOW));
    }
}

static void
token_text_is_not_malleable(void)
{
    const char *tails[] = {"!!!!", "=", "==", "A", ".", "\n", ".AAAA"};
    test_tokens_t with = test_tokens();

    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        cs_buffer_t longer = test_buffer(10000);

        IS(CS_OK, cs_buffer_append(&longer, test_issue(&with)));
        IS(CS_OK, cs_buffer_append_text(&longer, tails[i]));
        IS(CS_INVALID_TOKEN, test_check(&with, cs_buffer_bytes(&longer), NOW));
    }
}

static void
token_of_another_key_or_use_is_refused(void)
{
    test_tokens_t with = test_tokens(), stranger = test_tokens();
    json_t *claims = test_parse("{'sub': '" ACCOUNT "'}");
    cs_buffer_t other_use = test_buffer(CS_MAX_JWS), other_key = test_buffer(CS_MAX_JWS);

    IS(CS_INVALID_TOKEN, test_check(&with, test_issue(&stranger), NOW));
    IS(CS_OK, cs_jws_sign(POOL, with.key, "at+jwt", claims, &other_use));
    IS(CS_INVALID_TOKEN, test_check(&with, cs_buffer_bytes(&other_use), NOW));
    IS(CS_OK, cs_jws_sign(POOL, with.identifier, CS_TYP_TOKEN, claims, &other_key));
    IS(CS_INVALID_TOKEN, test_check(&with, cs_buffer_bytes(&other_key), NOW));
}

static void
token_of_an_older_key_is_still_taken(void)
{
    const char *folder = test_folder();
    test_tokens_t before, after;
    cs_keyring_t *ring;
    cs_bytes_t text;

    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_identity_tokens_open(POOL, ring, &before.tokens));
    text = test_issue(&before);
    IS(CS_OK, cs_keyring_make_key(folder, "token", 2, "ES256", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_identity_tokens_open(POOL, ring, &after.tokens));
    IS(CS_OK, test_check(&after, text, NOW));
    IS(CS_INVALID_TOKEN, test_check(&before, test_issue(&after), NOW));
}

static void
there_is_no_token_without_a_key_of_its_kind(void)
{
    const char *folder = test_folder();
    cs_identity_tokens_t *tokens;
    cs_keyring_t *ring;

    IS(CS_OK, cs_keyring_make_key(folder, "identifier", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_NOT_FOUND, cs_identity_tokens_open(POOL, ring, &tokens));
    CU_ASSERT_PTR_NULL(tokens);
    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "EdDSA", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_BAD_KEY, cs_identity_tokens_open(POOL, ring, &tokens));
}

static void
text_over_its_size_or_of_no_form_is_refused(void)
{
    const char *refused[] = {"", ".", "..", "...", "Bearer x", "null"};
    test_tokens_t with = test_tokens();
    cs_buffer_t huge = test_buffer(100000);

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_INVALID_TOKEN, test_check(&with, TEXT(refused[i]), NOW));
    }
    IS(CS_OK, cs_buffer_append_format(&huge, "%090000d", 0));
    IS(CS_INVALID_TOKEN, test_check(&with, cs_buffer_bytes(&huge), NOW));
}

static void
refusal_says_what_is_wrong_with_the_token(void)
{
    test_tokens_t with = test_tokens(), stranger = test_tokens();
    const struct {
        cs_bytes_t text;
        const char *x5t;
        int64_t now_s;
        const char *word;
    } rows[] = {
        {TEXT("x.y"), X5T, NOW, "malformed"},
        {test_issue(&stranger), X5T, NOW, "issued here"},
        {test_issue(&with), "57DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", NOW, "another client certificate"},
        {test_issue(&with), X5T, NOW + 600, "expired"},
        {test_issue(&with), X5T, NOW - 600, "yet"},
    };
    cs_identity_token_t token;
    cs_error_t error;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        IS(CS_INVALID_TOKEN,
           cs_identity_token_check(POOL, with.tokens, PLATFORM, rows[i].text, CS_TRANSPORT_CERTIFICATE, rows[i].x5t,
                                   rows[i].now_s, &token, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].word));
    }
}

static void
good_token_is_remembered_until_it_is_forgotten(void)
{
    test_tokens_t with = test_tokens();
    cs_bytes_t text = test_issue(&with);
    cs_identity_token_t token;

    CU_ASSERT_FALSE(test_is_remembered(&with, text));
    IS(CS_OK, test_check(&with, text, NOW));
    CU_ASSERT_TRUE(test_is_remembered(&with, text));
    IS(CS_OK,
       cs_identity_token_check(POOL, with.tokens, PLATFORM, text, CS_TRANSPORT_CERTIFICATE, X5T, NOW, &token, NULL));
    SAME(cs_bytes(token.handle, CS_HANDLE_SIZE), cs_bytes(test_issued.handle, CS_HANDLE_SIZE));
    cs_identity_tokens_forget(with.tokens);
    CU_ASSERT_FALSE(test_is_remembered(&with, text));
    IS(CS_OK, test_check(&with, text, NOW));
}

/* What a call brings is compared anew, each time. */
static void
remembered_token_is_refused_where_a_new_one_would_be__GS_2_1_3(void)
{
    static const struct {
        const char *platform;
        const char *thumbprint;
        cs_transport_t transport;
        int64_t now_s;
    } rows[] = {
        {PLATFORM, X5T, CS_TRANSPORT_CERTIFICATE, NOW + 600},
        {PLATFORM, X5T, CS_TRANSPORT_CERTIFICATE, INT64_MAX - CS_TOKEN_SKEW_S},
        {PLATFORM, X5T, CS_TRANSPORT_CERTIFICATE, NOW - CS_TOKEN_SKEW_S - 1},
        {PLATFORM, X5T, CS_TRANSPORT_BROWSER, NOW},
        {PLATFORM, "57DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", CS_TRANSPORT_CERTIFICATE, NOW},
        {PLATFORM, "", CS_TRANSPORT_CERTIFICATE, NOW},
        {PLATFORM, NULL, CS_TRANSPORT_CERTIFICATE, NOW},
        {"other.example", X5T, CS_TRANSPORT_CERTIFICATE, NOW},
        {"", X5T, CS_TRANSPORT_CERTIFICATE, NOW},
    };
    test_tokens_t with = test_tokens();
    cs_bytes_t text = test_issue(&with);
    cs_identity_token_t token;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        IS(CS_OK, test_check(&with, text, NOW));
        IS(CS_INVALID_TOKEN, cs_identity_token_check(POOL, with.tokens, rows[i].platform, text, rows[i].transport,
                                                     rows[i].thumbprint, rows[i].now_s, &token, NULL));
        CU_ASSERT_STRING_EQUAL(token.account, "");
        CU_ASSERT_EQUAL(token.handle[0], 0);
    }
}

static void
refused_token_is_not_remembered(void)
{
    test_tokens_t with = test_tokens(), stranger = test_tokens();
    cs_bytes_t text = test_issue(&with), others = test_issue(&stranger);
    const char *altered = cs_pool_text(POOL, text.data, text.size - 1);

    IS(CS_INVALID_TOKEN, test_check(&with, text, NOW + 600));
    CU_ASSERT_FALSE(test_is_remembered(&with, text));
    IS(CS_INVALID_TOKEN, test_check(&with, text, NOW - 600));
    CU_ASSERT_FALSE(test_is_remembered(&with, text));
    IS(CS_INVALID_TOKEN, test_check(&with, others, NOW));
    CU_ASSERT_FALSE(test_is_remembered(&with, others));
    IS(CS_OK, test_check(&with, text, NOW));
    IS(CS_INVALID_TOKEN, test_check(&with, TEXT(altered), NOW));
    CU_ASSERT_FALSE(test_is_remembered(&with, TEXT(altered)));
    CU_ASSERT_FALSE(test_is_remembered(&stranger, text));
}

CU_TestInfo suite_token[] = {
    CLAIM(good_token_is_remembered_until_it_is_forgotten),
    CLAIM(remembered_token_is_refused_where_a_new_one_would_be__GS_2_1_3),
    CLAIM(refused_token_is_not_remembered),
    CLAIM(refusal_says_what_is_wrong_with_the_token),
    CLAIM(issued_token_is_taken_and_read),
    CLAIM(token_on_another_certificate_is_refused__GS_2_1_3),
    CLAIM(token_of_one_transport_is_refused_on_the_other__RFC_9449_7_1),
    CLAIM(token_ends_in_time_and_does_not_begin_in_the_future),
    CLAIM(each_claim_is_needed_in_its_type_and_value),
    CLAIM(unsigned_token_and_public_key_as_hmac_secret_are_refused),
    CLAIM(token_with_any_character_altered_is_refused),
    CLAIM(token_text_is_not_malleable),
    CLAIM(token_of_another_key_or_use_is_refused),
    CLAIM(token_of_an_older_key_is_still_taken),
    CLAIM(there_is_no_token_without_a_key_of_its_kind),
    CLAIM(text_over_its_size_or_of_no_form_is_refused),
    CU_TEST_INFO_NULL,
};
