/* SPDX-License-Identifier: Apache-2.0 */
/* What a form gives is texts in UTF-8 without NUL, none of them empty, whatever came. */
#include <stdlib.h>

#include "codec/form.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_arena_t arena;
    json_t *form, *value;
    const char *name;

    cs_arena_init(&arena);
    if (cs_form_parse(&arena.pool, cs_bytes(data, size), &form, NULL) == CS_OK) {
        json_object_foreach(form, name, value) {
            if (!json_is_string(value) || json_string_length(value) == 0 || name[0] == '\0' ||
                !cs_bytes_is_utf8(cs_bytes_text(json_string_value(value)))) {
                abort();
            }
        }
    } else if (form != NULL) {
        abort();
    }
    cs_arena_clear(&arena);
    return 0;
}
