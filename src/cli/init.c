/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign init: a platform's beginning.  Loads the policies as set 1 and
 * the operator's institution with its first people, whose certificates are
 * pinned; then this door is closed for ever, and everybody after them comes
 * through a review.
 */
#include <stdlib.h>

#include "base/guard.h"
#include "cli/file.h"
#include "cli/operator.h"
#include "cli/policy_files.h"
#include "cli/print.h"
#include "cli/verbs.h"

static const cs_shape_t cs_cli_person_shape[] = {
    {"name", CS_SHAPE_TEXT, true, 128, NULL, NULL},
    {"number", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_cli_people_shape[] = {
    {"name", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"person", CS_SHAPE_OBJECT, true, 0, NULL, cs_cli_person_shape},
    {"department", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"rank", CS_SHAPE_TEXT, true, 32, NULL, NULL},
    {"roles", CS_SHAPE_TEXTS, true, 12, NULL, NULL},
    {"thumbprint", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_cli_operator_shape[] = {
    {"code", CS_SHAPE_TEXT, true, 16, NULL, NULL},
    {"name", CS_SHAPE_TEXT, true, 256, NULL, NULL},
    {"jurisdiction", CS_SHAPE_TEXT, true, 2, NULL, NULL},
    {"departments", CS_SHAPE_TEXTS, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_cli_recovery_shape[] = {
    {"needed", CS_SHAPE_INTEGER, true, 16, NULL, NULL},
    {"keys", CS_SHAPE_TEXTS, true, 16, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_cli_beginning_shape[] = {
    {"platform", CS_SHAPE_TEXT, true, 128, NULL, NULL},
    {"operator", CS_SHAPE_OBJECT, true, 0, NULL, cs_cli_operator_shape},
    {"people", CS_SHAPE_OBJECTS, true, 6, NULL, cs_cli_people_shape},
    {"recovery", CS_SHAPE_OBJECT, true, 0, NULL, cs_cli_recovery_shape},
    CS_SHAPE_END,
};

static cs_status_t
cs_cli_beginning_build(cs_cli_t *cli, char **out)
{
    json_t *document, *policies;
    cs_status_t status;

    CS_TRY(cs_cli_file_read_json(cli, cs_cli_option(cli, "people"), &document));
    CS_TRY(cs_shape_check(document, cs_cli_beginning_shape, &cli->error));
    CS_TRY(cs_cli_policies_read(cli, cs_cli_option(cli, "policies"), &policies));
    CS_REQUIRE(json_object_set(document, "policies", policies) == 0, CS_NO_MEMORY);
    *out = json_dumps(document, JSON_COMPACT);
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_cli_beginning_apply(cs_cli_t *cli, const char *document, json_t **out)
{
    const char *code, *detail;
    cs_poll_t *database;
    cs_result_t result;
    cs_status_t status;

    CS_TRY(cs_cli_operator_open(cli, cs_cli_option(cli, "database"), &database));
    CS_TRY(cs_cli_operator_call(cli, database, CS_STATEMENT_INITIALISE, (cs_bytes_t[]){cs_bytes_text(document)},
                                cli->pool, &result));
    CS_TRY(cs_json_parse(cli->pool, cs_result_get(&result, 0, 0), out, &cli->error));
    code = cs_json_get_text(*out, "code");
    detail = cs_json_get_text(*out, "detail");
    if (!cs_bytes_equal(cs_bytes_text(code), CS_LITERAL("ok"))) {
        status = cs_cli_fail(cli, code == NULL ? CS_INTERNAL : cs_status_from_name(code), "%.150s",
                             detail == NULL ? "the database refuses" : detail);
    }
out:
    return status;
}

static cs_status_t
cs_cli_init_run(cs_cli_t *cli)
{
    char *document = NULL;
    json_t *answer;
    cs_status_t status;

    CS_TRY(cs_cli_beginning_build(cli, &document));
    CS_TRY(cs_cli_beginning_apply(cli, document, &answer));
    if (cli->is_json) {
        cs_cli_answer_print(cli, answer);
    } else {
        printf("platform %s has begun, under policy set %lld\n", cs_json_get_text(answer, "platform"),
               (long long)cs_json_get_integer(answer, "policy", 0));
        puts("its first people set their passwords within 7 days: countersign enrol");
    }
out:
    free(document);
    return status;
}

static const cs_cli_option_t cs_cli_init_options[] = {
    {"people", "FILE",
     "JSON with platform, operator, people (six, with their certificates' thumbprints) and recovery keys", true},
    {"policies", "FOLDER", "the policies to begin with", true},
    {"database", "CONNINFO", "as cs_operator, in libpq's words", true},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_init = {
    "init", "", 0, 0, "operator: begin a platform, once", cs_cli_init_options, cs_cli_init_run,
};
