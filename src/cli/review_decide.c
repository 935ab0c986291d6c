/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign review decide: shows what will be done and what will be signed,
 * checks that the digest is the one of what is shown, and only then signs
 * (JR-5.2: what is confirmed is what is executed).
 */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/confirm.h"
#include "cli/print.h"
#include "cli/review.h"
#include "cli/step_up.h"
#include "cli/verbs.h"
#include "cli/word.h"

static cs_status_t
cs_cli_verdict_read(cs_cli_t *cli, const char **out)
{
    static const char *const verdicts[] = {"approve", "reject", "return"};

    *out = cs_cli_option(cli, "verdict");
    for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
        if (cs_bytes_equal(cs_bytes_text(*out), cs_bytes_text(verdicts[i]))) {
            return CS_OK;
        }
    }
    return cs_cli_usage(cli, "a verdict is approve, reject or return");
}

/* Who is refused, or is to ask otherwise, is told why. */
static cs_status_t
cs_cli_comment_check(cs_cli_t *cli, const char *verdict, const char *comment)
{
    return cs_bytes_equal(cs_bytes_text(verdict), CS_LITERAL("approve")) || (comment != NULL && comment[0] != '\0')
               ? CS_OK
               : cs_cli_usage(cli, "to %s needs a --comment: the requester must know why", verdict);
}

/* Over what is decided already there is nothing to sign. */
static cs_status_t
cs_cli_review_open_check(cs_cli_t *cli, const json_t *review)
{
    const char *state = cs_json_get_text(review, "state");

    return state == NULL || cs_bytes_equal(cs_bytes_text(state), CS_LITERAL("open"))
               ? CS_OK
               : cs_cli_fail(cli, CS_REVIEW_CLOSED, "the review is %s: there is nothing to decide any more", state);
}

static cs_status_t
cs_cli_decision_prepare(cs_cli_t *cli, cs_cli_client_t *client, cs_review_countersignature_t *members, json_t **review)
{
    const char *comment = cs_cli_option(cli, "comment"), *verdict;
    cs_status_t status;

    CS_TRY(cs_cli_verdict_read(cli, &verdict));
    CS_TRY(cs_cli_comment_check(cli, verdict, comment));
    CS_TRY(cs_cli_get(cli, client, cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], ""), review));
    CS_TRY(cs_cli_review_open_check(cli, *review));
    CS_TRY(cs_review_countersignature_read(cli->pool, *review, members, &cli->error));
    if (!cs_bytes_equal(cs_bytes_text(members->review), cs_bytes_text(cli->arguments[0]))) {
        return cs_cli_fail(cli, CS_BAD_SIGNATURE, "the platform answered with another review");
    }
    CS_TRY(cs_cli_signer_read(cli, client, members));
    members->verdict = verdict;
    members->comment = comment == NULL ? "" : comment;
out:
    return status;
}

/* In whose name: who delegated it, by name where the platform tells it. */
static void
cs_cli_principal_print(FILE *to, const json_t *review, const char *principal)
{
    const char *name = principal == NULL ? NULL : cs_json_get_text(json_object_get(review, "names"), principal);

    if (principal != NULL) {
        fputs(" in the name of ", to);
        cs_cli_text_print(to, name == NULL ? principal : name);
    }
}

/* Of the decision just taken, which the answer shows whoever took it. */
static const char *
cs_cli_principal_find(const json_t *review, const char *account)
{
    size_t i, j;
    json_t *stage, *decision;

    json_array_foreach(json_object_get(review, "stages"), i, stage) {
        json_array_foreach(json_object_get(stage, "decisions"), j, decision) {
            if (cs_bytes_equal(cs_bytes_text(cs_json_get_text(decision, "account")), cs_bytes_text(account))) {
                return cs_json_get_text(decision, "for");
            }
        }
    }
    return NULL;
}

static void
cs_cli_decision_show(FILE *to, const json_t *review, const cs_review_countersignature_t *members)
{
    cs_cli_review_print(to, review);
    cs_cli_word_print(to, members);
}

static cs_status_t
cs_cli_decision_send(cs_cli_t *cli, cs_cli_client_t *client, const cs_review_countersignature_t *members,
                     json_t **answer)
{
    json_t *body = NULL;
    const char *path, *jws;
    cs_status_t status;

    CS_TRY(cs_cli_word_sign(cli, client, members, &jws));
    body =
        json_pack("{s:s, s:s, s:s}", "verdict", members->verdict, "comment", members->comment, "countersignature", jws);
    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    path = cs_cli_path_build(cli, "/v1/reviews/", members->review, "/decisions");
    status = cs_cli_post(cli, client, path, body, answer);
    if (status != CS_OK && cs_cli_step_up_is_due(cli)) {
        CS_TRY(cs_cli_step_up_run(cli, client, "review.decide", members->digest));
        status = cs_cli_post(cli, client, path, body, answer);
    }
out:
    json_decref(body);
    return status;
}

static void
cs_cli_decision_print(const cs_cli_t *cli, const cs_review_countersignature_t *members, const json_t *answer)
{
    const json_t *review = json_object_get(answer, "review");
    const char *state = cs_json_get_text(review, "state");

    if (cli->is_json) {
        cs_cli_answer_print(cli, answer);
        return;
    }
    printf("signed and decided: %s at stage %s", members->verdict, members->stage);
    cs_cli_principal_print(stdout, review, cs_cli_principal_find(review, members->account));
    fputs("; the review is ", stdout);
    cs_cli_text_print(stdout, state == NULL ? "-" : state);
    fputs("\n", stdout);
    if (cs_json_get_text(answer, "code_half") != NULL) {
        fputs("code_half: ", stdout);
        cs_cli_text_print(stdout, cs_json_get_text(answer, "code_half"));
        fputs("\nshown this once: the second half of the enrolment code; hand it to the person\n", stdout);
    }
}

static cs_status_t
cs_cli_review_decide_run(cs_cli_t *cli)
{
    cs_review_countersignature_t members = {0};
    cs_cli_client_t client;
    json_t *review, *answer;
    cs_status_t status;

    CS_TRY(cs_cli_confirm_check(cli));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_decision_prepare(cli, &client, &members, &review));
    cs_cli_decision_show(cli->is_json ? stderr : stdout, review, &members);
    CS_TRY(cs_cli_confirm(cli));
    CS_TRY(cs_cli_decision_send(cli, &client, &members, &answer));
    cs_cli_decision_print(cli, &members, answer);
out:
    return status;
}

static const cs_cli_option_t cs_cli_review_decide_options[] = {
    {"verdict", "VERDICT", "approve, reject (one ends the review), or return (to be asked for otherwise)", true},
    {"comment", "TEXT", "why; its digest is signed; needed to reject or return", false},
    {"otp", "CODE", "a one-time code, where the policy asks for one; else asked for at a terminal", false},
    {"yes", NULL, "do not ask; needed where there is no terminal to ask at", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_review_decide = {
    "review decide",
    "REVIEW",
    1,
    1,
    "show what will be done and signed, then countersign the decision with my device's key",
    cs_cli_review_decide_options,
    cs_cli_review_decide_run,
};
