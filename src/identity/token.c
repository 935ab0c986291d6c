/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libjwt accepts an empty key, any case of `alg`, duplicates, arrays,
 * claims of any type and base64 with rubbish behind it, and looks at no
 * time (6 of its 12 pitfalls are in its API, the rest in its parser).  So
 * the strict front reads the text first, the key is chosen among our own by
 * kid and cannot be empty, and claims are read from what the front parsed.
 */
#include "identity/token.h"

#include <errno.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "codec/json.h"
#include "crypto/jws.h"
#include "identity/checked.h"

#define CS_MAX_TOKEN_PEM  512
#define CS_MAX_TOKEN_TIME ((size_t)1 << 40) /* seconds: no sum with a skew overflows */

typedef struct cs_identity_token_key_s cs_identity_token_key_t;

struct cs_identity_token_key_s {
    cs_identity_token_key_t *next; /* from new to old */
    const char *kid;
    cs_bytes_t private_pem; /* wiped with the pool; each ends with a NUL that is not counted */
    cs_bytes_t public_pem;
};

struct cs_identity_tokens_s {
    cs_identity_token_key_t *keys;
    cs_identity_checked_t *checked; /* NULL: none is remembered */
};

static const cs_shape_t cs_identity_cnf_shape[] = {
    {"x5t#S256", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"jkt", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

/* The member of cnf, by cs_transport_t. */
static const char *const cs_identity_cnf_members[] = {"x5t#S256", "jkt"};

static const cs_shape_t cs_identity_claims_shape[] = {
    {"iss", CS_SHAPE_TEXT, true, CS_MAX_PLATFORM_NAME, NULL, NULL},
    {"aud", CS_SHAPE_TEXT, true, CS_MAX_PLATFORM_NAME, NULL, NULL},
    {"sub", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"jti", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"sid", CS_SHAPE_DIGEST, true, 0, NULL, NULL}, /* 32 bytes, as a digest has */
    {"inst", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"iat", CS_SHAPE_INTEGER, true, CS_MAX_TOKEN_TIME, NULL, NULL},
    {"exp", CS_SHAPE_INTEGER, true, CS_MAX_TOKEN_TIME, NULL, NULL},
    {"cnf", CS_SHAPE_OBJECT, true, 0, NULL, cs_identity_cnf_shape},
    CS_SHAPE_END,
};

static void
cs_identity_token_key_wipe(void *key)
{
    cs_bytes_t pem = ((cs_identity_token_key_t *)key)->private_pem;

    cs_wipe((void *)(uintptr_t)pem.data, pem.size);
}

static cs_status_t
cs_identity_token_pem(cs_pool_t *pool, const cs_key_t *key, bool private_half, cs_bytes_t *out)
{
    cs_status_t status;
    cs_buffer_t pem;

    cs_buffer_init(&pem, pool, CS_MAX_TOKEN_PEM);
    CS_TRY(cs_key_pem(key, private_half, &pem));
    CS_REQUIRE(cs_buffer_text(&pem) != NULL, CS_NO_MEMORY);
    *out = cs_buffer_bytes(&pem);
out:
    return status;
}

static cs_status_t
cs_identity_tokens_add(cs_pool_t *pool, const cs_key_t *key, cs_identity_tokens_t *tokens)
{
    cs_identity_token_key_t *row = cs_pool_zalloc(pool, sizeof(*row));
    cs_status_t status;

    CS_REQUIRE(row != NULL, CS_NO_MEMORY);
    CS_REQUIRE(strcmp(cs_key_algorithm(key), "ES256") == 0, CS_BAD_KEY);
    CS_TRY(cs_identity_token_pem(pool, key, true, &row->private_pem));
    CS_TRY(cs_pool_on_clear(pool, cs_identity_token_key_wipe, row));
    CS_TRY(cs_identity_token_pem(pool, key, false, &row->public_pem));
    row->kid = cs_key_thumbprint(key);
    row->next = tokens->keys;
    tokens->keys = row;
out:
    return status;
}

cs_status_t
cs_identity_tokens_open(cs_pool_t *pool, const cs_keyring_t *ring, cs_identity_tokens_t **out)
{
    cs_identity_tokens_t *tokens = cs_pool_zalloc(pool, sizeof(*tokens));
    const cs_key_t *key;
    cs_status_t status = CS_OK;

    *out = NULL;
    CS_REQUIRE(tokens != NULL, CS_NO_MEMORY);
    for (unsigned version = 1; version <= CS_MAX_KEY_VERSION; version++) {
        if (cs_keyring_get_key(ring, "token", version, &key) == CS_OK) {
            CS_TRY(cs_identity_tokens_add(pool, key, tokens));
        }
    }
    CS_REQUIRE(tokens->keys != NULL, CS_NOT_FOUND);
    *out = tokens;
out:
    return status;
}

cs_status_t
cs_identity_tokens_remember(cs_pool_t *pool, cs_identity_tokens_t *tokens)
{
    return cs_identity_checked_make(pool, &tokens->checked);
}

void
cs_identity_tokens_forget(const cs_identity_tokens_t *tokens)
{
    if (tokens->checked != NULL) {
        cs_identity_checked_forget(tokens->checked);
    }
}

/* The claims as one object, so that libjwt need not be asked nine times. */
static json_t *
cs_identity_token_claims(const char *platform, const cs_identity_token_t *token)
{
    char sid[CS_DIGEST_TEXT];

    cs_digest_text(token->handle, sid);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:{s:s}}", "iss", platform, "aud", platform, "sub",
                     token->account, "jti", token->session, "sid", sid, "inst", token->institution, "iat",
                     (json_int_t)token->issued_s, "exp", (json_int_t)token->expires_s, "cnf",
                     cs_identity_cnf_members[token->transport], token->thumbprint);
}

static cs_status_t
cs_identity_token_fill(jwt_t *jwt, const cs_identity_token_key_t *key, const char *platform,
                       const cs_identity_token_t *token)
{
    json_t *claims = cs_identity_token_claims(platform, token);
    char *text = NULL;
    cs_status_t status = CS_OK;

    CS_REQUIRE(claims != NULL, CS_INTERNAL);
    CS_REQUIRE(cs_shape_check(claims, cs_identity_claims_shape, NULL) == CS_OK, CS_INTERNAL);
    text = json_dumps(claims, JSON_COMPACT);
    CS_REQUIRE(text != NULL, CS_NO_MEMORY);
    CS_REQUIRE(jwt_add_grants_json(jwt, text) == 0, CS_INTERNAL);
    CS_REQUIRE(jwt_add_header(jwt, "kid", key->kid) == 0, CS_INTERNAL);
    CS_REQUIRE(jwt_set_alg(jwt, JWT_ALG_ES256, key->private_pem.data, (int)key->private_pem.size) == 0, CS_INTERNAL);
out:
    if (text != NULL) {
        cs_wipe(text, cs_bytes_text(text).size);
        free(text);
    }
    json_decref(claims);
    return status;
}

cs_status_t
cs_identity_token_issue(const cs_identity_tokens_t *tokens, const char *platform, const cs_identity_token_t *token,
                        cs_buffer_t *out)
{
    jwt_t *jwt = NULL;
    char *text = NULL;
    cs_status_t status;

    CS_REQUIRE(jwt_new(&jwt) == 0, CS_NO_MEMORY);
    CS_TRY(cs_identity_token_fill(jwt, tokens->keys, platform, token));
    text = jwt_encode_str(jwt);
    CS_REQUIRE(text != NULL, CS_INTERNAL);
    status = cs_buffer_append_text(out, text);
out:
    free(text);
    jwt_free(jwt);
    return status;
}

static const cs_identity_token_key_t *
cs_identity_tokens_find(const cs_identity_tokens_t *tokens, const char *kid)
{
    const cs_identity_token_key_t *key = tokens->keys;

    while (key != NULL && strcmp(key->kid, kid) != 0) {
        key = key->next;
    }
    return key;
}

static cs_status_t
cs_identity_token_verify(cs_pool_t *pool, cs_bytes_t text, const cs_identity_token_key_t *key)
{
    const char *token = cs_pool_text(pool, text.data, text.size);
    jwt_t *jwt = NULL;
    int result;

    if (token == NULL) {
        return CS_NO_MEMORY;
    }
    result = jwt_decode(&jwt, token, key->public_pem.data, (int)key->public_pem.size);
    /* An empty key would have made it "none": the algorithm that was really checked is asked for. */
    if (result == 0 && jwt_get_alg(jwt) != JWT_ALG_ES256) {
        result = EINVAL;
    }
    jwt_free(jwt);
    return result == ENOMEM ? CS_NO_MEMORY : result == 0 ? CS_OK : CS_INVALID_TOKEN;
}

static bool
cs_identity_claim_is(const json_t *claims, const char *name, const char *expected)
{
    return strcmp(cs_json_get_text(claims, name), expected) == 0;
}

static cs_status_t
cs_identity_token_copy(const json_t *claims, const char *name, char *out, size_t capacity)
{
    return cs_text_copy(cs_bytes_text(cs_json_get_text(claims, name)), out, capacity);
}

/* A token is bound to one key and says what kind it is; one of both kinds would be good for either. */
static cs_status_t
cs_identity_token_read_cnf(const json_t *cnf, cs_identity_token_t *out)
{
    if (json_object_size(cnf) != 1) {
        return CS_INVALID_TOKEN;
    }
    out->transport = json_object_get(cnf, "jkt") == NULL ? CS_TRANSPORT_CERTIFICATE : CS_TRANSPORT_BROWSER;
    return cs_identity_token_copy(cnf, cs_identity_cnf_members[out->transport], out->thumbprint,
                                  sizeof(out->thumbprint));
}

/* Claims that have their shape, into the fixed fields. */
static cs_status_t
cs_identity_token_read(cs_pool_t *pool, const json_t *claims, cs_identity_token_t *out)
{
    cs_status_t status;
    cs_buffer_t handle;

    cs_buffer_init(&handle, pool, CS_HANDLE_SIZE);
    CS_TRY(cs_identity_token_copy(claims, "sub", out->account, sizeof(out->account)));
    CS_TRY(cs_identity_token_copy(claims, "jti", out->session, sizeof(out->session)));
    CS_TRY(cs_identity_token_copy(claims, "inst", out->institution, sizeof(out->institution)));
    CS_TRY(cs_identity_token_read_cnf(json_object_get(claims, "cnf"), out));
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(claims, "sid")), &handle));
    cs_bytes_copy(cs_buffer_bytes(&handle), out->handle);
    out->issued_s = cs_json_get_integer(claims, "iat", INT64_MAX);
    out->expires_s = cs_json_get_integer(claims, "exp", 0);
out:
    return status;
}

/* What of it does not hold here and now, or NULL. */
static const char *
cs_identity_token_lack(const cs_identity_token_t *token, cs_transport_t transport, const char *thumbprint,
                       int64_t now_s)
{
    if (token->transport != transport) {
        return transport == CS_TRANSPORT_BROWSER
                   ? "the access token is bound to a client certificate: its scheme is Bearer"
                   : "the access token is bound to a browser's key: its scheme is DPoP";
    }
    if (thumbprint == NULL || !cs_bytes_equal(cs_bytes_text(token->thumbprint), cs_bytes_text(thumbprint))) {
        return transport == CS_TRANSPORT_BROWSER ? "the access token is bound to another key than the proof's"
                                                 : "the access token is bound to another client certificate";
    }
    if (token->issued_s > now_s + CS_TOKEN_SKEW_S || token->expires_s <= token->issued_s) {
        return "the access token does not hold yet";
    }
    return token->expires_s > now_s ? NULL : "the access token has expired: sign in again";
}

/* Our own signature over claims of the right shape, for this platform. */
static cs_status_t
cs_identity_token_open(cs_pool_t *pool, const cs_identity_tokens_t *tokens, const char *platform, cs_bytes_t text,
                       cs_identity_token_t *out, const char **lack)
{
    const cs_identity_token_key_t *key;
    cs_status_t status;
    cs_jws_t jws;

    *lack = "the access token is malformed";
    CS_TRY(cs_jws_parse(pool, text, CS_TYP_TOKEN, "ES256", &jws, NULL));
    *lack = "the access token was not issued here, or was altered";
    key = cs_identity_tokens_find(tokens, jws.kid);
    CS_REQUIRE(key != NULL, CS_INVALID_TOKEN);
    CS_TRY(cs_identity_token_verify(pool, text, key));
    CS_TRY(cs_shape_check(jws.payload, cs_identity_claims_shape, NULL));
    *lack = "the access token is for another platform";
    CS_REQUIRE(cs_identity_claim_is(jws.payload, "iss", platform), CS_INVALID_TOKEN);
    CS_REQUIRE(cs_identity_claim_is(jws.payload, "aud", platform), CS_INVALID_TOKEN);
    *lack = "the access token was not issued here, or was altered";
    status = cs_identity_token_read(pool, jws.payload, out);
out:
    return status;
}

/* By what it is remembered: its text, and the platform that it was found to be for. */
static cs_status_t
cs_identity_token_name(const char *platform, cs_bytes_t text, uint8_t name[CS_DIGEST_SIZE])
{
    const cs_bytes_t parts[] = {cs_bytes_text(platform), CS_LITERAL("\n"), text};

    return cs_digest(parts, sizeof(parts) / sizeof(parts[0]), name);
}

/* The token as it was issued, remembered or opened. */
static cs_status_t
cs_identity_token_recall(cs_pool_t *pool, const cs_identity_tokens_t *tokens, const char *platform, cs_bytes_t text,
                         const uint8_t name[CS_DIGEST_SIZE], cs_identity_token_t *out, const char **lack)
{
    const cs_identity_token_t *known = tokens->checked == NULL ? NULL : cs_identity_checked_find(tokens->checked, name);

    if (known == NULL) {
        return cs_identity_token_open(pool, tokens, platform, text, out, lack);
    }
    *out = *known;
    return CS_OK;
}

cs_status_t
cs_identity_token_check(cs_pool_t *pool, const cs_identity_tokens_t *tokens, const char *platform, cs_bytes_t text,
                        cs_transport_t transport, const char *thumbprint, int64_t now_s, cs_identity_token_t *out,
                        cs_error_t *error)
{
    const char *lack = "the access token is malformed";
    uint8_t name[CS_DIGEST_SIZE];
    cs_status_t status = CS_OK;

    *out = (cs_identity_token_t){.account = ""};
    CS_REQUIRE(text.size <= CS_MAX_TOKEN, CS_INVALID_TOKEN);
    CS_TRY(cs_identity_token_name(platform, text, name));
    CS_TRY(cs_identity_token_recall(pool, tokens, platform, text, name, out, &lack));
    lack = cs_identity_token_lack(out, transport, thumbprint, now_s);
    CS_REQUIRE(lack == NULL, CS_INVALID_TOKEN);
    if (tokens->checked != NULL) {
        cs_identity_checked_keep(tokens->checked, name, out);
    }
out:
    if (status == CS_OK) {
        return CS_OK;
    }
    cs_wipe(out, sizeof(*out));
    return status == CS_NO_MEMORY ? status : cs_error_set(error, CS_INVALID_TOKEN, "", "%s", lack);
}
