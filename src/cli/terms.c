/* SPDX-License-Identifier: Apache-2.0 */
/* countersign terms show|accept: what I agree to, and on record that I did (GS-2.1.3). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_terms_show_run(cs_cli_t *cli)
{
    return cs_cli_show_run(cli, "/v1/terms", "");
}

/* The version goes along: what came into force in between is not accepted unseen. */
static cs_status_t
cs_cli_terms_accept_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *terms, *body;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, "/v1/terms", &terms));
    body = json_pack("{s:O}", "version", json_object_get(terms, "version"));
    CS_TRY(cs_cli_send_run(cli, "POST", "/v1/terms", body, "accepted"));
out:
    return status;
}

const cs_cli_verb_t cs_cli_terms_show = {
    "terms show", "", 0, 0, "the terms of use", NULL, cs_cli_terms_show_run,
};

const cs_cli_verb_t cs_cli_terms_accept = {
    "terms accept", "", 0, 0, "accept the terms of use that are in force", NULL, cs_cli_terms_accept_run,
};
