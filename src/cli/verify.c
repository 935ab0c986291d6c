/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign verify: checks the log without trusting whoever runs the
 * platform.  With a FILE nothing else is needed, no database and no secret;
 * without, the lines come from the platform as cs_operator and may be kept
 * with --write, to be checked again elsewhere (GS-2.2.2).
 */
#include "audit/verify.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "cli/audit.h"
#include "cli/log_source.h"
#include "cli/print.h"
#include "cli/verbs.h"

#define CS_CLI_MAX_SHOWN 1000                                  /* findings that the report lists one by one */
#define CS_CLI_DATABASE  "dbname=countersign user=cs_operator" /* libpq adds where: PGHOST, or the local socket */

typedef struct {
    cs_cli_t *cli;
    cs_audit_verify_t *verify;
    FILE *keep;       /* where the lines are kept, or NULL */
    json_t *findings; /* with --json */
    uint64_t reported;
} cs_cli_verification_t;

static void
cs_cli_finding_show(const cs_audit_finding_t *finding)
{
    printf("%-14s ", cs_audit_finding_name(finding->kind));
    if (finding->entry != NULL) {
        fputs("entry ", stdout);
        cs_cli_text_print(stdout, finding->entry);
        fputs(": ", stdout);
    }
    cs_cli_text_print(stdout, finding->text);
    if (finding->line > 0) {
        printf(" (line %llu)", (unsigned long long)finding->line);
    }
    fputs("\n", stdout);
}

static void
cs_cli_finding_take(void *data, const cs_audit_finding_t *finding)
{
    cs_cli_verification_t *verification = data;

    if (verification->reported++ >= CS_CLI_MAX_SHOWN) {
        return;
    }
    if (!verification->cli->is_json) {
        cs_cli_finding_show(finding);
        return;
    }
    (void)json_array_append_new(verification->findings,
                                json_pack("{s:s, s:I, s:s?, s:s}", "finding", cs_audit_finding_name(finding->kind),
                                          "line", (json_int_t)finding->line, "entry", finding->entry, "text",
                                          finding->text));
}

static cs_status_t
cs_cli_line_take(void *data, cs_bytes_t line)
{
    cs_cli_verification_t *verification = data;

    if (verification->keep != NULL &&
        (fwrite(line.data, 1, line.size, verification->keep) != line.size || fputc('\n', verification->keep) == EOF)) {
        return cs_cli_fail(verification->cli, CS_UNAVAILABLE, "could not write %s: %s",
                           cs_cli_option(verification->cli, "write"), strerror(errno));
    }
    return cs_audit_verify_line(verification->verify, line);
}

static cs_status_t
cs_cli_lines_read(cs_cli_t *cli, cs_cli_verification_t *verification)
{
    const char *given = cs_cli_option(cli, "database"), *known = getenv("COUNTERSIGN_DATABASE");

    if (cli->argument_count == 1) {
        return cs_cli_log_from_file(cli, cli->arguments[0], cs_cli_line_take, verification);
    }
    given = given != NULL ? given : known != NULL ? known : CS_CLI_DATABASE;
    return cs_cli_log_from_database(cli, given, cs_cli_line_take, verification);
}

static cs_status_t
cs_cli_keep_open(cs_cli_t *cli, cs_cli_verification_t *verification)
{
    const char *path = cs_cli_option(cli, "write");

    if (path == NULL) {
        return CS_OK;
    }
    if (cli->argument_count == 1) {
        return cs_cli_usage(cli, "--write goes with a database, not with a FILE");
    }
    verification->keep = fopen(path, "we");
    return verification->keep != NULL ? CS_OK
                                      : cs_cli_fail(cli, CS_NOT_FOUND, "could not open %s: %s", path, strerror(errno));
}

static cs_status_t
cs_cli_keep_close(cs_cli_t *cli, cs_cli_verification_t *verification, cs_status_t status)
{
    FILE *keep = verification->keep;

    verification->keep = NULL;
    if (keep != NULL && fclose(keep) != 0 && status == CS_OK) {
        status =
            cs_cli_fail(cli, CS_UNAVAILABLE, "could not write %s: %s", cs_cli_option(cli, "write"), strerror(errno));
    }
    return status;
}

static void
cs_cli_summary_json_print(const cs_cli_verification_t *verification, const cs_audit_summary_t *summary, bool is_own)
{
    json_t *document =
        json_pack("{s:b, s:b, s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:O}", "holds", is_own && summary->findings == 0,
                  "consistent", summary->findings == 0, "own_key", is_own, "origin", summary->checkpoint.origin, "size",
                  (json_int_t)summary->checkpoint.size, "leaves", (json_int_t)summary->leaves, "hidden",
                  (json_int_t)summary->hidden, "unsealed", (json_int_t)summary->unsealed, "findings_total",
                  (json_int_t)summary->findings, "findings", verification->findings);

    cs_cli_answer_print(verification->cli, document);
    json_decref(document);
}

static void
cs_cli_summary_print(const cs_cli_verification_t *verification, const cs_audit_summary_t *summary, bool is_own)
{
    if (verification->cli->is_json) {
        cs_cli_summary_json_print(verification, summary, is_own);
        return;
    }
    if (verification->reported > CS_CLI_MAX_SHOWN) {
        printf("… and %llu more\n", (unsigned long long)(verification->reported - CS_CLI_MAX_SHOWN));
    }
    printf("log         ");
    cs_cli_text_print(stdout, summary->checkpoint.origin);
    printf("\ncheckpoint  %llu leaves, signed by %s\n", (unsigned long long)summary->checkpoint.size,
           is_own ? "the key you brought along" : "the key named in the file itself, which anybody can write");
    printf("leaves      %llu read, of which %llu are withheld from the reader\n", (unsigned long long)summary->leaves,
           (unsigned long long)summary->hidden);
    printf("unsealed    %llu\n", (unsigned long long)summary->unsealed);
    if (summary->findings == 0) {
        printf("%s nothing was changed, removed or inserted%s\n", is_own ? "holds      " : "says       ",
               summary->hidden == 0 ? "" : ", as far as it is not withheld");
    } else {
        printf("DOES NOT HOLD: %llu %s, listed above\n", (unsigned long long)summary->findings,
               summary->findings == 1 ? "finding" : "findings");
    }
}

/* The operator's door withholds nothing: a leaf without its entry, read there, is one that somebody hides. */
static void
cs_cli_hidden_check(cs_cli_verification_t *verification, cs_audit_summary_t *summary)
{
    const cs_audit_finding_t finding = {
        .kind = CS_AUDIT_MISSING,
        .text = "the platform withholds sealed entries from its operator, who may read all",
    };

    if (summary->hidden > 0 && verification->cli->argument_count == 0) {
        cs_cli_finding_take(verification, &finding);
        summary->findings++;
    }
}

static cs_status_t
cs_cli_verification_end(cs_cli_verification_t *verification, bool is_own)
{
    cs_audit_summary_t summary;
    cs_status_t status;

    CS_TRY(cs_audit_verify_end(verification->verify, &summary));
    cs_cli_hidden_check(verification, &summary);
    cs_cli_summary_print(verification, &summary, is_own);
    if (summary.findings > 0) {
        verification->cli->is_told = true;
        status = cs_cli_fail(verification->cli, CS_BAD_SIGNATURE, "the log does not hold");
    } else if (!is_own) {
        status = cs_cli_own_word_take(verification->cli);
    }
out:
    return status;
}

static cs_status_t
cs_cli_verify_run(cs_cli_t *cli)
{
    cs_cli_verification_t verification = {.cli = cli, .findings = json_array()};
    cs_audit_verifier_t verifier;
    const char *key = NULL;
    cs_status_t status;

    CS_REQUIRE(verification.findings != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_log_key_read(cli, &key, &verifier));
    CS_TRY(cs_cli_keep_open(cli, &verification));
    CS_TRY(cs_audit_verify_begin(cli->pool, key, cs_cli_finding_take, &verification, &verification.verify));
    CS_TRY(cs_cli_lines_read(cli, &verification));
    CS_TRY(cs_cli_verification_end(&verification, key != NULL));
out:
    status = cs_cli_keep_close(cli, &verification, status);
    json_decref(verification.findings);
    return status;
}

static const cs_cli_option_t cs_cli_verify_options[] = {
    {"log-key", "KEY|FILE", "the log's verifier key, which you have from elsewhere", false},
    {"database", "CONNINFO",
     "without a FILE: whence to take the log; default COUNTERSIGN_DATABASE, then the local server", false},
    {"write", "FILE", "without a FILE: keep the lines, to be checked elsewhere", false},
    CS_CLI_OWN_WORD,
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_verify = {
    "verify",
    "[FILE]",
    0,
    1,
    "check the log: nothing changed, removed or inserted; a FILE is checked offline",
    cs_cli_verify_options,
    cs_cli_verify_run,
};
