/* SPDX-License-Identifier: Apache-2.0 */
/* Small conversions between what is typed and what is sent. */
#ifndef CS_CLI_TEXTS_H
#define CS_CLI_TEXTS_H

#include "cli/cli.h"

/* "a,b" as an array of texts; NULL for NULL. */
json_t *cs_cli_texts_split(const char *text);

/* A cleanup for a JSON value of the pool. */
void cs_cli_json_clear(void *value);

/* RFC 9530: sha-256=:base64: of the bytes. */
cs_status_t cs_cli_content_digest(cs_cli_t *cli, cs_bytes_t bytes, const char **out) CS_MUST_CHECK;

#endif
