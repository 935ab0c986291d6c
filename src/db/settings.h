/* SPDX-License-Identifier: Apache-2.0 */
/* Private to db/: a connection string as the keywords that each connection starts with. */
#ifndef CS_DB_SETTINGS_H
#define CS_DB_SETTINGS_H

#include "db/database.h"

#define CSP_MAX_KEYWORDS 64 /* libpq 15 knows 41; ours are among them */
#define CSP_MAX_OPTIONS  512

typedef struct {
    struct _PQconninfoOption *parsed; /* owns the texts */
    const char *keywords[CSP_MAX_KEYWORDS + 1];
    const char *values[CSP_MAX_KEYWORDS + 1];
    char options[CSP_MAX_OPTIONS]; /* the server's settings, ours last, so that they win */
} csp_settings_t;

/* CS_INVALID_VALUE where the text cannot be used, or would make libpq ask a name server, which blocks. */
cs_status_t csp_settings_init(csp_settings_t *settings, const cs_database_options_t *options, cs_error_t *error)
    CS_MUST_CHECK;
void csp_settings_clear(csp_settings_t *settings);

#endif
