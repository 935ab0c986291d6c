/* SPDX-License-Identifier: Apache-2.0 */
/* Paths and queries: what a person typed is encoded, never pasted. */
#include <string.h>

#include "base/guard.h"
#include "cli/client.h"

static bool
cs_cli_is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

static cs_status_t
cs_cli_url_append(cs_buffer_t *url, const char *text)
{
    cs_status_t status = CS_OK;

    for (; *text != '\0'; text++) {
        CS_TRY(cs_cli_is_unreserved(*text) ? cs_buffer_append(url, cs_bytes(text, 1))
                                           : cs_buffer_append_format(url, "%%%02X", (unsigned char)*text));
    }
out:
    return status;
}

const char *
cs_cli_path_build(cs_cli_t *cli, const char *before, const char *id, const char *after)
{
    cs_buffer_t path;

    cs_buffer_init(&path, cli->pool, 4096);
    if (cs_buffer_append_text(&path, before) != CS_OK || cs_cli_url_append(&path, id) != CS_OK ||
        cs_buffer_append_text(&path, after) != CS_OK) {
        return NULL;
    }
    return cs_buffer_text(&path);
}

/* The option --trace-id is the parameter trace_id. */
static cs_status_t
cs_cli_member_append(cs_buffer_t *url, const char *option)
{
    cs_status_t status = CS_OK;

    for (; *option != '\0'; option++) {
        CS_TRY(cs_buffer_append(url, cs_bytes(*option == '-' ? "_" : option, 1)));
    }
out:
    return status;
}

const char *
cs_cli_query_build(cs_cli_t *cli, const char *path, const char *const *names)
{
    char separator = '?';
    cs_buffer_t url;

    cs_buffer_init(&url, cli->pool, 8192);
    if (cs_buffer_append_text(&url, path) != CS_OK) {
        return NULL;
    }
    for (; *names != NULL; names++) {
        const char *value = cs_cli_option(cli, *names);
        if (value == NULL) {
            continue;
        }
        if (cs_buffer_append_format(&url, "%c", separator) != CS_OK || cs_cli_member_append(&url, *names) != CS_OK ||
            cs_buffer_append_text(&url, "=") != CS_OK || cs_cli_url_append(&url, value) != CS_OK) {
            return NULL;
        }
        separator = '&';
    }
    return cs_buffer_text(&url);
}
