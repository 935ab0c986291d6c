/* SPDX-License-Identifier: Apache-2.0 */
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

int
main(void)
{
    CU_SuiteInfo suites[] = {
        SUITE(bytes),     SUITE(clock),       SUITE(text),        SUITE(json),
        SUITE(canonical), SUITE(shape),       SUITE(key),         SUITE(jws),
        SUITE(seal),      SUITE(keyring),     SUITE(certificate), SUITE(policy),
        SUITE(floor),     SUITE(name),        SUITE(password),    SUITE(token),
        SUITE(decision),  SUITE(facts),       SUITE(merkle),      SUITE(note),
        SUITE(entry),     SUITE(verify),      SUITE(memory),      SUITE(countersignature),
        SUITE(batch),     SUITE(cbor),        SUITE(passkey),     SUITE(attestation),
        SUITE(otp),       SUITE(seed),        SUITE(form),        SUITE(proof),
        SUITE(checked),   SUITE(risk),        SUITE(diff),        SUITE(successor),
        SUITE(explain),   CU_SUITE_INFO_NULL,
    };
    unsigned failures;

    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS) {
        return 2;
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures == 0 ? 0 : 1;
}
