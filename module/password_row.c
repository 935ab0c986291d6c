/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A password's hash as the database has it, {salt, memory_kib, iterations,
 * parallelism, pepper, output}: what a row says is hashed by, what was hashed
 * is told as a row.
 */
#include "password.h"

cs_status_t
ngx_http_countersign_password_add_new(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t *password,
                                      ngx_http_countersign_password_e of)
{
    cs_status_t status;
    uint8_t salt[CS_PASSWORD_SALT_SIZE];

    status = cs_random(salt, sizeof(salt));

    return status == CS_OK ? ngx_http_countersign_password_add(password, of, cs_bytes(salt, sizeof(salt)),
                                                               &ctx->policy->snapshot->passwords.argon2, 0)
                           : status;
}

cs_status_t
ngx_http_countersign_password_add_known(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t *password,
                                        ngx_http_countersign_password_e of, const json_t *facts)
{
    cs_buffer_t salt;
    cs_status_t status;
    const cs_policy_argon2_t parameters = {
        .memory_kib = (uint32_t)cs_json_get_integer(facts, "memory_kib", 0),
        .iterations = (uint32_t)cs_json_get_integer(facts, "iterations", 0),
        .parallelism = (uint32_t)cs_json_get_integer(facts, "parallelism", 0),
    };

    cs_buffer_init(&salt, &ctx->pool, CS_PASSWORD_SALT_SIZE);

    status = cs_hex_decode(cs_bytes_text(cs_json_get_text(facts, "salt")), &salt);

    return status == CS_OK ? ngx_http_countersign_password_add(password, of, cs_buffer_bytes(&salt), &parameters,
                                                               (unsigned)cs_json_get_integer(facts, "pepper", 0))
                           : status;
}

cs_status_t
ngx_http_countersign_password_add_former(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t *password,
                                         ngx_http_countersign_password_e of, const json_t *rows)
{
    size_t i;
    cs_status_t status = CS_OK;

    for (i = 0; i < json_array_size(rows) && status == CS_OK; i++) {
        status = ngx_http_countersign_password_add_known(ctx, password, of, json_array_get(rows, i));
    }

    return status;
}

bool
ngx_http_countersign_password_is_dated(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    unsigned newest;
    cs_bytes_t pepper;
    const cs_policy_argon2_t *argon2 = &ctx->policy->snapshot->passwords.argon2;

    return cs_json_get_integer(facts, "memory_kib", 0) != argon2->memory_kib ||
           cs_json_get_integer(facts, "iterations", 0) != argon2->iterations ||
           cs_json_get_integer(facts, "parallelism", 0) != argon2->parallelism ||
           (cs_keyring_get_secret(ctx->conf->keyring, "pepper", 0, &pepper, &newest) == CS_OK &&
            cs_json_get_integer(facts, "pepper", 0) != newest);
}

static json_t *
ngx_http_countersign_password_hex(const uint8_t *bytes, size_t size)
{
    json_t *text;
    u_char hex[2 * CS_PASSWORD_OUTPUT_SIZE], *end;

    end = ngx_hex_dump(hex, (u_char *)bytes, size);
    text = json_stringn((const char *)hex, (size_t)(end - hex));
    cs_wipe(hex, sizeof(hex));

    return text;
}

cs_status_t
ngx_http_countersign_password_tell(const ngx_http_countersign_password_t *password, size_t index, json_t *out)
{
    json_t *members;
    cs_status_t status;
    const ngx_http_countersign_hash_t *hash = ngx_http_countersign_password_hash(password, index);

    if (hash == NULL) {
        return CS_INTERNAL;
    }

    members = json_pack("{s:o, s:o, s:I, s:I, s:I, s:I}", "output",
                        ngx_http_countersign_password_hex(hash->output, sizeof(hash->output)), "salt",
                        ngx_http_countersign_password_hex(hash->salt, hash->salt_size), "memory_kib",
                        (json_int_t)hash->parameters.memory_kib, "iterations", (json_int_t)hash->parameters.iterations,
                        "parallelism", (json_int_t)hash->parameters.parallelism, "pepper", (json_int_t)hash->pepper);

    status = json_object_update(out, members) == 0 ? CS_OK : CS_NO_MEMORY;
    json_decref(members);

    return status;
}

cs_status_t
ngx_http_countersign_password_tell_former(const ngx_http_countersign_password_t *password, size_t from, json_t *out)
{
    json_t *former = json_array();
    const ngx_http_countersign_hash_t *hash;

    if (json_object_set_new(out, "former", former) != 0) {
        return CS_NO_MEMORY;
    }

    for (; (hash = ngx_http_countersign_password_hash(password, from)) != NULL; from++) {
        if (json_array_append_new(former, ngx_http_countersign_password_hex(hash->output, sizeof(hash->output))) != 0) {
            return CS_NO_MEMORY;
        }
    }

    return CS_OK;
}
