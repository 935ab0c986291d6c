/* SPDX-License-Identifier: Apache-2.0 */
/* The table of statements and the database's functions are two lists of one thing. */
#include <stdio.h>
#include <string.h>

#include "client.h"

static const char *const test_logins[] = {
    [CS_ROLE_GATEWAY] = "cs_gateway",
    [CS_ROLE_SEALER] = "cs_sealer",
    [CS_ROLE_OPERATOR] = "cs_operator",
};

/* Called with nulls: it may refuse them, but not for want of the function, its columns or a right (class 42). */
static void
test_statement(test_client_t *client, unsigned statement)
{
    const cs_bytes_t nulls[CS_MAX_PARAMETERS] = {CS_BYTES_NONE};
    cs_result_t result;
    cs_status_t status;

    client->log_last[0] = '\0';
    status = cs_poll_call(client->poll, statement, nulls, 5000, &client->arena.pool, &result);
    if (cs_status_category(status) == CS_CATEGORY_UNAVAILABLE || strstr(client->log_last, ": 42") != NULL ||
        strstr(client->log_last, "shape") != NULL) {
        printf("\n    %s", client->log_last);
        CU_FAIL("the statement does not fit the function");
    }
}

static void
each_statement_calls_a_function_that_its_role_may_execute(void)
{
    for (cs_role_t role = CS_ROLE_GATEWAY; role <= CS_ROLE_OPERATOR; role++) {
        test_client_t client;

        test_client_init(&client);
        test_conninfo_write(client.conninfo, sizeof(client.conninfo), "countersign", test_logins[role]);
        client.options.role = role;
        client.options.statements = cs_statements;
        test_client_begin(&client);
        for (unsigned i = 0; i < cs_statements.count; i++) {
            if (cs_statements.rows[i].role == role) {
                test_statement(&client, i);
            }
        }
        test_client_end(&client);
    }
}

static void
each_statement_binds_all_that_it_names(void)
{
    for (unsigned i = 0; i < cs_statements.count; i++) {
        const cs_statement_t *row = &cs_statements.rows[i];
        size_t count = cs_statement_parameter_count(row);
        char place[8];

        for (size_t n = 1; n <= CS_MAX_PARAMETERS; n++) {
            snprintf(place, sizeof(place), "$%zu", n);
            CU_ASSERT_EQUAL(strstr(row->text, place) != NULL, n <= count);
        }
        CU_ASSERT_PTR_NOT_NULL(strstr(row->text, row->name));
    }
}

CU_TestInfo test_table[] = {
    {"each_statement_calls_a_function_that_its_role_may_execute",
     each_statement_calls_a_function_that_its_role_may_execute},
    {"each_statement_binds_all_that_it_names", each_statement_binds_all_that_it_names},
    CU_TEST_INFO_NULL,
};
