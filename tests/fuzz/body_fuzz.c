/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of sign-in and of the other calls that bear a secret, by the very
 * shapes of the module: refused as the client's fault and in words that can
 * be shown, or exactly the members that the call knows.
 */
#include <stdlib.h>
#include <string.h>

#include "../../module/shape.h"

static void
fuzz_refused(cs_status_t status, const cs_error_t *error)
{
    unsigned http = cs_status_http(status);

    if (http < 400 || http > 499 || error->status != status || !cs_bytes_is_utf8(cs_bytes_text(error->pointer)) ||
        !cs_bytes_is_utf8(cs_bytes_text(error->text))) {
        abort();
    }
}

static void
fuzz_text(const json_t *body, const char *name, size_t maximum)
{
    const json_t *value = json_object_get(body, name);
    cs_bytes_t text = cs_bytes_text(json_string_value(value));

    if (value != NULL && (!json_is_string(value) || text.size == 0 || text.size != json_string_length(value) ||
                          !cs_bytes_is_utf8(text) || cs_text_length(text) > maximum)) {
        abort();
    }
}

/* What a sign-in is made of once it is taken. */
static void
fuzz_session(const json_t *body)
{
    fuzz_text(body, "account", 64);
    fuzz_text(body, "password", 256);
    fuzz_text(body, "otp", 6);
    if (json_object_get(body, "account") == NULL || json_object_get(body, "password") == NULL ||
        json_object_size(body) != 2u + (json_object_get(body, "otp") != NULL)) {
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const cs_shape_t *const shapes[] = {
        ngx_http_countersign_shape_session, ngx_http_countersign_shape_device,  ngx_http_countersign_shape_password,
        ngx_http_countersign_shape_step_up, ngx_http_countersign_shape_account, ngx_http_countersign_shape_record,
    };
    cs_error_t error = {.status = CS_OK};
    cs_arena_t arena;
    cs_status_t status;
    json_t *body;

    cs_arena_init(&arena);
    status = cs_json_parse(&arena.pool, cs_bytes(data, size), &body, &error);
    if (status != CS_OK) {
        fuzz_refused(status, &error);
    }
    for (size_t i = 0; status == CS_OK && i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        cs_status_t found = cs_shape_check(body, shapes[i], &error);

        if (found != CS_OK) {
            fuzz_refused(found, &error);
        } else if (i == 0) {
            fuzz_session(body);
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
