/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <CUnit/Basic.h>

#include "unit.h"

static void
test_set_up(void)
{
    cs_arena_init(&test_arena);
}

static void
test_tear_down(void)
{
    cs_arena_clear(&test_arena);
}

/* clang-format off */
#define SUITE(thing) {#thing, NULL, NULL, test_set_up, test_tear_down, suite_##thing}
/* clang-format on */

/* Arguments name suites; without any, all are run.  Each run forgets the failures of the one before. */
static unsigned
test_run(int count, char **names)
{
    unsigned failures = 0;

    for (int i = 1; i < count; i++) {
        if (CU_get_suite(names[i]) == NULL || CU_basic_run_suite(CU_get_suite(names[i])) != CUE_SUCCESS) {
            exit(2);
        }
        failures += CU_get_number_of_failures();
    }
    if (count == 1) {
        CU_basic_run_tests();
        failures = CU_get_number_of_failures();
    }
    return failures;
}

int
main(int argc, char **argv)
{
    CU_SuiteInfo suites[] = {
        SUITE(bytes),     SUITE(clock),    SUITE(text),        SUITE(json),
        SUITE(canonical), SUITE(shape),    SUITE(key),         SUITE(jws),
        SUITE(seal),      SUITE(keyring),  SUITE(certificate), SUITE(policy),
        SUITE(floor),     SUITE(name),     SUITE(password),    SUITE(token),
        SUITE(decision),  SUITE(facts),    SUITE(merkle),      SUITE(note),
        SUITE(entry),     SUITE(verify),   SUITE(memory),      SUITE(countersignature),
        SUITE(batch),     SUITE(cbor),     SUITE(passkey),     SUITE(attestation),
        SUITE(otp),       SUITE(seed),     SUITE(form),        SUITE(proof),
        SUITE(checked),   SUITE(risk),     SUITE(diff),        SUITE(successor),
        SUITE(explain),   SUITE(evidence), SUITE(identifier),  CU_SUITE_INFO_NULL,
    };
    unsigned failures;

    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS) {
        return 2;
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    failures = test_run(argc, argv);
    CU_cleanup_registry();
    return failures == 0 ? 0 : 1;
}
