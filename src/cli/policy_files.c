/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy_files.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/guard.h"
#include "cli/file.h"
#include "cli/texts.h"
#include "policy/policy.h"

static cs_status_t
cs_cli_policies_begin(cs_cli_t *cli, json_t **out)
{
    *out = json_object();
    return *out == NULL ? CS_NO_MEMORY : cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out);
}

static cs_status_t
cs_cli_policy_read(cs_cli_t *cli, const char *folder, const char *name, json_t *policies)
{
    cs_buffer_t path;
    json_t *document;
    cs_status_t status;

    cs_buffer_init(&path, cli->pool, 4096);
    CS_TRY(cs_buffer_append_format(&path, "%s/%s.json", folder, name));
    if (access(cs_buffer_text(&path), F_OK) != 0) {
        return CS_OK;
    }
    CS_TRY(cs_cli_file_read_json(cli, cs_buffer_text(&path), &document));
    CS_REQUIRE(json_object_set(policies, name, document) == 0, CS_NO_MEMORY);
out:
    return status;
}

cs_status_t
cs_cli_policies_find(cs_cli_t *cli, const char *folder, json_t **out)
{
    cs_status_t status;

    CS_TRY(cs_cli_policies_begin(cli, out));
    for (size_t i = 0; cs_policy_names[i] != NULL; i++) {
        CS_TRY(cs_cli_policy_read(cli, folder, cs_policy_names[i], *out));
    }
    CS_REQUIRE(json_object_size(*out) != 0, cs_cli_fail(cli, CS_NOT_FOUND, "there is no policy in %s", folder));
out:
    return status;
}

/* Says all that is missing at once. */
static cs_status_t
cs_cli_policies_whole(cs_cli_t *cli, const char *folder, const json_t *policies)
{
    cs_buffer_t missing;
    cs_status_t status;

    cs_buffer_init(&missing, cli->pool, 1024);
    for (size_t i = 0; cs_policy_names[i] != NULL; i++) {
        if (json_object_get(policies, cs_policy_names[i]) == NULL) {
            CS_TRY(cs_buffer_append_format(&missing, "%s%s.json", cs_buffer_bytes(&missing).size == 0 ? "" : ", ",
                                           cs_policy_names[i]));
        }
    }
    if (cs_buffer_bytes(&missing).size > 0) {
        status =
            cs_cli_fail(cli, CS_NOT_FOUND,
                        "%s is a part of the set, without %s; countersign policy propose %s --dry looks at it with "
                        "what is in force",
                        folder, cs_buffer_text(&missing), folder);
    }
out:
    return status;
}

cs_status_t
cs_cli_policies_read(cs_cli_t *cli, const char *folder, json_t **out)
{
    cs_status_t status;

    CS_TRY(cs_cli_policies_find(cli, folder, out));
    CS_TRY(cs_cli_policies_whole(cli, folder, *out));
    CS_TRY(cs_policy_check(*out, &cli->error));
out:
    return status;
}

const char *
cs_cli_today(char out[11])
{
    char now[CS_TIME_TEXT];

    cs_time_format(cs_clock_now_us(), now);
    (void)snprintf(out, 11, "%.10s", now);
    return out;
}
