/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines, the bounded queue, and owners that go away. */
#include <signal.h>
#include <stdlib.h>

#include "client.h"

static void
the_server_ends_a_query_that_takes_too_long(void)
{
    test_client_t client;
    int pid;

    test_client_init(&client);
    client.options.query_timeout_ms = 200;
    test_client_begin(&client);
    pid = test_backend_of(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_SLEEP, "5", NULL, NULL), CS_DEADLINE);
    CU_ASSERT_EQUAL(test_call(&client, TEST_WRITE, "too-long", "5", NULL), CS_DEADLINE);
    CU_ASSERT_EQUAL(test_count("too-long"), 0);
    CU_ASSERT_EQUAL(test_backend_of(&client), pid); /* the connection was not needed to die for it */
    test_client_end(&client);
}

static void
a_request_past_its_deadline_is_told_at_once(void)
{
    test_client_t client;
    test_outcome_t read, write;
    int64_t began_ms;

    test_client_init(&client);
    client.options.size = 2;
    test_client_begin(&client);
    test_turn_for(&client, 200);
    began_ms = cs_clock_monotonic_ms();
    CU_ASSERT_EQUAL(test_submit(&client, TEST_SLEEP, "1", NULL, 150, &read, NULL), CS_OK);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_WRITE, "late", "1", 150, &write, NULL), CS_OK);
    test_wait(&read);
    test_wait(&write);
    CU_ASSERT_TRUE(cs_clock_monotonic_ms() - began_ms < 500);
    CU_ASSERT_EQUAL(read.status, CS_DEADLINE);
    CU_ASSERT_EQUAL(write.status, CS_OUTCOME_UNKNOWN);
    test_turn_for(&client, 1500);
    CU_ASSERT_EQUAL(write.count, 1);
    CU_ASSERT_EQUAL(test_count("late"), 1);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_ECHO, "x", NULL, 0, &read, NULL), CS_DEADLINE);
    test_client_end(&client);
}

static void
a_busy_connection_is_waited_for_no_longer_than_allowed(void)
{
    test_client_t client;
    test_outcome_t busy, waiting;

    test_client_init(&client);
    client.options.depth = 1;
    client.options.wait_timeout_ms = 200;
    test_client_begin(&client);
    test_start(&client, TEST_SLEEP, "1", NULL, &busy);
    test_wait_sent(&client, 1);
    test_start(&client, TEST_WRITE, "not-in-time", "0", &waiting);
    test_wait(&waiting);
    CU_ASSERT_EQUAL(waiting.status, CS_DEADLINE);
    test_wait(&busy);
    CU_ASSERT_EQUAL(busy.status, CS_OK);
    CU_ASSERT_EQUAL(test_count("not-in-time"), 0);
    test_client_end(&client);
}

static void
a_frozen_server_is_left(void)
{
    test_client_t client;
    test_outcome_t read, write;
    int pid;

    test_client_init(&client);
    client.options.query_timeout_ms = 300;
    client.options.wait_timeout_ms = 10000;
    test_client_begin(&client);
    pid = test_backend_of(&client);
    test_signal_backend(pid, SIGSTOP);
    test_start(&client, TEST_WRITE, "frozen", "0", &write);
    test_start(&client, TEST_ECHO, "frozen", NULL, &read);
    test_wait(&write);
    test_wait(&read);
    CU_ASSERT_EQUAL(write.status, CS_OUTCOME_UNKNOWN);
    CU_ASSERT_EQUAL(read.status, CS_OK);
    test_signal_backend(pid, SIGCONT);
    test_client_end(&client);
}

static void
a_full_queue_takes_no_more(void)
{
    test_client_t client;
    test_outcome_t outcomes[5];

    test_client_init(&client);
    client.options.depth = 1;
    client.options.queue_size = 4;
    test_client_begin(&client);
    for (int i = 0; i < 4; i++) {
        test_start(&client, TEST_ECHO, "x", NULL, &outcomes[i]);
    }
    CU_ASSERT_EQUAL(test_submit(&client, TEST_ECHO, "x", NULL, 1000, &outcomes[4], NULL), CS_QUEUE_FULL);
    test_wait(&outcomes[3]);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(outcomes[4].count, 0);
    test_client_end(&client);
}

/* An abort never takes back a record; a read that nobody waits for is not worth the server's time. */
static void
an_owner_that_goes_away_is_not_told_and_writes_are_kept(void)
{
    test_client_t client;
    test_outcome_t sent, waiting_write, waiting_read;
    cs_operation_t *operations[3];
    cs_database_counts_t counts;

    test_client_init(&client);
    client.options.depth = 1;
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_WRITE, "left-sent", "0.3", 5000, &sent, &operations[0]), CS_OK);
    test_wait_sent(&client, 1);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_WRITE, "left", "0", 5000, &waiting_write, &operations[1]), CS_OK);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_ECHO, "left", NULL, 5000, &waiting_read, &operations[2]), CS_OK);
    for (int i = 0; i < 3; i++) {
        cs_database_detach(client.database, operations[i]);
    }
    cs_database_count(client.database, &counts);
    CU_ASSERT_EQUAL(counts.waiting, 1);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(sent.count + waiting_write.count + waiting_read.count, 0);
    CU_ASSERT_EQUAL(test_count("left-sent"), 1);
    CU_ASSERT_EQUAL(test_count("left"), 1);
    test_client_end(&client);
}

static void
a_lost_read_that_nobody_waits_for_is_not_sent_again(void)
{
    test_client_t client;
    test_outcome_t outcome;
    cs_operation_t *operation;
    cs_database_counts_t counts;
    int pid;

    test_client_init(&client);
    test_client_begin(&client);
    pid = test_backend_of(&client);
    CU_ASSERT_EQUAL(test_submit(&client, TEST_SLEEP, "3", NULL, 5000, &outcome, &operation), CS_OK);
    test_wait_sent(&client, 1);
    cs_database_detach(client.database, operation);
    test_signal_backend(pid, SIGTERM);
    test_turn_for(&client, 300);
    cs_database_count(client.database, &counts);
    CU_ASSERT_EQUAL(counts.waiting + counts.in_flight, 0);
    CU_ASSERT_EQUAL(counts.ready, 1);
    CU_ASSERT_EQUAL(outcome.count, 0);
    test_client_end(&client);
}

static void
a_client_may_end_with_everything_under_way(void)
{
    test_client_t client;
    test_outcome_t outcomes[8];

    test_client_init(&client);
    client.options.size = 2;
    client.options.depth = 2;
    test_client_begin(&client);
    for (int i = 0; i < 8; i++) {
        test_start(&client, TEST_SLEEP, "1", NULL, &outcomes[i]);
    }
    test_wait_sent(&client, 4);
    test_client_end(&client);
    CU_ASSERT_EQUAL(outcomes[0].count, 0);
}

CU_TestInfo test_limits[] = {
    {"the_server_ends_a_query_that_takes_too_long", the_server_ends_a_query_that_takes_too_long},
    {"a_request_past_its_deadline_is_told_at_once", a_request_past_its_deadline_is_told_at_once},
    {"a_busy_connection_is_waited_for_no_longer_than_allowed", a_busy_connection_is_waited_for_no_longer_than_allowed},
    {"a_frozen_server_is_left", a_frozen_server_is_left},
    {"a_full_queue_takes_no_more", a_full_queue_takes_no_more},
    {"an_owner_that_goes_away_is_not_told_and_writes_are_kept",
     an_owner_that_goes_away_is_not_told_and_writes_are_kept},
    {"a_lost_read_that_nobody_waits_for_is_not_sent_again", a_lost_read_that_nobody_waits_for_is_not_sent_again},
    {"a_client_may_end_with_everything_under_way", a_client_may_end_with_everything_under_way},
    CU_TEST_INFO_NULL,
};
