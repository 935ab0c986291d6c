/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The connection string, read once.  Refused: what would block later, since
 * libpq resolves names in the calling thread.  Error texts quote nothing of
 * it: a password may stand there.
 */
#include <arpa/inet.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "db/settings.h"

static const char *
csp_settings_get(const csp_settings_t *settings, const char *keyword)
{
    for (const PQconninfoOption *row = settings->parsed; row->keyword != NULL; row++) {
        if (strcmp(row->keyword, keyword) == 0 && row->val != NULL) {
            return row->val;
        }
    }
    return "";
}

/* One part of a comma-separated list; *list moves behind it, and is NULL behind the last. */
static cs_bytes_t
csp_list_next(const char **list)
{
    const char *start = *list;
    const char *end = start == NULL ? NULL : strchr(start, ',');

    *list = end == NULL ? NULL : end + 1;
    return end == NULL ? cs_bytes_text(start) : cs_bytes(start, (size_t)(end - start));
}

static bool
csp_host_is_numeric(cs_bytes_t host)
{
    char text[INET6_ADDRSTRLEN], binary[sizeof(struct in6_addr)];

    if (host.size >= sizeof(text)) {
        return false;
    }
    cs_bytes_copy(host, text);
    text[host.size] = '\0';
    return inet_pton(AF_INET, text, binary) == 1 || inet_pton(AF_INET6, text, binary) == 1;
}

static bool
csp_host_needs_resolver(cs_bytes_t host, cs_bytes_t address)
{
    if (address.size > 0 || host.size == 0 || host.data[0] == '/' || host.data[0] == '@') {
        return false;
    }
    return !csp_host_is_numeric(host);
}

static cs_status_t
csp_settings_check_hosts(const csp_settings_t *settings, cs_error_t *error)
{
    const char *hosts = csp_settings_get(settings, "host");
    const char *addresses = csp_settings_get(settings, "hostaddr");

    while (hosts != NULL) {
        cs_bytes_t host = csp_list_next(&hosts);

        if (csp_host_needs_resolver(host, csp_list_next(&addresses))) {
            return cs_error_set(error, CS_INVALID_VALUE, "",
                                "a database host must be a socket's folder, a numeric address, or have a hostaddr");
        }
    }
    return CS_OK;
}

static cs_status_t
csp_settings_add(csp_settings_t *settings, size_t *count, const char *keyword, const char *value)
{
    if (*count == CSP_MAX_KEYWORDS) {
        return CS_FULL;
    }
    settings->keywords[*count] = keyword;
    settings->values[*count] = value;
    ++*count;
    return CS_OK;
}

static cs_status_t
csp_settings_fill(csp_settings_t *settings)
{
    cs_status_t status = CS_OK;
    size_t count = 0;

    /* The first three give way to what the text says, the last two do not: libpq takes the last of a keyword. */
    CS_TRY(csp_settings_add(settings, &count, "fallback_application_name", "countersign"));
    CS_TRY(csp_settings_add(settings, &count, "gssencmode", "disable")); /* looks for tickets in files */
    CS_TRY(csp_settings_add(settings, &count, "tcp_user_timeout", "10000"));
    for (const PQconninfoOption *row = settings->parsed; row->keyword != NULL; row++) {
        if (row->val != NULL) {
            CS_TRY(csp_settings_add(settings, &count, row->keyword, row->val));
        }
    }
    CS_TRY(csp_settings_add(settings, &count, "client_encoding", "UTF8"));
    CS_TRY(csp_settings_add(settings, &count, "options", settings->options));
out:
    return status;
}

static cs_status_t
csp_settings_set_options(csp_settings_t *settings, int64_t query_timeout_ms)
{
    /* What the login's own role settings could weaken is stated with each connection, which they give way to. */
    int size = snprintf(settings->options, sizeof(settings->options),
                        "%s -c statement_timeout=%lld -c synchronous_commit=on"
                        " -c default_transaction_isolation=read\\ committed -c default_transaction_read_only=off"
                        " -c jit=off", /* compiling costs more than any of our statements */
                        csp_settings_get(settings, "options"), (long long)query_timeout_ms);

    return size < (int)sizeof(settings->options) ? CS_OK : CS_FULL;
}

cs_status_t
csp_settings_init(csp_settings_t *settings, const cs_database_options_t *options, cs_error_t *error)
{
    cs_status_t status = CS_OK;

    *settings = (csp_settings_t){.parsed = NULL};
    settings->parsed = PQconninfoParse(options->conninfo, NULL);
    if (settings->parsed == NULL) {
        CS_FAIL(cs_error_set(error, CS_INVALID_VALUE, "", "the database's connection string cannot be parsed"));
    }
    CS_TRY(csp_settings_check_hosts(settings, error));
    CS_TRY(csp_settings_set_options(settings, options->query_timeout_ms));
    CS_TRY(csp_settings_fill(settings));
out:
    if (status != CS_OK) {
        csp_settings_clear(settings);
    }
    return status;
}

void
csp_settings_clear(csp_settings_t *settings)
{
    PQconninfoFree(settings->parsed);
    settings->parsed = NULL;
}
