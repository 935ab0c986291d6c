/* SPDX-License-Identifier: Apache-2.0 */
/* countersign review list|show|resubmit|withdraw; decide and plan stand in files of their own. */
#include <string.h>
#include <sys/stat.h>

#include "base/guard.h"
#include "cli/call.h"
#include "cli/file.h"
#include "cli/names.h"
#include "cli/policy_files.h"
#include "cli/review.h"
#include "cli/risk.h"
#include "cli/texts.h"
#include "cli/verbs.h"

static void
cs_cli_review_line(FILE *to, const json_t *review, const char *title, const char *name)
{
    fprintf(to, "%-12s", title);
    cs_cli_scalars_print(to, json_object_get(review, name));
    fputs("\n", to);
}

void
cs_cli_decision_line(FILE *to, const json_t *decision)
{
    static const char *const parts[][2] = {
        {"    ", "verdict"}, {" at ", "at"}, {" by ", "account"}, {" of ", "institution"}, {" in the name of ", "for"},
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const json_t *value = json_object_get(decision, parts[i][1]);

        if (json_is_string(value)) {
            fputs(parts[i][0], to);
            cs_cli_scalars_print(to, value);
        }
    }
    fputs(": ", to);
    cs_cli_scalars_print(to, json_object_get(decision, "comment"));
    fputs("\n", to);
}

/* Groups that all must decide: how many of each. */
static void
cs_cli_needs_print(FILE *to, const json_t *needs)
{
    size_t i;
    json_t *need;

    json_array_foreach(needs, i, need) {
        fprintf(to, "%s%lld ", i == 0 ? "" : " and ", (long long)cs_json_get_integer(need, "approvals", 0));
        cs_cli_scalars_print(to, json_object_get(need, "permission"));
        fputs(" (", to);
        cs_cli_scalars_print(to, json_object_get(need, "scope"));
        fputs(")", to);
    }
}

static void
cs_cli_stage_print(FILE *to, const json_t *stage)
{
    const json_t *eligible = json_object_get(stage, "eligible"), *names = json_object_get(eligible, "names");
    const char *state = cs_json_get_text(stage, "state");
    bool is_over = state != NULL && strcmp(state, "open") != 0 && strcmp(state, "waiting") != 0;
    size_t i;
    json_t *decision;

    fputs("  ", to);
    cs_cli_scalars_print(to, json_object_get(stage, "name"));
    fputs(": ", to);
    cs_cli_scalars_print(to, json_object_get(stage, "state"));
    fputs(", needs ", to);
    cs_cli_needs_print(to, json_object_get(stage, "needs"));
    fprintf(to, "; %lld %s", (long long)cs_json_get_integer(eligible, "count", 0), is_over ? "decided" : "may decide");
    if (json_array_size(names) > 0) {
        fputs(": ", to);
        cs_cli_scalars_print(to, names);
    }
    fputs("\n", to);
    json_array_foreach(json_object_get(stage, "decisions"), i, decision) {
        cs_cli_decision_line(to, decision);
    }
}

/* A signature is shown by its beginning: the digest that is checked is over all of it, and --json prints all of it. */
static void
cs_cli_payload_print(FILE *to, const json_t *payload)
{
    static const char *const names[] = {"identifier", "attestation"};
    json_t *shown = json_copy((json_t *)payload);
    char text[40];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *jws = cs_json_get_text(shown, names[i]);
        if (jws != NULL && cs_bytes_text(jws).size > sizeof(text)) {
            (void)snprintf(text, sizeof(text), "%.32s…", jws);
            (void)json_object_set_new(shown, names[i], json_string(text));
        }
    }
    cs_cli_value_print(to, shown == NULL ? payload : shown, 2);
    json_decref(shown);
}

static void
cs_cli_stages_print(FILE *to, const json_t *stages)
{
    size_t i;
    json_t *stage;

    json_array_foreach(stages, i, stage) {
        cs_cli_stage_print(to, stage);
    }
}

/* Rounds that were sent back or could not be done: who said what, and how they ended. */
static void
cs_cli_former_print(FILE *to, const json_t *rounds)
{
    size_t i;
    json_t *round;

    json_array_foreach(rounds, i, round) {
        fprintf(to, "round %lld, under policy %lld, which ended as ", (long long)cs_json_get_integer(round, "round", 0),
                (long long)cs_json_get_integer(round, "policy", 0));
        cs_cli_scalars_print(to, json_object_get(round, "state"));
        fputs(":\n", to);
        cs_cli_stages_print(to, json_object_get(round, "stages"));
    }
}

static void
cs_cli_review_named_print(FILE *to, const json_t *review)
{
    cs_cli_review_line(to, review, "review", "id");
    cs_cli_review_line(to, review, "kind", "kind");
    cs_cli_review_line(to, review, "state", "state");
    if (json_is_string(json_object_get(review, "reason"))) {
        cs_cli_review_line(to, review, "reason", "reason");
    }
    if (cs_bytes_equal(cs_bytes_text(cs_json_get_text(review, "state")), CS_LITERAL("returned"))) {
        fputs("sent back   its requester goes on: review resubmit, of a publication after record create --revise; or "
              "review withdraw\n",
              to);
    }
    if (json_is_true(json_object_get(review, "overtaken"))) {
        fputs("overtaken   other policies came into force since: it will fail, whatever is decided\n", to);
    }
    cs_cli_review_line(to, review, "round", "round");
    cs_cli_review_line(to, review, "policy", "policy");
    cs_cli_review_line(to, review, "requester", "requester");
    cs_cli_review_line(to, review, "opened", "opened_at");
    cs_cli_review_line(to, review, "due", "due_at");
    cs_cli_review_line(to, review, "expires", "expires_at");
    if (json_is_string(json_object_get(review, "for"))) {
        cs_cli_review_line(to, review, "for", "for");
        fputs("             (in whose name I decide it: both of us are used up for this review, and they are told)\n",
              to);
    }
    fputs("what will be done, if approved:\n", to);
    cs_cli_payload_print(to, json_object_get(review, "payload"));
    if (json_array_size(json_object_get(review, "findings")) > 0) {
        fputs("what the automatic check found:\n", to);
        cs_cli_value_print(to, json_object_get(review, "findings"), 2);
    }
    if (json_is_object(json_object_get(review, "risk"))) {
        cs_cli_risk_print(to, json_object_get(review, "risk"));
    }
    fputs("stages:\n", to);
    cs_cli_stages_print(to, json_object_get(review, "stages"));
    cs_cli_former_print(to, json_object_get(review, "former"));
}

void
cs_cli_review_print(FILE *to, const json_t *review)
{
    json_t *named = cs_cli_names_put(review, json_object_get(review, "names"), true);

    cs_cli_review_named_print(to, named == NULL ? review : named);
    json_decref(named);
}

/* Whom or what a review is about: what its payload names first. */
static const char *
cs_cli_review_about(const json_t *review)
{
    static const char *const members[] = {"title", "name", "record", "account", "institution", "id"};
    const json_t *payload = json_object_get(review, "payload"), *scope = json_object_get(payload, "scope");

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        const char *text = cs_json_get_text(scope != NULL ? scope : payload, members[i]);
        const char *name = text == NULL ? NULL : cs_json_get_text(json_object_get(review, "names"), text);
        if (text != NULL) {
            return name == NULL ? text : name;
        }
    }
    return NULL;
}

/* To each review of the page what the table says of it besides. */
static void
cs_cli_reviews_explain(const json_t *page)
{
    size_t i;
    json_t *review;

    json_array_foreach(json_object_get(page, "items"), i, review) {
        const char *requester = cs_json_get_text(review, "requester");
        const char *name = requester == NULL ? NULL : cs_json_get_text(json_object_get(review, "names"), requester);
        const char *about = cs_cli_review_about(review);
        (void)json_object_set_new(review, "requester", json_string(name == NULL ? requester : name));
        (void)json_object_set_new(review, "about", about == NULL ? json_null() : json_string(about));
    }
}

static cs_status_t
cs_cli_review_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"state", "role", "kind", "limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"REVIEW", "id"},   {"KIND", "kind"},       {"ABOUT", "about"}, {"ASKED BY", "requester"},
        {"STATE", "state"}, {"URGENCY", "urgency"}, {"DUE", "due_at"},  {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/reviews", query), &page));
    if (!cli->is_json) {
        cs_cli_reviews_explain(page);
    }
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static cs_status_t
cs_cli_review_show_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *review;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], ""), &review));
    if (cli->is_json) {
        cs_cli_answer_print(cli, review);
    } else {
        cs_cli_review_print(stdout, review);
    }
out:
    return status;
}

/* What is to be otherwise: a JSON object, or of policies their folder. */
static cs_status_t
cs_cli_changes_read(cs_cli_t *cli, const char *path, json_t **out)
{
    struct stat file;
    json_t *documents;
    cs_status_t status;

    if (stat(path, &file) != 0 || !S_ISDIR(file.st_mode)) {
        return cs_cli_file_read_json(cli, path, out);
    }
    CS_TRY(cs_cli_policies_find(cli, path, &documents));
    *out = json_pack("{s:O}", "documents", documents);
    status = *out == NULL ? CS_NO_MEMORY : cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out);
out:
    return status;
}

/* Without a file: as it was. */
static cs_status_t
cs_cli_review_resubmit_run(cs_cli_t *cli)
{
    json_t *changes = NULL;
    cs_status_t status;

    if (cli->argument_count > 1) {
        CS_TRY(cs_cli_changes_read(cli, cli->arguments[1], &changes));
    }
    status = cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], "/resubmission"),
                             changes == NULL ? json_pack("{s:{}}", "payload") : json_pack("{s:O}", "payload", changes),
                             "asked");
out:
    return status;
}

static cs_status_t
cs_cli_review_withdraw_run(cs_cli_t *cli)
{
    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], ""), "withdrawn");
}

static const cs_cli_option_t cs_cli_review_list_options[] = {
    {"state", "STATE", "open, returned, approved, rejected, expired, withdrawn or failed", false},
    {"role", "ROLE", "reviewer (those I may decide), requester (those I opened) or auditor (all I may read)", false},
    {"kind", "KIND", "such as account.activate, record.publish or permission.grant", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_review_list = {
    "review list",          "", 0, 0, "reviews that I may decide, or that I opened", cs_cli_review_list_options,
    cs_cli_review_list_run,
};

const cs_cli_verb_t cs_cli_review_show = {
    "review show",          "REVIEW", 1, 1, "one review: what will be done, its stages and decisions", NULL,
    cs_cli_review_show_run,
};

const cs_cli_verb_t cs_cli_review_resubmit = {
    "review resubmit",
    "REVIEW [FILE|FOLDER]",
    1,
    2,
    "ask once more for what was returned or could not be done, with what FILE (JSON) says otherwise; policies: a "
    "FOLDER",
    NULL,
    cs_cli_review_resubmit_run,
};

const cs_cli_verb_t cs_cli_review_withdraw = {
    "review withdraw", "REVIEW", 1, 1, "ask no more for what I asked for", NULL, cs_cli_review_withdraw_run,
};
