/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign review export|verify: a review that is over as a file, and the
 * file's check, which needs neither profile nor platform: only the log's key,
 * which whoever checks has from elsewhere (GS-2.2.2, JR-5.2).
 */
#include "audit/evidence.h"
#include "base/guard.h"
#include "cli/audit.h"
#include "cli/file.h"
#include "cli/print.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_review_export_run(cs_cli_t *cli)
{
    const char *output = cs_cli_option(cli, "output");
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_call(cli, &client, CS_CLI_CALL_READ, "GET",
                       cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], "/export"), NULL, &answer));
    if (output != NULL) {
        CS_TRY(cs_cli_file_replace(cli, output, answer.body));
        return CS_OK;
    }
    (void)fwrite(answer.body.data, 1, answer.body.size, stdout);
    fputs("\n", stdout);
out:
    return status;
}

typedef struct {
    const cs_cli_t *cli;
    json_t *findings; /* with --json */
} cs_cli_evidence_t;

static void
cs_cli_evidence_take(void *data, const cs_evidence_finding_t *finding)
{
    cs_cli_evidence_t *evidence = data;
    const char *name = cs_audit_evidence_name(finding->kind);

    if (evidence->cli->is_json) {
        (void)json_array_append_new(evidence->findings, json_pack("{s:s, s:s, s:s}", "finding", name, "pointer",
                                                                  finding->pointer, "text", finding->text));
        return;
    }
    printf("%-20s %s: ", name, finding->pointer[0] == '\0' ? "/" : finding->pointer);
    cs_cli_text_print(stdout, finding->text);
    fputs("\n", stdout);
}

static void
cs_cli_evidence_json_print(const cs_cli_evidence_t *evidence, const cs_evidence_summary_t *summary, bool is_own)
{
    json_t *document =
        json_pack("{s:b, s:b, s:s?, s:s?, s:s?, s:i, s:i, s:s, s:I, s:I, s:O}", "holds", summary->findings == 0,
                  "own_key", is_own, "review", summary->review, "kind", summary->kind, "state", summary->state,
                  "rounds", (int)summary->rounds, "decisions", (int)summary->decisions, "origin",
                  summary->checkpoint.origin, "size", (json_int_t)summary->checkpoint.size, "findings_total",
                  (json_int_t)summary->findings, "findings", evidence->findings);

    cs_cli_answer_print(evidence->cli, document);
    json_decref(document);
}

static void
cs_cli_evidence_print(const cs_evidence_summary_t *summary, bool is_own)
{
    printf("review      ");
    cs_cli_text_print(stdout, summary->review == NULL ? "-" : summary->review);
    printf("\nkind        ");
    cs_cli_text_print(stdout, summary->kind == NULL ? "-" : summary->kind);
    printf("\ncheckpoint  %llu leaves of ", (unsigned long long)summary->checkpoint.size);
    cs_cli_text_print(stdout, summary->checkpoint.origin);
    printf(", signed by %s\n",
           is_own ? "the key you brought along" : "the key named in the file itself, which anybody can write");
    if (summary->findings > 0) {
        printf("DOES NOT HOLD: %llu %s, listed above\n", (unsigned long long)summary->findings,
               summary->findings == 1 ? "finding" : "findings");
        return;
    }
    puts("what was asked for:");
    cs_cli_value_print(stdout, summary->payload, 2);
    printf("%-11s %s, by %u %s in %u %s\n", is_own ? "holds" : "says", summary->state, summary->decisions,
           summary->decisions == 1 ? "decision" : "decisions", summary->rounds,
           summary->rounds == 1 ? "round" : "rounds");
}

static cs_status_t
cs_cli_review_verify_run(cs_cli_t *cli)
{
    cs_cli_evidence_t evidence = {.cli = cli, .findings = json_array()};
    cs_evidence_summary_t summary;
    cs_audit_verifier_t verifier;
    const char *key = NULL;
    cs_buffer_t file;
    cs_status_t status;

    CS_REQUIRE(evidence.findings != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_log_key_read(cli, &key, &verifier));
    CS_TRY(cs_cli_file_read(cli, cli->arguments[0], CS_MAX_EVIDENCE, &file));
    CS_TRY(cs_audit_evidence_verify(cli->pool, cs_buffer_bytes(&file), key, cs_cli_evidence_take, &evidence, &summary));
    if (cli->is_json) {
        cs_cli_evidence_json_print(&evidence, &summary, key != NULL);
    } else {
        cs_cli_evidence_print(&summary, key != NULL);
    }
    if (summary.findings > 0) {
        cli->is_told = true;
        status = cs_cli_fail(cli, CS_BAD_SIGNATURE, "the review does not hold");
    } else if (key == NULL) {
        fputs("not checked against a known log key: give --log-key\n", stderr);
        cli->is_told = true;
        status =
            cs_cli_switch(cli, "own-word") ? CS_OK : cs_cli_fail(cli, CS_BAD_SIGNATURE, "the log's key is not known");
    }
out:
    json_decref(evidence.findings);
    return status;
}

static const cs_cli_option_t cs_cli_review_export_options[] = {
    {"output", "FILE", "where to keep it (also -o FILE); else it goes to standard output", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_review_export = {
    "review export",
    "REVIEW",
    1,
    1,
    "a review that is over, as a file that anybody can check without the platform",
    cs_cli_review_export_options,
    cs_cli_review_export_run,
};

static const cs_cli_option_t cs_cli_review_verify_options[] = {
    {"log-key", "KEY|FILE", "the log's verifier key, which you have from elsewhere", false},
    {"own-word", NULL, "without a key: be content if the file agrees with itself, which proves nothing", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_review_verify = {
    "review verify",
    "FILE",
    1,
    1,
    "check an exported review offline: what was decided, by whom, under which policy, and that the log says so",
    cs_cli_review_verify_options,
    cs_cli_review_verify_run,
};
