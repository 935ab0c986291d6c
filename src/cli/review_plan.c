/* SPDX-License-Identifier: Apache-2.0 */
/* countersign review plan: what would come of asking, and of each kind a body to begin with. */
#include <string.h>

#include "base/guard.h"
#include "cli/call.h"
#include "cli/file.h"
#include "cli/verbs.h"

#define CS_CLI_SOME "\"01a20000-0000-7000-8000-000000000000\"" /* an id, to be replaced */
#define CS_CLI_THEN "\"2030-12-31T00:00:00Z\""
#define CS_CLI_HASH "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""

/* What the call that asks takes; where its path names something, that by its id. */
static const char *const cs_cli_plan_examples[][2] = {
    {"institution.admit",
     "{\"code\": \"BANKX\", \"name\": \"Bank X\", \"kind\": \"member\", \"jurisdiction\": \"CN\", \"departments\": "
     "[\"credit\"], "
     "\"people\": [{\"name\": \"bankx.li.na\", \"person\": {\"name\": \"Li Na\", \"number\": \"X-1\"}, \"department\": "
     "\"credit\", \"rank\": \"manager\", \"roles\": [\"account.officer\"], \"thumbprint\": " CS_CLI_HASH
     "}], \"letter_digest\": " CS_CLI_HASH "}"},
    {"institution.suspend", "{\"institution\": " CS_CLI_SOME ", \"reason\": \"Why.\"}"},
    {"institution.reinstate", "{\"institution\": " CS_CLI_SOME ", \"reason\": \"Why.\"}"},
    {"account.activate",
     "{\"name\": \"banka.li.na\", \"kind\": \"person\", \"person\": {\"name\": \"Li Na\", \"number\": \"A-1\"}, "
     "\"institution\": \"BANKA\", \"department\": \"credit\", \"rank\": \"staff\", \"roles\": [\"author\"]}"},
    {"account.unlock", "{\"account\": " CS_CLI_SOME ", \"reason\": \"Why.\"}"},
    {"account.reset", "{\"account\": " CS_CLI_SOME ", \"reason\": \"Why.\"}"},
    {"account.reinstate", "{\"account\": " CS_CLI_SOME ", \"reason\": \"Why.\"}"},
    {"account.extend", "{\"account\": " CS_CLI_SOME ", \"ends_at\": " CS_CLI_THEN ", \"reason\": \"Why.\"}"},
    {"account.transfer",
     "{\"account\": " CS_CLI_SOME ", \"department\": \"credit\", \"rank\": \"staff\", \"roles\": [\"author\"]}"},
    {"device.bind", "{\"label\": \"My next computer\", \"certificate\": \"-----BEGIN CERTIFICATE-----\\n…\"}"},
    {"agreement.sign", "{\"parties\": [\"BANKA\", \"BANKB\"], \"purpose\": \"risk\", \"duties_digest\": " CS_CLI_HASH
                       ", \"ends_at\": " CS_CLI_THEN "}"},
    {"record.publish", "{\"record\": " CS_CLI_SOME ", \"urgency\": \"normal\"}"},
    {"record.reclassify",
     "{\"record\": " CS_CLI_SOME ", \"level\": \"secret\", \"grade\": \"important\", \"reason\": \"Why.\"}"},
    {"record.destroy", "{\"record\": " CS_CLI_SOME "}"},
    {"permission.grant", /* with `to` in the place of all behind `scope` it is a forwarding of the record */
     "{\"kind\": \"data\", \"scope\": {\"record\": " CS_CLI_SOME "}, \"max_level\": \"confidential\", \"operations\": "
     "[\"view\"], \"purpose\": \"risk\", \"until\": " CS_CLI_THEN ", \"reason\": \"Why.\", \"urgency\": \"normal\"}"},
    {"policy.activate", "{\"documents\": {\"log\": {\"version\": 2}}}"},
    {NULL, NULL},
};

static cs_status_t
cs_cli_plan_example_print(cs_cli_t *cli)
{
    for (size_t i = 0; cs_cli_plan_examples[i][0] != NULL; i++) {
        if (strcmp(cs_cli_plan_examples[i][0], cli->arguments[0]) == 0) {
            puts(cs_cli_plan_examples[i][1]);
            return CS_OK;
        }
    }
    return cs_cli_usage(cli, "nobody asks for %.64s", cli->arguments[0]);
}

static cs_status_t
cs_cli_review_plan_run(cs_cli_t *cli)
{
    json_t *payload;
    cs_status_t status;

    if (cs_cli_switch(cli, "example")) {
        return cs_cli_plan_example_print(cli);
    }
    if (cli->argument_count < 2) {
        return cs_cli_usage(cli, "a FILE with the body; --example prints one to begin with");
    }
    CS_TRY(cs_cli_file_read_json(cli, cli->arguments[1], &payload));
    status = cs_cli_send_run(cli, "POST", "/v1/reviews/plan",
                             json_pack("{s:s, s:O}", "kind", cli->arguments[0], "payload", payload), "planned");
out:
    return status;
}

static const cs_cli_option_t cs_cli_review_plan_options[] = {
    {"example", NULL, "print a body for this KIND, to be filled in; asks nobody", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_review_plan = {
    "review plan",
    "KIND [FILE]",
    1,
    2,
    "what would come of asking with the body in FILE (JSON): stages, who could decide, what is missing",
    cs_cli_review_plan_options,
    cs_cli_review_plan_run,
};
