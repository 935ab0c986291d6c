/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

#include <string.h>

typedef struct {
    cs_status_t status;
    cs_category_t category;
    unsigned http;
    const char *name;
    const char *title[2]; /* by cs_language_t */
} cs_status_row_t;

static const cs_status_row_t cs_status_rows[] = {
#define CS_STATUS_ROW(number, symbol, name, category, http, en, zh)                                                    \
    {symbol, CS_CATEGORY_##category, http, name, {en, zh}},
    CS_STATUS_LIST(CS_STATUS_ROW)
#undef CS_STATUS_ROW
};

#define CS_STATUS_ROWS (sizeof(cs_status_rows) / sizeof(cs_status_rows[0]))

/* A number that is not listed is a bug of ours, and reads as one. */
static const cs_status_row_t *
cs_status_row(cs_status_t status)
{
    const cs_status_row_t *internal = NULL;

    for (size_t i = 0; i < CS_STATUS_ROWS; i++) {
        if (cs_status_rows[i].status == status) {
            return &cs_status_rows[i];
        }
        if (cs_status_rows[i].status == CS_INTERNAL) {
            internal = &cs_status_rows[i];
        }
    }
    return internal;
}

const char *
cs_status_name(cs_status_t status)
{
    return cs_status_row(status)->name;
}

cs_status_t
cs_status_from_name(const char *name)
{
    for (size_t i = 0; name != NULL && i < CS_STATUS_ROWS; i++) {
        if (strcmp(cs_status_rows[i].name, name) == 0) {
            return cs_status_rows[i].status;
        }
    }
    return CS_INTERNAL;
}

cs_category_t
cs_status_category(cs_status_t status)
{
    return cs_status_row(status)->category;
}

unsigned
cs_status_http(cs_status_t status)
{
    return cs_status_row(status)->http;
}

const char *
cs_status_title(cs_status_t status, cs_language_t language)
{
    return cs_status_row(status)->title[language == CS_LANGUAGE_ZH_CN];
}
