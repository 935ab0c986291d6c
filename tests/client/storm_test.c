/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Backends killed at random under a load of writes: what each operation was
 * told is compared with what the server kept.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client.h"

enum {
    STORM_WRITES = 6000,
    STORM_UNDER_WAY = 40, /* at a time */
    STORM_KILLS = 60,     /* every tenth without a last word, which restarts the whole server */
};

typedef struct {
    test_client_t client;
    test_outcome_t outcomes[STORM_WRITES];
    unsigned started, kills;
    unsigned counts[2]; /* by whether it ended well */
} test_storm_t;

static void
test_storm_key(char out[32], unsigned i)
{
    snprintf(out, 32, "storm-%u", i);
}

static void
test_storm_feed(test_storm_t *storm)
{
    cs_database_counts_t counts;
    char key[32];

    for (;;) {
        cs_database_count(storm->client.database, &counts);
        if (storm->started == STORM_WRITES || counts.waiting + counts.in_flight >= STORM_UNDER_WAY) {
            return;
        }
        test_storm_key(key, storm->started);
        test_start(&storm->client, TEST_WRITE, key, rand() % 4 == 0 ? "0.002" : "0", &storm->outcomes[storm->started]);
        storm->started++;
    }
}

/* The process is asked for in the same stream of operations, and may be gone before it is killed. */
static void
test_storm_kill(test_storm_t *storm)
{
    static test_outcome_t pid;
    static bool is_asked;

    if (!is_asked) {
        test_start(&storm->client, TEST_PID, NULL, NULL, &pid);
        is_asked = true;
    } else if (pid.count == 1) {
        is_asked = false;
        if (pid.status == CS_OK && atoi(pid.text) > 1) {
            storm->kills++;
            kill(atoi(pid.text), storm->kills % 10 == 0 ? SIGKILL : SIGTERM);
        }
    }
}

static bool
test_storm_is_over(const test_storm_t *storm)
{
    cs_database_counts_t counts;

    cs_database_count(storm->client.database, &counts);
    return storm->started == STORM_WRITES && counts.waiting + counts.in_flight == 0;
}

static void
test_storm_run(test_storm_t *storm)
{
    int64_t until_ms = cs_clock_monotonic_ms() + 120000, kill_ms = 0;

    while (!test_storm_is_over(storm) && cs_clock_monotonic_ms() < until_ms) {
        test_storm_feed(storm);
        if (cs_clock_monotonic_ms() >= kill_ms && storm->kills < STORM_KILLS) {
            test_storm_kill(storm);
            kill_ms = cs_clock_monotonic_ms() + rand() % 15;
        }
        cs_poll_turn(storm->client.poll, cs_clock_monotonic_ms() + 5);
    }
    CU_ASSERT_TRUE(test_storm_is_over(storm));
}

static void
test_storm_judge(test_storm_t *storm, unsigned i)
{
    const test_outcome_t *outcome = &storm->outcomes[i];
    char key[32], text[64];
    int kept;

    test_storm_key(key, i);
    CU_ASSERT_EQUAL(test_call(&storm->client, TEST_COUNT, key, NULL, text), CS_OK);
    kept = atoi(text);
    CU_ASSERT_EQUAL(outcome->count, 1);
    if (outcome->status == CS_OUTCOME_UNKNOWN) {
        CU_ASSERT_TRUE(kept <= 1);
    } else {
        CU_ASSERT_EQUAL(kept, outcome->status == CS_OK ? 1 : 0);
    }
    storm->counts[outcome->status == CS_OK]++;
}

static void
each_write_was_told_the_truth(void)
{
    static test_storm_t storm;
    unsigned seed = (unsigned)cs_clock_now_us();

    srand(seed);
    test_client_init(&storm.client);
    storm.client.options.size = 3;
    storm.client.options.wait_timeout_ms = 10000;
    test_client_begin(&storm.client);
    test_storm_run(&storm);
    for (unsigned i = 0; i < STORM_WRITES; i++) {
        test_storm_judge(&storm, i);
    }
    printf("(seed %u: %u kills, %u of %u writes ended well) ", seed, storm.kills, storm.counts[1], STORM_WRITES);
    CU_ASSERT_EQUAL(storm.kills, STORM_KILLS);
    CU_ASSERT_TRUE(storm.counts[0] > 0);
    CU_ASSERT_TRUE(storm.counts[1] > STORM_WRITES / 2);
    test_client_end(&storm.client);
}

CU_TestInfo test_storm[] = {
    {"each_write_was_told_the_truth", each_write_was_told_the_truth},
    CU_TEST_INFO_NULL,
};
