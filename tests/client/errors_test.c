/* SPDX-License-Identifier: Apache-2.0 */
/* An error ends one operation: by our word for the server's code, with nothing of it done. */
#include <stdlib.h>
#include <string.h>

#include "client.h"

static void
an_error_in_the_pipeline_ends_its_own_operation_alone(void)
{
    test_client_t client;
    test_outcome_t before, failing, behind;

    test_client_init(&client);
    test_client_begin(&client);
    test_start(&client, TEST_WRITE, "pipeline-before", "0", &before);
    test_start(&client, TEST_RAISE, "XX000", NULL, &failing);
    test_start(&client, TEST_WRITE, "pipeline-behind", "0", &behind);
    test_wait(&behind);
    CU_ASSERT_EQUAL(before.status, CS_OK);
    CU_ASSERT_EQUAL(failing.status, CS_INTERNAL);
    CU_ASSERT_EQUAL(behind.status, CS_OK);
    CU_ASSERT_EQUAL(test_count("pipeline-before"), 1);
    CU_ASSERT_EQUAL(test_count("XX000"), 0);
    CU_ASSERT_EQUAL(test_count("pipeline-behind"), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(client.log_last, "raise: XX000"));
    test_client_end(&client);
}

static void
codes_of_the_server_become_our_words(void)
{
    static const struct {
        const char *sqlstate;
        cs_status_t status;
    } rows[] = {
        {"CS001", CS_INTERNAL},    {"CS110", CS_INTERNAL},    {"57014", CS_DEADLINE},    {"57P01", CS_UNAVAILABLE},
        {"08006", CS_UNAVAILABLE}, {"53100", CS_UNAVAILABLE}, {"40001", CS_UNAVAILABLE}, {"25006", CS_UNAVAILABLE},
        {"23505", CS_INTERNAL},    {"42501", CS_INTERNAL},    {"P0001", CS_INTERNAL},
    };
    test_client_t client;

    test_client_init(&client);
    test_client_begin(&client);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CU_ASSERT_EQUAL(test_call(&client, TEST_RAISE, rows[i].sqlstate, NULL, NULL), rows[i].status);
    }
    test_client_end(&client);
}

static void
a_value_never_reaches_the_log(void)
{
    test_client_t client;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_SLEEP, "hunter2", NULL, NULL), CS_INTERNAL);
    CU_ASSERT_PTR_NOT_NULL(strstr(client.log_last, "22P02"));
    CU_ASSERT_PTR_NULL(strstr(client.log_last, "hunter2"));
    test_client_end(&client);
}

static void
a_statement_that_cannot_be_prepared_spoils_nothing(void)
{
    test_client_t client;
    test_outcome_t missing[2], behind;

    test_client_init(&client);
    test_client_begin(&client);
    test_start(&client, TEST_MISSING, "x", NULL, &missing[0]);
    test_start(&client, TEST_ECHO, "x", NULL, &behind);
    test_wait(&missing[0]);
    test_wait(&behind);
    CU_ASSERT_EQUAL(missing[0].status, CS_INTERNAL);
    CU_ASSERT_EQUAL(behind.status, CS_OK);
    /* It is prepared anew the next time, and refused again for the same reason. */
    CU_ASSERT_EQUAL(test_call(&client, TEST_MISSING, "x", NULL, NULL), CS_INTERNAL);
    CU_ASSERT_PTR_NOT_NULL(strstr(client.log_last, "42883"));
    /* Behind a preparation that fails, the same statement was not run at all. */
    test_start(&client, TEST_MISSING, "x", NULL, &missing[0]);
    test_start(&client, TEST_MISSING, "x", NULL, &missing[1]);
    test_wait(&missing[1]);
    CU_ASSERT_EQUAL(missing[1].status, CS_UNAVAILABLE);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    test_client_end(&client);
}

static void
what_is_refused_at_commit_has_not_happened(void)
{
    test_client_t client;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_DEFER, "deferred", NULL, NULL), CS_INTERNAL);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(test_count("deferred"), 0);
    test_client_end(&client);
}

static void
a_write_under_a_warning_has_an_unknown_outcome(void)
{
    test_client_t client;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_WARN, "warned", NULL, NULL), CS_OUTCOME_UNKNOWN);
    CU_ASSERT_EQUAL(test_call(&client, TEST_WARN_READ, "warned", NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(test_call(&client, TEST_WRITE, "not-warned", "0", NULL), CS_OK);
    test_client_end(&client);
}

/* 25006: it takes no writes, since it is a standby now.  Another connection may lead to the primary. */
static void
a_server_that_has_become_read_only_is_left(void)
{
    test_client_t client;
    int pid;

    test_client_init(&client);
    test_client_begin(&client);
    pid = test_backend_of(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_RAISE, "25006", NULL, NULL), CS_UNAVAILABLE);
    CU_ASSERT_NOT_EQUAL(test_backend_of(&client), pid);
    test_client_end(&client);
}

static void
a_result_of_another_shape_is_refused(void)
{
    test_client_t client;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_INTEGER, NULL, NULL, NULL), CS_INTERNAL);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    test_client_end(&client);
}

static void
a_statement_of_another_role_is_not_accepted(void)
{
    test_client_t client;
    test_outcome_t outcome;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_FOREIGN, NULL, NULL, 1000, &outcome, NULL), CS_INTERNAL);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_FOREIGN + 1, NULL, NULL, 1000, &outcome, NULL), CS_INTERNAL);
    test_client_end(&client);
}

static void
what_would_block_is_refused_at_configuration(void)
{
    static const struct {
        const char *conninfo;
        cs_status_t status;
    } rows[] = {
        {"host=/run dbname=x", CS_OK},
        {"dbname=x", CS_OK},
        {"host=127.0.0.1,::1 dbname=x", CS_OK},
        {"host=db.bank.example hostaddr=192.0.2.7", CS_OK},
        {"postgresql://192.0.2.7:5432,192.0.2.8/x", CS_OK},
        {"host=db.bank.example dbname=x", CS_INVALID_VALUE},
        {"host=/run,localhost", CS_INVALID_VALUE},
        {"host=a,b hostaddr=192.0.2.7", CS_INVALID_VALUE},
        {"nonsense", CS_INVALID_VALUE},
        {"port", CS_INVALID_VALUE},
    };
    cs_database_options_t options;

    cs_database_options_init(&options, CS_ROLE_GATEWAY);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        options.conninfo = rows[i].conninfo;
        CU_ASSERT_EQUAL(cs_database_options_check(&options, NULL), rows[i].status);
    }
    options.conninfo = rows[0].conninfo;
    options.size = 0;
    CU_ASSERT_EQUAL(cs_database_options_check(&options, NULL), CS_INVALID_VALUE);
}

CU_TestInfo test_errors[] = {
    {"an_error_in_the_pipeline_ends_its_own_operation_alone", an_error_in_the_pipeline_ends_its_own_operation_alone},
    {"codes_of_the_server_become_our_words", codes_of_the_server_become_our_words},
    {"a_value_never_reaches_the_log", a_value_never_reaches_the_log},
    {"a_statement_that_cannot_be_prepared_spoils_nothing", a_statement_that_cannot_be_prepared_spoils_nothing},
    {"what_is_refused_at_commit_has_not_happened", what_is_refused_at_commit_has_not_happened},
    {"a_write_under_a_warning_has_an_unknown_outcome", a_write_under_a_warning_has_an_unknown_outcome},
    {"a_server_that_has_become_read_only_is_left", a_server_that_has_become_read_only_is_left},
    {"a_result_of_another_shape_is_refused", a_result_of_another_shape_is_refused},
    {"a_statement_of_another_role_is_not_accepted", a_statement_of_another_role_is_not_accepted},
    {"what_would_block_is_refused_at_configuration", what_would_block_is_refused_at_configuration},
    CU_TEST_INFO_NULL,
};
