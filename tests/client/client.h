/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of the database client share: a table of statements of
 * their own, a client on poll(2), and a grip on a real server, which
 * tests/client/run.sh makes and whose owner the tests run as.
 */
#ifndef CS_TESTS_CLIENT_CLIENT_H
#define CS_TESTS_CLIENT_CLIENT_H

#include <CUnit/CUnit.h>

#include "base/clock.h"
#include "db/poll.h"

enum {
    TEST_ECHO,       /* text → itself; a read */
    TEST_ECHO_BYTES, /* bytea → itself; a read */
    TEST_UNNEST,     /* text[] → rows (item, ordinal); a read */
    TEST_SLEEP,      /* seconds; a read */
    TEST_PID,        /* of the server's process; a read */
    TEST_COUNT,      /* key → how often it was written; a read */
    TEST_SLEEPER,    /* the process that sleeps at the moment; a read */
    TEST_WRITE,      /* (key, seconds): writes the key, then sleeps */
    TEST_RAISE,      /* SQLSTATE: writes it as a key, then raises */
    TEST_WARN,       /* key: writes it, warns */
    TEST_WARN_READ,  /* key: warns; a read */
    TEST_DEFER,      /* key: written, but a deferred constraint says no at commit */
    TEST_INTEGER,    /* → an integer, which is not a shape we read */
    TEST_MISSING,    /* calls a function that is not there */
    TEST_LISTEN,     /* has its connection told of announcements */
    TEST_NOTIFY,     /* text: announces it */
    TEST_FOREIGN,    /* belongs to another role */
};

extern const cs_statements_t test_statements;

typedef struct {
    cs_arena_t arena;
    cs_database_options_t options;
    cs_poll_t *poll;
    cs_database_t *database;
    char conninfo[256];
    unsigned log_count;
    char log_last[256];
} test_client_t;

/* Options for quick tests; change them between init and begin. */
void test_client_init(test_client_t *client);
void test_client_begin(test_client_t *client);
void test_client_end(test_client_t *client);

/* How an operation ended. */
typedef struct {
    unsigned count; /* of completions: must become 1, once */
    unsigned order; /* among all */
    cs_status_t status;
    char text[64]; /* the first value */
    test_client_t *client;
} test_outcome_t;

/* Submits; parameters are texts, NULL ends them or is null.  The status of the submission. */
cs_status_t test_submit(test_client_t *client, unsigned statement, const char *first, const char *second,
                        int64_t timeout_ms, test_outcome_t *outcome, cs_operation_t **operation);

/* The same, and must be accepted. */
void test_start(test_client_t *client, unsigned statement, const char *first, const char *second,
                test_outcome_t *outcome);

void test_wait(test_outcome_t *outcome);                /* until it ended; at most 20 s */
void test_turn_for(test_client_t *client, int64_t ms);  /* serves events for that long */
void test_wait_sent(test_client_t *client, unsigned n); /* until n operations are in flight */

/* One operation to its end; its first value in text (of 64 bytes) unless NULL. */
cs_status_t test_call(test_client_t *client, unsigned statement, const char *first, const char *second, char *text);

/* How often the key stands in the table, asked over a connection of its own. */
int test_count(const char *key);

/* The server, by pg_ctl and by signals. */
void test_conninfo_write(char *out, size_t size, const char *database, const char *login);
void test_server(const char *arguments); /* of pg_ctl */
void test_signal_backend(int pid, int signal);
int test_find_sleeper(void); /* the process in which pg_sleep runs */
int test_backend_of(test_client_t *client);
unsigned test_descriptors(void);

/* Each file's claims. */
extern CU_TestInfo test_values[], test_errors[], test_losses[], test_limits[], test_table[], test_storm[],
    test_listening[];

#endif
