/* SPDX-License-Identifier: Apache-2.0 */
/* Connections that go: what was begun, what was not, and how service comes back by itself. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

static void
a_terminated_read_is_sent_once_more(void)
{
    test_client_t client;
    test_outcome_t outcome;
    int pid;

    test_client_init(&client);
    test_client_begin(&client);
    pid = test_backend_of(&client);
    test_start(&client, TEST_SLEEP, "0.5", NULL, &outcome);
    test_wait_sent(&client, 1);
    test_signal_backend(pid, SIGTERM);
    test_wait(&outcome);
    CU_ASSERT_EQUAL(outcome.status, CS_OK);
    CU_ASSERT_NOT_EQUAL(test_backend_of(&client), pid);
    test_client_end(&client);
}

static void
a_read_is_not_sent_a_third_time(void)
{
    test_client_t client;
    test_outcome_t outcome;

    test_client_init(&client);
    client.options.size = 2;
    test_client_begin(&client);
    test_turn_for(&client, 200);
    test_start(&client, TEST_SLEEP, "5", NULL, &outcome);
    test_wait_sent(&client, 1);
    for (int i = 0; i < 2; i++) {
        test_signal_backend(test_find_sleeper(), SIGTERM);
        test_turn_for(&client, 400);
    }
    test_wait(&outcome);
    CU_ASSERT_EQUAL(outcome.status, CS_UNAVAILABLE);
    test_client_end(&client);
}

/* The server says that it ends this session: what it was at did not happen, what stood behind was not begun. */
static void
a_terminated_write_failed_and_those_behind_it_still_happen_once(void)
{
    test_client_t client;
    test_outcome_t head, behind[2];
    int pid;

    test_client_init(&client);
    test_client_begin(&client);
    pid = test_backend_of(&client);
    test_start(&client, TEST_WRITE, "terminated", "2", &head);
    test_start(&client, TEST_WRITE, "behind-1", "0", &behind[0]);
    test_start(&client, TEST_WRITE, "behind-2", "0", &behind[1]);
    test_wait_sent(&client, 3);
    test_signal_backend(pid, SIGTERM);
    test_wait(&head);
    test_wait(&behind[1]);
    CU_ASSERT_EQUAL(head.status, CS_UNAVAILABLE);
    CU_ASSERT_EQUAL(behind[0].status, CS_OK);
    CU_ASSERT_EQUAL(behind[1].status, CS_OK);
    CU_ASSERT_TRUE(behind[0].order < behind[1].order);
    CU_ASSERT_EQUAL(test_count("terminated"), 0);
    CU_ASSERT_EQUAL(test_count("behind-1"), 1);
    CU_ASSERT_EQUAL(test_count("behind-2"), 1);
    test_client_end(&client);
}

/* Killed without a last word: nobody knows. */
static void
a_killed_write_has_an_unknown_outcome(void)
{
    test_client_t client;
    test_outcome_t head, behind, read;
    int pid;

    test_client_init(&client);
    client.options.wait_timeout_ms = 10000; /* the server restarts itself meanwhile */
    test_client_begin(&client);
    pid = test_backend_of(&client);
    test_start(&client, TEST_WRITE, "killed", "2", &head);
    test_start(&client, TEST_WRITE, "killed-behind", "0", &behind);
    test_start(&client, TEST_ECHO, "read", NULL, &read);
    test_wait_sent(&client, 3);
    test_signal_backend(pid, SIGKILL);
    test_wait(&head);
    test_wait(&behind);
    test_wait(&read);
    CU_ASSERT_EQUAL(head.status, CS_OUTCOME_UNKNOWN);
    CU_ASSERT_EQUAL(behind.status, CS_OUTCOME_UNKNOWN);
    CU_ASSERT_EQUAL(read.status, CS_OK);
    CU_ASSERT_EQUAL(test_count("killed"), 0);
    test_client_end(&client);
}

static void
an_idle_connection_that_goes_is_not_noticed_by_anyone(void)
{
    test_client_t client;
    int pid;

    test_client_init(&client);
    test_client_begin(&client);
    pid = test_backend_of(&client);
    test_signal_backend(pid, SIGTERM);
    test_turn_for(&client, 100);
    CU_ASSERT_EQUAL(test_call(&client, TEST_WRITE, "after-idle", "0", NULL), CS_OK);
    CU_ASSERT_EQUAL(test_count("after-idle"), 1);
    test_client_end(&client);
}

static void
a_server_that_is_away_is_said_within_the_deadline_and_found_again(void)
{
    test_client_t client;
    test_outcome_t outcomes[3];
    int64_t began_ms;

    test_client_init(&client);
    client.options.size = 2;
    client.options.wait_timeout_ms = 500;
    client.options.backoff_max_ms = 200;
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    test_server("stop -m immediate");
    test_turn_for(&client, 100);
    began_ms = cs_clock_monotonic_ms();
    for (int i = 0; i < 3; i++) {
        test_start(&client, i == 1 ? TEST_WRITE : TEST_ECHO, "away", "0", &outcomes[i]);
    }
    for (int i = 0; i < 3; i++) {
        test_wait(&outcomes[i]);
        CU_ASSERT_EQUAL(outcomes[i].status, CS_UNAVAILABLE);
    }
    CU_ASSERT_TRUE(cs_clock_monotonic_ms() - began_ms < 900);
    test_server("start -w");
    test_turn_for(&client, 300);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(test_count("away"), 0);
    test_client_end(&client);
}

static void
what_waits_rides_through_a_restart(void)
{
    test_client_t client;
    test_outcome_t outcomes[20];

    test_client_init(&client);
    client.options.wait_timeout_ms = 10000;
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    test_server("stop -m fast");
    test_turn_for(&client, 50);
    for (int i = 0; i < 20; i++) {
        test_start(&client, TEST_WRITE, "restart", "0", &outcomes[i]);
    }
    test_server("start -w");
    for (int i = 0; i < 20; i++) {
        test_wait(&outcomes[i]);
        CU_ASSERT_EQUAL(outcomes[i].status, CS_OK);
    }
    CU_ASSERT_EQUAL(test_count("restart"), 20);
    test_client_end(&client);
}

static void
a_second_host_is_tried_when_the_first_is_away(void)
{
    test_client_t client;
    char conninfo[512];

    snprintf(conninfo, sizeof(conninfo), "host=/nonexistent,%s dbname=postgres user=test", getenv("CS_TEST_SOCKET"));
    test_client_init(&client);
    client.options.conninfo = conninfo;
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    test_client_end(&client);
}

static void
attempts_to_connect_become_rarer(void)
{
    test_client_t client;
    unsigned early, late;

    test_client_init(&client);
    client.options.conninfo = "host=/nonexistent";
    client.options.backoff_min_ms = 10;
    client.options.backoff_max_ms = 400;
    test_client_begin(&client);
    test_turn_for(&client, 400);
    early = client.log_count;
    test_turn_for(&client, 400);
    late = client.log_count - early;
    CU_ASSERT_TRUE(early >= 5 && early <= 9);
    CU_ASSERT_TRUE(late >= 1 && late <= 2);
    test_client_end(&client);
}

static void
no_descriptor_is_left_after_a_thousand_connections(void)
{
    test_client_t client;
    cs_database_counts_t counts = {0};
    unsigned before;

    test_client_init(&client);
    client.options.backoff_min_ms = client.options.backoff_max_ms = 1;
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    before = test_descriptors();
    for (int i = 0; i < 1000; i++) {
        test_signal_backend(test_backend_of(&client), SIGTERM);
        for (unsigned lost = counts.losses; counts.losses == lost;) {
            cs_poll_turn(client.poll, CS_NEVER);
            cs_database_count(client.database, &counts);
        }
    }
    CU_ASSERT_EQUAL(test_call(&client, TEST_ECHO, "x", NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(test_descriptors(), before);
    CU_ASSERT_EQUAL(counts.losses, 1000);
    test_client_end(&client);
}

CU_TestInfo test_losses[] = {
    {"a_terminated_read_is_sent_once_more", a_terminated_read_is_sent_once_more},
    {"a_read_is_not_sent_a_third_time", a_read_is_not_sent_a_third_time},
    {"a_terminated_write_failed_and_those_behind_it_still_happen_once",
     a_terminated_write_failed_and_those_behind_it_still_happen_once},
    {"a_killed_write_has_an_unknown_outcome", a_killed_write_has_an_unknown_outcome},
    {"an_idle_connection_that_goes_is_not_noticed_by_anyone", an_idle_connection_that_goes_is_not_noticed_by_anyone},
    {"a_server_that_is_away_is_said_within_the_deadline_and_found_again",
     a_server_that_is_away_is_said_within_the_deadline_and_found_again},
    {"what_waits_rides_through_a_restart", what_waits_rides_through_a_restart},
    {"a_second_host_is_tried_when_the_first_is_away", a_second_host_is_tried_when_the_first_is_away},
    {"attempts_to_connect_become_rarer", attempts_to_connect_become_rarer},
    {"no_descriptor_is_left_after_a_thousand_connections", no_descriptor_is_left_after_a_thousand_connections},
    CU_TEST_INFO_NULL,
};
