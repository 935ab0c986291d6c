/* SPDX-License-Identifier: Apache-2.0 */
/* A log file of any bytes, line by line: never without a finding, since no key here signed a checkpoint. */
#include <stdlib.h>
#include <string.h>

#include "audit/verify.h"

#define FUZZ_VERIFIER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_audit_summary_t summary;
    cs_audit_verify_t *verify;
    cs_arena_t arena;

    cs_arena_init(&arena);
    if (cs_audit_verify_begin(&arena.pool, FUZZ_VERIFIER, NULL, NULL, &verify) != CS_OK) {
        abort();
    }
    while (size > 0) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t line = end == NULL ? size : (size_t)(end - data);

        if (cs_audit_verify_line(verify, cs_bytes(data, line)) != CS_OK) {
            abort();
        }
        line += end != NULL;
        data += line;
        size -= line;
    }
    if (cs_audit_verify_end(verify, &summary) != CS_OK || summary.findings == 0) {
        abort();
    }
    cs_arena_clear(&arena);
    return 0;
}
