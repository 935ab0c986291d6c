/* SPDX-License-Identifier: Apache-2.0 */
#include <CUnit/Basic.h>

#include "client.h"

int
main(void)
{
    CU_SuiteInfo suites[] = {
        {"table", NULL, NULL, NULL, NULL, test_table},   {"values", NULL, NULL, NULL, NULL, test_values},
        {"errors", NULL, NULL, NULL, NULL, test_errors}, {"losses", NULL, NULL, NULL, NULL, test_losses},
        {"limits", NULL, NULL, NULL, NULL, test_limits}, {"listening", NULL, NULL, NULL, NULL, test_listening},
        {"storm", NULL, NULL, NULL, NULL, test_storm},   CU_SUITE_INFO_NULL,
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
