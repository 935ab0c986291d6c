/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the verb, runs it, says once why it failed, and turns the status into an exit code. */
#include <malloc.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <curl/curl.h>

#include "base/guard.h"
#include "cli/cli.h"
#include "cli/print.h"

/* JSON values carry passwords and codes here, so that each is wiped as it is freed. */
static void
cs_cli_wiping_free(void *data)
{
    if (data != NULL) {
        cs_wipe(data, malloc_usable_size(data));
        free(data);
    }
}

static cs_cli_exit_t
cs_cli_exit_code(const cs_cli_t *cli, cs_status_t status)
{
    if (status == CS_OK) {
        return CS_CLI_EXIT_OK;
    }
    if (cli->is_usage) {
        return CS_CLI_EXIT_USAGE;
    }
    if (cs_status_category(status) == CS_CATEGORY_UNAVAILABLE) {
        return CS_CLI_EXIT_UNAVAILABLE;
    }
    if (cli->problem == NULL && (status == CS_BAD_SIGNATURE || status == CS_WRONG_DIGEST)) {
        return CS_CLI_EXIT_UNVERIFIED;
    }
    return CS_CLI_EXIT_REFUSED;
}

static cs_cli_exit_t
cs_cli_run(cs_cli_t *cli, int count, char **words)
{
    bool is_help;
    cs_status_t status;

    if (count == 0) {
        cs_cli_help_print(stderr, cli);
        return CS_CLI_EXIT_USAGE;
    }
    if (count == 1 && cs_bytes_equal(cs_bytes_text(words[0]), CS_LITERAL("--version"))) {
        puts("countersign " CS_CLI_VERSION);
        return CS_CLI_EXIT_OK;
    }
    CS_TRY(cs_cli_parse(cli, count, words, &is_help));
    if (is_help) {
        cs_cli_help_print(stdout, cli);
        return CS_CLI_EXIT_OK;
    }
    CS_TRY(cli->verb->run(cli));
    if (fflush(stdout) != 0) {
        status = cs_cli_fail(cli, CS_INTERNAL, "could not write standard output");
    }
out:
    if (status != CS_OK && !cli->is_told) {
        cs_cli_failure_print(cli, status);
    }
    return cs_cli_exit_code(cli, status);
}

int
main(int count, char **words)
{
    const struct rlimit no_core = {0, 0}; /* a core file would hold the password */
    cs_cli_t cli = {0};
    cs_cli_exit_t exit_code;

    (void)setrlimit(RLIMIT_CORE, &no_core);
    json_set_alloc_funcs(malloc, cs_cli_wiping_free);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return CS_CLI_EXIT_REFUSED;
    }
    cs_arena_init(&cli.arena);
    cli.pool = &cli.arena.pool;
    exit_code = cs_cli_run(&cli, count - 1, words + 1);
    cs_arena_clear(&cli.arena);
    curl_global_cleanup();
    return exit_code;
}
