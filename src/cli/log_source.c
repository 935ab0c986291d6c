/* SPDX-License-Identifier: Apache-2.0 */
/* A file line by line; from the platform, its head and then page by page. */
#include "cli/log_source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "cli/operator.h"

/* leaves; some 3 MiB */
#define CS_CLI_PAGE      2000
#define CS_CLI_PAGE_TEXT "2000"

cs_status_t
cs_cli_log_from_file(cs_cli_t *cli, const char *path, cs_cli_line_pt take, void *data)
{
    FILE *from = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    cs_status_t status = CS_OK;

    if (from == NULL) {
        return cs_cli_fail(cli, CS_NOT_FOUND, "could not open %s: %s", path, strerror(errno));
    }
    while ((size = getline(&line, &room, from)) > 0) {
        CS_TRY(take(data, cs_bytes(line, (size_t)size - (line[size - 1] == '\n'))));
    }
    CS_REQUIRE(ferror(from) == 0, cs_cli_fail(cli, CS_NOT_FOUND, "could not read %s", path));
out:
    free(line);
    (void)fclose(from);
    return status;
}

/* The first line of the file: format, verifier key and checkpoint. */
static cs_status_t
cs_cli_head_give(const json_t *platform, cs_cli_line_pt take, void *data)
{
    json_t *head = json_pack("{s:s, s:O, s:O}", "format", "countersign-log-v1", "vkey",
                             json_object_get(platform, "vkey"), "checkpoint", json_object_get(platform, "checkpoint"));
    char *line = head == NULL ? NULL : json_dumps(head, JSON_COMPACT);
    cs_status_t status = line == NULL ? CS_NO_MEMORY : take(data, cs_bytes_text(line));

    free(line);
    json_decref(head);
    return status;
}

static cs_status_t
cs_cli_platform_read(cs_cli_t *cli, cs_poll_t *database, json_t **out)
{
    cs_result_t result;
    cs_status_t status;

    CS_TRY(cs_cli_operator_call(cli, database, CS_STATEMENT_READ_PLATFORM, NULL, cli->pool, &result));
    CS_TRY(cs_json_parse(cli->pool, cs_result_get(&result, 0, 0), out, &cli->error));
    if (cs_json_get_text(*out, "checkpoint") == NULL) {
        status = cs_cli_fail(cli, CS_UNAVAILABLE, "the log has no checkpoint yet: is the sealer running?");
    }
out:
    return status;
}

/* A page lives as long as it is given out: the log may be larger than any memory. */
static cs_status_t
cs_cli_page_give(cs_cli_t *cli, cs_poll_t *database, uint64_t size, uint64_t from, cs_cli_line_pt take, void *data)
{
    char size_text[24], from_text[24];
    cs_arena_t page;
    cs_result_t rows;
    cs_status_t status;

    cs_arena_init(&page);
    (void)snprintf(size_text, sizeof(size_text), "%llu", (unsigned long long)size);
    (void)snprintf(from_text, sizeof(from_text), "%llu", (unsigned long long)from);
    CS_TRY(cs_cli_operator_call(
        cli, database, CS_STATEMENT_READ_LOG,
        (cs_bytes_t[]){cs_bytes_text(size_text), cs_bytes_text(from_text), CS_LITERAL(CS_CLI_PAGE_TEXT)}, &page.pool,
        &rows));
    for (size_t i = 0; i < rows.row_count; i++) {
        CS_TRY(take(data, cs_result_get(&rows, i, 0)));
    }
out:
    cs_arena_clear(&page);
    return status;
}

cs_status_t
cs_cli_log_from_database(cs_cli_t *cli, const char *conninfo, cs_cli_line_pt take, void *data)
{
    cs_poll_t *database;
    json_t *platform;
    uint64_t size;
    cs_status_t status;

    CS_TRY(cs_cli_operator_open(cli, conninfo, &database));
    CS_TRY(cs_cli_platform_read(cli, database, &platform));
    CS_TRY(cs_cli_head_give(platform, take, data));
    size = (uint64_t)cs_json_get_integer(platform, "size", 0);
    for (uint64_t from = 0; from < size; from += CS_CLI_PAGE) {
        CS_TRY(cs_cli_page_give(cli, database, size, from, take, data));
    }
out:
    return status;
}
