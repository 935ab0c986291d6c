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
#include "cli/names.h"
#include "cli/print.h"
#include "cli/review.h"
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

/* One decision of a file in which nothing was found, as {round, stage, policy, verdict, …}; ids as the log has them. */
static json_t *
cs_cli_decider_pack(const json_t *round, const char *stage, const json_t *decision)
{
    const json_t *opening = json_object_get(json_object_get(round, "opened"), "statement");
    const json_t *said = json_object_get(decision, "statement");

    return json_pack(
        "{s:O, s:s, s:O, s:O, s:O, s:O, s:O, s:O?, s:O}", "round", json_object_get(opening, "round"), "stage", stage,
        "policy", json_object_get(opening, "policy"), "verdict", json_object_get(said, "verdict"), "account",
        json_object_get(said, "account"), "institution", json_object_get(said, "institution"), "at",
        json_object_get(json_object_get(json_object_get(decision, "entry"), "core"), "at"), "for",
        json_object_get(json_object_get(said, "for"), "account"), "comment", json_object_get(decision, "comment"));
}

static void
cs_cli_round_deciders_add(json_t *deciders, const json_t *round)
{
    const json_t *opening = json_object_get(json_object_get(round, "opened"), "statement");
    const json_t *names = json_object_get(opening, "stages");
    size_t i, j;
    json_t *stage, *decision;

    json_array_foreach(json_object_get(round, "stages"), i, stage) {
        const char *name = cs_json_get_text(json_array_get(names, i), "name");

        json_array_foreach(json_object_get(stage, "decisions"), j, decision) {
            (void)json_array_append_new(deciders, cs_cli_decider_pack(round, name, decision));
        }
    }
}

/* Who decided, in all rounds; of a file that does not hold nobody, for it proves nobody's word. */
static json_t *
cs_cli_deciders_list(const cs_evidence_summary_t *summary)
{
    json_t *deciders = json_array(), *round;
    size_t i;

    json_array_foreach(summary->findings == 0 ? json_object_get(summary->file, "rounds") : NULL, i, round) {
        cs_cli_round_deciders_add(deciders, round);
    }
    return deciders;
}

static void
cs_cli_deciders_print(const cs_evidence_summary_t *summary)
{
    json_t *deciders = cs_cli_deciders_list(summary), *decider;
    json_t *named = cs_cli_names_put(deciders, json_object_get(summary->file, "names"), true);
    size_t i;

    puts("who decided (a name behind an id is the word of who made the file):");
    json_array_foreach(named == NULL ? deciders : named, i, decider) {
        printf("  round %lld, stage ", (long long)cs_json_get_integer(decider, "round", 0));
        cs_cli_scalars_print(stdout, json_object_get(decider, "stage"));
        printf(", under policy %lld\n", (long long)cs_json_get_integer(decider, "policy", 0));
        cs_cli_decision_line(stdout, decider);
    }
    json_decref(named);
    json_decref(deciders);
}

static void
cs_cli_evidence_json_print(const cs_cli_evidence_t *evidence, const cs_evidence_summary_t *summary, bool is_own)
{
    json_t *document =
        json_pack("{s:b, s:b, s:b, s:s?, s:s?, s:s?, s:i, s:i, s:s, s:I, s:o, s:I, s:O}", "holds",
                  is_own && summary->findings == 0, "consistent", summary->findings == 0, "own_key", is_own, "review",
                  summary->review, "kind", summary->kind, "state", summary->state, "rounds", (int)summary->rounds,
                  "decisions", (int)summary->decisions, "origin", summary->checkpoint.origin, "size",
                  (json_int_t)summary->checkpoint.size, "deciders", cs_cli_deciders_list(summary), "findings_total",
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
    if (summary->decisions > 0) {
        cs_cli_deciders_print(summary);
    }
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
        status = cs_cli_own_word_take(cli);
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
    CS_CLI_OWN_WORD,
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
