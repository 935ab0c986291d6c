/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign account create: proposes an account; two others activate it.
 * The answer bears the first half of the enrolment code, shown this once.
 */
#include <stdlib.h>

#include "base/guard.h"
#include "cli/client.h"
#include "cli/file.h"
#include "cli/print.h"
#include "cli/texts.h"
#include "cli/verbs.h"

#define CS_CLI_MAX_CERTIFICATE 8192

/* A program has no person but an owner; nor is there one where none of the person's options was given. */
static json_t *
cs_cli_account_person(const cs_cli_t *cli)
{
    return cs_cli_option(cli, "person") == NULL
               ? NULL
               : json_pack("{s:s, s:s*, s:s*, s:s*}", "name", cs_cli_option(cli, "person"), "number",
                           cs_cli_option(cli, "number"), "phone", cs_cli_option(cli, "phone"), "birth_date",
                           cs_cli_option(cli, "birth-date"));
}

static json_t *
cs_cli_account_terminals(const cs_cli_t *cli)
{
    const char *terminals = cs_cli_option(cli, "terminals");

    return terminals == NULL ? NULL : json_integer(strtol(terminals, NULL, 10));
}

static cs_status_t
cs_cli_account_from_options(cs_cli_t *cli, json_t **out)
{
    const char *owner = cs_cli_option(cli, "owner"), *kind = cs_cli_option(cli, "kind");
    json_t *roles = cs_cli_texts_split(cs_cli_option(cli, "roles"));
    json_t *addresses = cs_cli_texts_split(cs_cli_option(cli, "addresses"));

    kind = kind != NULL ? kind : owner != NULL ? "service" : "person";
    *out = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o*, s:s*, s:o*, s:o*, s:s*, s:s*}", "name",
                     cs_cli_option(cli, "name"), "kind", kind, "institution", cs_cli_option(cli, "institution"),
                     "department", cs_cli_option(cli, "department"), "rank", cs_cli_option(cli, "rank"), "roles", roles,
                     "person", cs_cli_account_person(cli), "owner", owner, "addresses", addresses, "terminals",
                     cs_cli_account_terminals(cli), "liaison", cs_cli_option(cli, "liaison"), "ends_at",
                     cs_cli_option(cli, "ends-at"));
    if (*out == NULL) {
        return cs_cli_usage(cli, "give a FILE, or all of --name --institution --department --rank --roles, and of a "
                                 "person --person --number, of a service --owner --addresses --certificate");
    }
    return cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out);
}

/* The certificate is pinned: its thumbprint is what the activating reviewers confirm. */
static cs_status_t
cs_cli_certificate_add(cs_cli_t *cli, json_t *body)
{
    const char *path = cs_cli_option(cli, "certificate");
    cs_buffer_t pem;
    cs_status_t status;

    if (path == NULL) {
        return CS_OK;
    }
    CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_CERTIFICATE, &pem));
    CS_REQUIRE(json_object_set_new(body, "certificate", json_stringn((const char *)pem.data, pem.size)) == 0,
               cs_cli_fail(cli, CS_MALFORMED, "%s is not a PEM certificate", path));
out:
    return status;
}

static cs_status_t
cs_cli_account_create_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *body, *answer;
    cs_status_t status;

    CS_TRY(cli->argument_count == 1 ? cs_cli_file_read_json(cli, cli->arguments[0], &body)
                                    : cs_cli_account_from_options(cli, &body));
    CS_TRY(cs_cli_certificate_add(cli, body));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_post(cli, &client, "/v1/accounts", body, &answer));
    cs_cli_answer_print(cli, answer);
    if (!cli->is_json && cs_json_get_text(answer, "code_half") != NULL) {
        puts("code_half is shown this once: hand it to the person; the last activating reviewer gets the other half");
    }
out:
    return status;
}

static const cs_cli_option_t cs_cli_account_create_options[] = {
    {"name", "NAME", "lower case words with dots, beginning with the institution's code", false},
    {"kind", "KIND", "person or service; a service where an owner is given", false},
    {"person", "TEXT", "the person's name", false},
    {"number", "TEXT", "the institution's own number for the person", false},
    {"phone", "NUMBER", "what no password of theirs may contain", false},
    {"birth-date", "DAY", "the same (YYYY-MM-DD)", false},
    {"institution", "CODE", "my own institution", false},
    {"department", "NAME", "one of its departments", false},
    {"rank", "RANK", "staff, manager or executive", false},
    {"roles", "A,B", "the roles, comma-separated", false},
    {"certificate", "FILE", "the person's or the service's certificate in PEM", false},
    {"owner", "NAME", "of a service: the account of the person who answers for it", false},
    {"addresses", "A,B", "of a service: the addresses and networks that it calls from, comma-separated", false},
    {"terminals", "N", "of a service: on how many places at once; else 1", false},
    {"liaison", "NAME", "of a partner's person: the account of a member's who answers for it", false},
    {"ends-at", "TIME", "of a partner's person: when the account ends (RFC 3339, UTC)", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_account_create = {
    "account create",
    "[FILE]",
    0,
    1,
    "propose an account, from a JSON file or from options; two others activate it",
    cs_cli_account_create_options,
    cs_cli_account_create_run,
};
