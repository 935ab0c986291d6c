/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

#define READ(name_, text_, shape_, columns_, ...)                                                                      \
    {                                                                                                                  \
        name_, text_, CS_ROLE_GATEWAY, shape_, columns_, CS_REPEAT_ONCE,                                               \
        {                                                                                                              \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }
#define WRITE(name_, text_, ...)                                                                                       \
    {                                                                                                                  \
        name_, text_, CS_ROLE_GATEWAY, CS_RESULT_VALUE, 1, CS_REPEAT_NEVER,                                            \
        {                                                                                                              \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }
#define TEXT CS_PARAMETER_TEXT

static const cs_statement_t test_rows[] = {
    [TEST_ECHO] = READ("echo", "select $1", CS_RESULT_VALUE, 1, TEXT),
    [TEST_ECHO_BYTES] = READ("echo_bytes", "select $1", CS_RESULT_VALUE, 1, CS_PARAMETER_BYTES),
    [TEST_UNNEST] = READ("unnest", "select t, n::text from unnest($1) with ordinality u(t, n)", CS_RESULT_ROWS, 2,
                         CS_PARAMETER_TEXTS),
    [TEST_SLEEP] = READ("sleep", "select pg_sleep($1::float8)::text", CS_RESULT_VALUE, 1, TEXT),
    [TEST_PID] = READ("pid", "select pg_backend_pid()::text", CS_RESULT_VALUE, 1, CS_PARAMETER_END),
    [TEST_COUNT] = READ("count", "select count(*)::text from test.effect where key = $1", CS_RESULT_VALUE, 1, TEXT),
    [TEST_SLEEPER] = READ("sleeper", "select max(pid)::text from pg_stat_activity where wait_event = 'PgSleep'",
                          CS_RESULT_VALUE, 1, CS_PARAMETER_END),
    [TEST_WRITE] = WRITE("write", "select test.write($1, $2::float8)", TEXT, TEXT),
    [TEST_RAISE] = WRITE("raise", "select test.raise($1)", TEXT),
    [TEST_WARN] = WRITE("warn", "select test.warn($1)", TEXT),
    [TEST_WARN_READ] = READ("warn_read", "select test.warn($1)", CS_RESULT_VALUE, 1, TEXT),
    [TEST_DEFER] = WRITE("defer", "select test.defer($1)", TEXT),
    [TEST_INTEGER] = READ("integer", "select 1", CS_RESULT_VALUE, 1, CS_PARAMETER_END),
    [TEST_MISSING] = WRITE("missing", "select test.missing($1)", TEXT),
    [TEST_FOREIGN] = {"foreign", "select 'x'", CS_ROLE_SEALER, CS_RESULT_VALUE, 1, CS_REPEAT_ONCE, {0}},
    [TEST_LISTEN] = READ("listen", "select test.listen()", CS_RESULT_VALUE, 1, CS_PARAMETER_END),
    [TEST_NOTIFY] = READ("notify", "select pg_notify('test', $1)::text", CS_RESULT_VALUE, 1, TEXT),
};

const cs_statements_t test_statements = {test_rows, sizeof(test_rows) / sizeof(test_rows[0])};

void
test_conninfo_write(char *out, size_t size, const char *database, const char *login)
{
    snprintf(out, size, "host=%s dbname=%s user=%s", getenv("CS_TEST_SOCKET"), database, login);
}

static void
test_on_log(void *data, cs_log_level_t level, const char *text)
{
    test_client_t *client = data;

    (void)level;
    client->log_count++;
    snprintf(client->log_last, sizeof(client->log_last), "%s", text);
}

void
test_client_init(test_client_t *client)
{
    *client = (test_client_t){.log_count = 0};
    cs_arena_init(&client->arena);
    cs_database_options_init(&client->options, CS_ROLE_GATEWAY);
    test_conninfo_write(client->conninfo, sizeof(client->conninfo), "postgres", "test");
    client->options.conninfo = client->conninfo;
    client->options.statements = test_statements;
    client->options.size = 1;
}

void
test_client_begin(test_client_t *client)
{
    cs_error_t error;

    CU_ASSERT_EQUAL_FATAL(
        cs_poll_new(&client->arena.pool, &client->options, test_on_log, client, &client->poll, &error), CS_OK);
    client->database = cs_poll_get_database(client->poll);
}

void
test_client_end(test_client_t *client)
{
    cs_arena_clear(&client->arena);
}

static void
test_on_done(void *owner, cs_status_t status, cs_result_t *result)
{
    static unsigned order;
    test_outcome_t *outcome = owner;
    cs_bytes_t value = result == NULL ? CS_BYTES_NONE : cs_result_get(result, 0, 0);

    outcome->count++;
    outcome->order = ++order;
    outcome->status = status;
    snprintf(outcome->text, sizeof(outcome->text), "%.*s", (int)value.size,
             value.data == NULL ? "" : (const char *)value.data);
}

cs_status_t
test_submit(test_client_t *client, unsigned statement, const char *first, const char *second, int64_t timeout_ms,
            test_outcome_t *outcome, cs_operation_t **operation)
{
    cs_bytes_t parameters[] = {cs_bytes_text(first), cs_bytes_text(second)};
    cs_request_t request = {
        statement, parameters, cs_clock_monotonic_ms() + timeout_ms, test_on_done, outcome,
    };

    *outcome = (test_outcome_t){.client = client};
    return cs_database_submit(client->database, &request, operation);
}

void
test_start(test_client_t *client, unsigned statement, const char *first, const char *second, test_outcome_t *outcome)
{
    CU_ASSERT_EQUAL_FATAL(test_submit(client, statement, first, second, 60000, outcome, NULL), CS_OK);
}

void
test_wait(test_outcome_t *outcome)
{
    int64_t until_ms = cs_clock_monotonic_ms() + 20000;

    while (outcome->count == 0 && cs_clock_monotonic_ms() < until_ms) {
        cs_poll_turn(outcome->client->poll, until_ms);
    }
    CU_ASSERT_EQUAL(outcome->count, 1);
}

void
test_turn_for(test_client_t *client, int64_t ms)
{
    int64_t until_ms = cs_clock_monotonic_ms() + ms;

    while (cs_clock_monotonic_ms() < until_ms) {
        cs_poll_turn(client->poll, until_ms);
    }
}

void
test_wait_sent(test_client_t *client, unsigned n)
{
    int64_t until_ms = cs_clock_monotonic_ms() + 20000;
    cs_database_counts_t counts = {0};

    while (counts.in_flight < n && cs_clock_monotonic_ms() < until_ms) {
        cs_poll_turn(client->poll, until_ms);
        cs_database_count(client->database, &counts);
    }
    CU_ASSERT_EQUAL(counts.in_flight, n);
    test_turn_for(client, 50); /* for the server to begin */
}

cs_status_t
test_call(test_client_t *client, unsigned statement, const char *first, const char *second, char *text)
{
    test_outcome_t outcome;

    test_start(client, statement, first, second, &outcome);
    test_wait(&outcome);
    if (text != NULL) {
        snprintf(text, sizeof(outcome.text), "%s", outcome.text);
    }
    return outcome.status;
}

/* Over a connection of its own. */
static int
test_ask(unsigned statement, const char *first)
{
    test_client_t client;
    char text[64];

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, statement, first, NULL, text), CS_OK);
    test_client_end(&client);
    return atoi(text);
}

int
test_count(const char *key)
{
    return test_ask(TEST_COUNT, key);
}

int
test_find_sleeper(void)
{
    return test_ask(TEST_SLEEPER, NULL);
}

void
test_server(const char *arguments)
{
    char command[512];

    snprintf(command, sizeof(command), "%s %s >/dev/null", getenv("CS_TEST_PG_CTL"), arguments);
    CU_ASSERT_EQUAL(system(command), 0);
}

int
test_backend_of(test_client_t *client)
{
    char text[64];

    CU_ASSERT_EQUAL_FATAL(test_call(client, TEST_PID, NULL, NULL, text), CS_OK);
    return atoi(text);
}

void
test_signal_backend(int pid, int signal)
{
    CU_ASSERT_TRUE_FATAL(pid > 1); /* 0 is all of us */
    CU_ASSERT_EQUAL(kill(pid, signal), 0);
}

unsigned
test_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    unsigned count = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    while (readdir(folder) != NULL) {
        count++;
    }
    closedir(folder);
    return count;
}
