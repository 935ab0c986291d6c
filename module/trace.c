/* SPDX-License-Identifier: Apache-2.0 */
/* W3C trace context: a caller's trace id is kept for its convenience; it never identifies an entry. */
#include "entry.h"
#include "request.h"

#define NGX_HTTP_COUNTERSIGN_TRACEPARENT 55 /* "00-" 32 "-" 16 "-" 2 */

static bool
ngx_http_countersign_trace_is_hex(const u_char *data, size_t size)
{
    bool nonzero = false;

    for (; size > 0; data++, size--) {
        if (!(*data >= '0' && *data <= '9') && !(*data >= 'a' && *data <= 'f')) {
            return false;
        }

        nonzero |= *data != '0';
    }

    return nonzero;
}

/* A higher version is read by its first four fields; version ff and ids of zeros are not valid. */
static bool
ngx_http_countersign_trace_check(ngx_str_t value)
{
    const u_char *p = value.data;

    if (value.len < NGX_HTTP_COUNTERSIGN_TRACEPARENT || p[2] != '-' || p[35] != '-' || p[52] != '-') {
        return false;
    }

    if (p[0] == '0' && p[1] == '0') {
        if (value.len != NGX_HTTP_COUNTERSIGN_TRACEPARENT) {
            return false;
        }
    } else if (!ngx_http_countersign_trace_is_hex(p, 2) || (p[0] == 'f' && p[1] == 'f') ||
               (value.len > NGX_HTTP_COUNTERSIGN_TRACEPARENT && p[55] != '-')) {
        return false;
    }

    return ngx_http_countersign_trace_is_hex(p + 3, 32) && ngx_http_countersign_trace_is_hex(p + 36, 16);
}

cs_status_t
ngx_http_countersign_trace_init(ngx_http_countersign_ctx_t *ctx)
{
    uint8_t id[16];
    ngx_str_t value;
    ngx_uint_t count;

    value = ngx_http_countersign_header_get(ctx->request, "traceparent", &count);

    if (count == 1 && ngx_http_countersign_trace_check(value)) {
        ngx_memcpy(ctx->trace_id, value.data + 3, sizeof(ctx->trace_id) - 1);
        return CS_OK;
    }

    if (cs_random(id, sizeof(id)) != CS_OK) {
        return CS_INTERNAL;
    }

    (void)ngx_hex_dump((u_char *)ctx->trace_id, id, sizeof(id));

    return CS_OK;
}
