/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exported review of any bytes: never without a finding under a key that signed nothing; and under its own, so that
 * what lies behind the checkpoint is reached.
 */
#include <stdlib.h>

#include "audit/evidence.h"

#define FUZZ_VERIFIER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_evidence_summary_t summary;
    cs_arena_t arena;

    cs_arena_init(&arena);
    if (cs_audit_evidence_verify(&arena.pool, cs_bytes(data, size), FUZZ_VERIFIER, NULL, NULL, &summary) != CS_OK ||
        summary.findings == 0) {
        abort();
    }
    if (cs_audit_evidence_verify(&arena.pool, cs_bytes(data, size), NULL, NULL, NULL, &summary) != CS_OK) {
        abort();
    }
    cs_arena_clear(&arena);
    return 0;
}
