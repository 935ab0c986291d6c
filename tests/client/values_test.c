/* SPDX-License-Identifier: Apache-2.0 */
/* What is sent comes back as it was; several at once keep their order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

static void
text_and_null_come_back_as_sent(void)
{
    test_client_t client;
    cs_bytes_t parameters[] = {CS_LITERAL("审核 ' $1 \"x\"")};
    cs_result_t result;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(cs_poll_call(client.poll, TEST_ECHO, parameters, 5000, &client.arena.pool, &result), CS_OK);
    CU_ASSERT_TRUE(cs_bytes_equal(cs_result_get(&result, 0, 0), parameters[0]));
    CU_ASSERT_PTR_NULL(cs_result_get(&result, 1, 0).data);
    CU_ASSERT_PTR_NULL(cs_result_get(&result, 0, 1).data);
    parameters[0] = CS_BYTES_NONE;
    CU_ASSERT_EQUAL(cs_poll_call(client.poll, TEST_ECHO, parameters, 5000, &client.arena.pool, &result), CS_OK);
    CU_ASSERT_PTR_NULL(cs_result_get(&result, 0, 0).data);
    parameters[0] = CS_LITERAL("");
    CU_ASSERT_EQUAL(cs_poll_call(client.poll, TEST_ECHO, parameters, 5000, &client.arena.pool, &result), CS_OK);
    CU_ASSERT_PTR_NOT_NULL(cs_result_get(&result, 0, 0).data);
    CU_ASSERT_EQUAL(cs_result_get(&result, 0, 0).size, 0);
    test_client_end(&client);
}

static void
sixteen_mebibytes_come_back_as_sent(void)
{
    size_t size = 16 * 1024 * 1024;
    test_client_t client;
    cs_result_t result;
    uint8_t *data = calloc(1, size);
    cs_bytes_t parameters[] = {cs_bytes(data, size)};

    CU_ASSERT_PTR_NOT_NULL_FATAL(data);
    CU_ASSERT_EQUAL(cs_random(data, size), CS_OK);
    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(cs_poll_call(client.poll, TEST_ECHO_BYTES, parameters, 20000, &client.arena.pool, &result), CS_OK);
    CU_ASSERT_TRUE(cs_bytes_equal(cs_result_get(&result, 0, 0), parameters[0]));
    free(data);
    test_client_end(&client);
}

static void
arrays_keep_items_and_nulls(void)
{
    test_client_t client;
    cs_bytes_t items[] = {CS_LITERAL("{\"a\": [1, \"},{\"]}"), CS_BYTES_NONE, CS_LITERAL("")};
    cs_bytes_t parameters[1];
    cs_result_t result;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(cs_parameter_texts(&client.arena.pool, items, 3, &parameters[0]), CS_OK);
    CU_ASSERT_EQUAL(cs_poll_call(client.poll, TEST_UNNEST, parameters, 5000, &client.arena.pool, &result), CS_OK);
    CU_ASSERT_EQUAL_FATAL(result.row_count, 3);
    CU_ASSERT_TRUE(cs_bytes_equal(cs_result_get(&result, 0, 0), items[0]));
    CU_ASSERT_PTR_NULL(cs_result_get(&result, 1, 0).data);
    CU_ASSERT_PTR_NOT_NULL(cs_result_get(&result, 2, 0).data);
    CU_ASSERT_TRUE(cs_bytes_equal(cs_result_get(&result, 2, 1), CS_LITERAL("3")));
    CU_ASSERT_EQUAL(cs_parameter_texts(&client.arena.pool, items, 0, &parameters[0]), CS_OK);
    CU_ASSERT_EQUAL(cs_poll_call(client.poll, TEST_UNNEST, parameters, 5000, &client.arena.pool, &result), CS_OK);
    CU_ASSERT_EQUAL(result.row_count, 0);
    test_client_end(&client);
}

static void
many_in_flight_end_in_their_order(void)
{
    enum {
        MANY = 200,
    };
    test_client_t client;
    test_outcome_t outcomes[MANY];
    char text[16];

    test_client_init(&client);
    test_client_begin(&client);
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof(text), "%d", i);
        test_start(&client, TEST_ECHO, text, NULL, &outcomes[i]);
    }
    for (int i = 0; i < MANY; i++) {
        test_wait(&outcomes[i]);
        CU_ASSERT_EQUAL(outcomes[i].status, CS_OK);
        CU_ASSERT_EQUAL(atoi(outcomes[i].text), i);
        CU_ASSERT_TRUE(i == 0 || outcomes[i].order == outcomes[i - 1].order + 1);
    }
    test_client_end(&client);
}

static void
connections_work_side_by_side(void)
{
    test_client_t client;
    test_outcome_t outcomes[4];
    int64_t began_ms;

    test_client_init(&client);
    client.options.size = 4;
    test_client_begin(&client);
    test_turn_for(&client, 200);
    began_ms = cs_clock_monotonic_ms();
    for (int i = 0; i < 4; i++) {
        test_start(&client, TEST_SLEEP, "0.4", NULL, &outcomes[i]);
    }
    for (int i = 0; i < 4; i++) {
        test_wait(&outcomes[i]);
    }
    CU_ASSERT_TRUE(cs_clock_monotonic_ms() - began_ms < 1200);
    test_client_end(&client);
}

typedef struct {
    test_outcome_t first; /* must be the first member: it is what test_on_done sees */
    test_outcome_t second;
    unsigned left;
} test_chain_t;

static void
test_chain_on_done(void *owner, cs_status_t status, cs_result_t *result)
{
    test_chain_t *chain = owner;
    cs_request_t request = {TEST_PID, NULL, CS_NEVER, test_chain_on_done, chain};

    (void)result;
    chain->first.status = status;
    if (chain->left-- == 0) {
        chain->first.count = 1;
    } else if (cs_database_submit(chain->first.client->database, &request, NULL) != CS_OK) {
        chain->first.status = CS_INTERNAL;
    }
}

static void
a_completion_may_submit_the_next(void)
{
    test_client_t client;
    test_chain_t chain = {.left = 50};

    test_client_init(&client);
    test_client_begin(&client);
    chain.first.client = &client;
    test_chain_on_done(&chain, CS_OK, NULL);
    test_wait(&chain.first);
    CU_ASSERT_EQUAL(chain.first.status, CS_OK);
    test_client_end(&client);
}

CU_TestInfo test_values[] = {
    {"text_and_null_come_back_as_sent", text_and_null_come_back_as_sent},
    {"sixteen_mebibytes_come_back_as_sent", sixteen_mebibytes_come_back_as_sent},
    {"arrays_keep_items_and_nulls", arrays_keep_items_and_nulls},
    {"many_in_flight_end_in_their_order", many_in_flight_end_in_their_order},
    {"connections_work_side_by_side", connections_work_side_by_side},
    {"a_completion_may_submit_the_next", a_completion_may_submit_the_next},
    CU_TEST_INFO_NULL,
};
