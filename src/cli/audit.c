/* SPDX-License-Identifier: Apache-2.0 */
/* countersign audit list|show|checkpoint; proof stands in audit_proof.c. */
#include "cli/audit.h"

#include <string.h>

#include "base/guard.h"
#include "cli/call.h"
#include "cli/file.h"
#include "cli/names.h"
#include "cli/verbs.h"

/* The key itself, or a file that holds it; NULL when none was given. */
static cs_status_t
cs_cli_log_key_text(cs_cli_t *cli, const char **out)
{
    const char *given = cs_cli_option(cli, "log-key");
    cs_buffer_t text;
    cs_status_t status = CS_OK;

    *out = given;
    if (given != NULL && strchr(given, '+') == NULL) {
        CS_TRY(cs_cli_file_read(cli, given, CS_MAX_NOTE, &text));
        while (text.size > 0 && text.data[text.size - 1] <= ' ') {
            text.size--;
        }
        *out = cs_buffer_text(&text);
    }
out:
    return status;
}

cs_status_t
cs_cli_log_key_read(cs_cli_t *cli, const char **text, cs_audit_verifier_t *out)
{
    cs_status_t status;

    CS_TRY(cs_cli_log_key_text(cli, text));
    if (*text != NULL && cs_audit_verifier_read(cli->pool, cs_bytes_text(*text), out) != CS_OK) {
        status = cs_cli_fail(cli, CS_MALFORMED, "--log-key is no verifier key (name+hash+key)");
    }
out:
    return status;
}

cs_status_t
cs_cli_own_word_take(cs_cli_t *cli)
{
    fputs("consistent in itself, signed by nobody you named: give --log-key\n", stderr);
    cli->is_told = true;
    return cs_cli_switch(cli, "own-word") ? CS_OK : cs_cli_fail(cli, CS_BAD_SIGNATURE, "the log's key is not known");
}

cs_status_t
cs_cli_checkpoint_fetch(cs_cli_t *cli, cs_cli_client_t *client, const cs_audit_verifier_t *verifier, cs_bytes_t *note,
                        cs_audit_checkpoint_t *out)
{
    cs_cli_answer_t answer;
    cs_status_t status;

    CS_TRY(cs_cli_call(cli, client, CS_CLI_CALL_READ, "GET", "/v1/audit/checkpoint", NULL, &answer));
    *note = answer.body;
    if (verifier->key != NULL) {
        status = cs_audit_checkpoint_read(cli->pool, answer.body, verifier, out, &cli->error);
    }
out:
    return status;
}

static cs_status_t
cs_cli_audit_checkpoint_run(cs_cli_t *cli)
{
    cs_audit_verifier_t verifier = {.key = NULL};
    cs_audit_checkpoint_t checkpoint;
    cs_cli_client_t client;
    const char *key;
    cs_bytes_t note;
    json_t *document = NULL;
    cs_status_t status;

    CS_TRY(cs_cli_log_key_read(cli, &key, &verifier));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_checkpoint_fetch(cli, &client, &verifier, &note, &checkpoint));
    if (cli->is_json) {
        document = json_pack("{s:s%, s:b}", "note", (const char *)note.data, note.size, "verified", key != NULL);
        cs_cli_answer_print(cli, document);
        goto out;
    }
    (void)fwrite(note.data, 1, note.size, stdout);
    fputs(key == NULL ? "not checked: give --log-key\n" : "the log key's signature holds\n", stderr);
out:
    json_decref(document);
    return status;
}

static cs_status_t
cs_cli_audit_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"from",    "to",       "account", "institution", "action", "object",
                                        "outcome", "trace-id", "limit",   "after",       NULL};
    static const cs_cli_column_t columns[] = {
        {"AT", "at"},
        {"N", "n"},
        {"ACTION", "action"},
        {"OUTCOME", "outcome"},
        {"REASON", "reason_code"},
        {"ACCOUNT", "account"},
        {"OBJECT", "object"},
        {"ENTRY", "id"},
        {NULL, NULL},
    };
    cs_status_t status = cs_cli_account_option_find(cli, "account");

    return status == CS_OK ? cs_cli_page_run(cli, "/v1/audit/entries", query, columns) : status;
}

static cs_status_t
cs_cli_audit_show_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *entry;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/audit/entries/", cli->arguments[0], ""), &entry));
    cs_cli_answer_print(cli, entry);
out:
    return status;
}

static const cs_cli_option_t cs_cli_audit_list_options[] = {
    {"from", "TIME", "not before (RFC 3339, UTC)", false},
    {"to", "TIME", "before", false},
    {"account", "ACCOUNT", "whose calls: its name or id", false},
    {"institution", "CODE", "of which institution", false},
    {"action", "ACTION", "such as record.release or review.decide", false},
    {"object", "ID", "on what", false},
    {"outcome", "OUTCOME", "done, refused or failed", false},
    {"trace-id", "TRACE", "of the call that a refusal named by its trace_id; with --from it is found sooner", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_audit_checkpoint_options[] = {
    {"log-key", "KEY|FILE", "the log's verifier key, to check the signature", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_audit_list = {
    "audit list",
    "",
    0,
    0,
    "entries of the log: my institution's, or a regulator's charge",
    cs_cli_audit_list_options,
    cs_cli_audit_list_run,
};

const cs_cli_verb_t cs_cli_audit_show = {
    "audit show", "ENTRY", 1, 1, "one entry with its salts and its place in the log", NULL, cs_cli_audit_show_run,
};

const cs_cli_verb_t cs_cli_audit_checkpoint = {
    "audit checkpoint",          "", 0, 0, "the newest signed head of the log", cs_cli_audit_checkpoint_options,
    cs_cli_audit_checkpoint_run,
};
