/* SPDX-License-Identifier: Apache-2.0 */
/* Small conversions. */
#include "cli/texts.h"

#include <string.h>

#include "base/guard.h"
#include "codec/text.h"
#include "crypto/digest.h"

json_t *
cs_cli_texts_split(const char *text)
{
    json_t *array = text == NULL ? NULL : json_array();

    while (array != NULL && text != NULL) {
        const char *comma = strchr(text, ',');
        size_t size = comma == NULL ? cs_bytes_text(text).size : (size_t)(comma - text);
        if (json_array_append_new(array, json_stringn(text, size)) != 0) {
            json_decref(array);
            return NULL;
        }
        text = comma == NULL ? NULL : comma + 1;
    }
    return array;
}

void
cs_cli_json_clear(void *value)
{
    json_decref(value);
}

cs_status_t
cs_cli_content_digest(cs_cli_t *cli, cs_bytes_t bytes, const char **out)
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_buffer_t text;
    cs_status_t status;

    cs_buffer_init(&text, cli->pool, 64);
    CS_TRY(cs_digest(&bytes, 1, digest));
    CS_TRY(cs_buffer_append_text(&text, "sha-256=:"));
    CS_TRY(cs_base64_encode(cs_bytes(digest, sizeof(digest)), &text));
    CS_TRY(cs_buffer_append_text(&text, ":"));
    *out = cs_buffer_text(&text);
out:
    return status;
}
