/* SPDX-License-Identifier: Apache-2.0 */
/* countersign seal: the sealer as a process.  Outlives its database, and ends at SIGTERM between two rounds. */
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/guard.h"
#include "cli/sealer.h"
#include "cli/verbs.h"
#include "crypto/keyring.h"

#define CS_SEALER_INTERVAL_MS  500
#define CS_SEALER_BACKOFF_MS   3000
#define CS_SEALER_MAX_INTERVAL 60000

/* The one global: a signal handler has no other way to speak. */
static volatile sig_atomic_t cs_sealer_is_stopping;

static void
cs_sealer_on_signal(int number)
{
    (void)number;
    cs_sealer_is_stopping = 1;
}

static void
cs_sealer_signals_set(void)
{
    struct sigaction action;

    cs_wipe(&action, sizeof(action));
    action.sa_handler = cs_sealer_on_signal;
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
}

static void
cs_sealer_log(void *data, cs_log_level_t level, const char *text)
{
    (void)data;
    fprintf(stderr, "sealer: %s%s\n", level == CS_LOG_ERROR ? "error: " : "", text);
}

static cs_status_t
cs_sealer_keys_open(cs_cli_t *cli, cs_sealer_t *sealer)
{
    const char *folder = cs_cli_option(cli, "keys");
    cs_keyring_t *ring;
    unsigned version;
    cs_status_t status;

    CS_TRY(cs_keyring_open(cli->pool, folder, &ring, &cli->error));
    if (cs_keyring_get_key(ring, "log", 0, &sealer->log_key) != CS_OK ||
        cs_keyring_get_secret(ring, "mac", 0, &sealer->mac_key, &version) != CS_OK) {
        status = cs_cli_fail(cli, CS_BAD_KEY, "%s lacks the keys log and mac", folder);
    }
out:
    return status;
}

static cs_status_t
cs_sealer_open(cs_cli_t *cli, cs_sealer_t *sealer)
{
    cs_database_options_t options;
    cs_status_t status;

    *sealer = (cs_sealer_t){.cli = cli};
    CS_TRY(cs_sealer_keys_open(cli, sealer));
    CS_TRY(cs_sealer_state_open(cli, cs_cli_option(cli, "state"), &sealer->state, &sealer->has_file));
    cs_database_options_init(&options, CS_ROLE_SEALER);
    options.conninfo = cs_cli_option(cli, "database");
    options.size = 1;
    CS_TRY(cs_poll_new(cli->pool, &options, cs_sealer_log, NULL, &sealer->database, &cli->error));
out:
    return status;
}

/* Serves the connection meanwhile; a signal ends it early. */
static void
cs_sealer_wait(cs_sealer_t *sealer, int64_t wait_ms)
{
    int64_t until_ms = cs_clock_monotonic_ms() + wait_ms;

    while (!cs_sealer_is_stopping && cs_clock_monotonic_ms() < until_ms) {
        (void)cs_poll_turn(sealer->database, until_ms);
    }
}

static bool
cs_sealer_may_retry(cs_status_t status)
{
    return cs_status_category(status) == CS_CATEGORY_UNAVAILABLE || status == CS_CONFLICT;
}

/* After a failure the wait doubles up to the back-off's limit. */
static int64_t
cs_sealer_delay(int64_t interval_ms, unsigned failures, unsigned sealed)
{
    int64_t delay_ms = interval_ms;

    if (sealed > 0) {
        return 0;
    }
    for (unsigned i = 1; i < failures && delay_ms < CS_SEALER_BACKOFF_MS; i++) {
        delay_ms *= 2;
    }
    return failures > 0 && delay_ms > CS_SEALER_BACKOFF_MS ? CS_SEALER_BACKOFF_MS : delay_ms;
}

static cs_status_t
cs_sealer_loop(cs_sealer_t *sealer, int64_t interval_ms, bool is_once)
{
    unsigned failures = 0, sealed;
    cs_status_t status = CS_OK;
    cs_arena_t round;

    cs_arena_init(&round);
    while (!cs_sealer_is_stopping) {
        status = cs_sealer_round(sealer, &round.pool, &sealed);
        cs_arena_clear(&round);
        if (status != CS_OK && (is_once || !cs_sealer_may_retry(status))) {
            return status;
        }
        failures = status == CS_OK ? 0 : failures + 1;
        if (failures == 1) {
            fprintf(stderr, "sealer: waits: %s\n", cs_status_title(status, CS_LANGUAGE_EN));
        }
        if (is_once && sealed == 0) {
            return CS_OK;
        }
        cs_sealer_wait(sealer, cs_sealer_delay(interval_ms, failures, sealed));
    }
    return CS_OK;
}

static cs_status_t
cs_sealer_interval_read(cs_cli_t *cli, int64_t *out)
{
    const char *text = cs_cli_option(cli, "interval-ms");
    char *end = NULL;

    *out = text == NULL ? CS_SEALER_INTERVAL_MS : strtol(text, &end, 10);
    if (*out < 1 || *out > CS_SEALER_MAX_INTERVAL || (end != NULL && *end != '\0')) {
        return cs_cli_usage(cli, "--interval-ms is a number from 1 to %d", CS_SEALER_MAX_INTERVAL);
    }
    return CS_OK;
}

static cs_status_t
cs_cli_seal_run(cs_cli_t *cli)
{
    cs_sealer_t sealer;
    int64_t interval_ms;
    cs_status_t status;

    CS_TRY(cs_sealer_interval_read(cli, &interval_ms));
    cs_sealer_signals_set();
    CS_TRY(cs_sealer_open(cli, &sealer));
    CS_TRY(cs_sealer_loop(&sealer, interval_ms, cs_cli_switch(cli, "once")));
    fprintf(stderr, "sealer: ends at %llu leaves\n", (unsigned long long)sealer.state.tree.size);
out:
    return status;
}

static const cs_cli_option_t cs_cli_seal_options[] = {
    {"database", "CONNINFO", "as cs_sealer, in libpq's words", true},
    {"keys", "FOLDER", "the sealer's keys: log and mac", true},
    {"state", "FILE", "where it remembers the newest checkpoint; made at a platform's beginning", true},
    {"interval-ms", "N", "how often it looks for entries, default 500", false},
    {"once", NULL, "seal what waits and end", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_seal = {
    "seal", "", 0, 0, "operator: seal the log and sign its head, until stopped", cs_cli_seal_options, cs_cli_seal_run,
};
