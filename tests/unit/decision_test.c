/* SPDX-License-Identifier: Apache-2.0 */
/* Rules and a table of request → decision.  The rules are written out here, not those that ship. */
#include <stdio.h>

#include "access/access.h"
#include "unit.h"

#define NOW INT64_C(1000000)

enum { PUBLIC, CONFIDENTIAL, SECRET, TOP_SECRET };
enum { STAFF, EXECUTIVE };

#define LOOK (CS_OPERATION_BIT(CS_OPERATION_LIST) | CS_OPERATION_BIT(CS_OPERATION_VIEW))
#define TAKE (LOOK | CS_OPERATION_BIT(CS_OPERATION_DOWNLOAD))
#define ALL  ((1U << CS_OPERATION_COUNT) - 1)

static const char *const test_online[] = {"online_only"};

/* top_secret allows everything here: the floor has to hold against the policy. */
static const cs_policy_t test_rules = {
    .number = 3,
    .levels =
        {
            {"public", {TAKE, ALL}, false, false, false, NULL, 0},
            {"confidential", {TAKE, ALL}, false, true, false, NULL, 0},
            {"secret", {0, TAKE}, true, true, false, test_online, 1},
            {"top_secret", {0, ALL}, true, true, true, test_online, 1},
        },
    .level_count = 4,
    .ranks = {"staff", "executive"},
    .rank_count = 2,
};

/* Which of these the subject holds is a set of letters in the table. */
static const struct {
    char letter;
    cs_access_grant_t grant;
} test_grants[] = {
    {'v', {"view", LOOK, CONFIDENTIAL, "risk", NOW + 1}}, {'d', {"download", TAKE, CONFIDENTIAL, "fraud", NOW + 1}},
    {'s', {"secret", TAKE, SECRET, "risk", NOW + 1}},     {'t', {"top", ALL, TOP_SECRET, "risk", NOW + 1}},
    {'e', {"ended", ALL, TOP_SECRET, "risk", NOW}},       {'n', {"nameless", ALL, TOP_SECRET, NULL, NOW + 1}},
};

typedef struct {
    const char *claim;
    const char *who; /* own, other: the subject's institution beside the record's */
    int rank;
    const char *record; /* draft, published, shared: with the subject's institution in the audience */
    int level;
    const char *basis; /* none, author, reviewer */
    cs_policy_operation_e operation;
    const char *holds; /* letters of grants */
    const char *purpose;
    cs_status_t reason;
    const char *rests_on; /* grant */
} test_decision_t;

#define L CS_OPERATION_LIST
#define V CS_OPERATION_VIEW
#define D CS_OPERATION_DOWNLOAD
#define E CS_OPERATION_EDIT

static const test_decision_t test_table[] = {
    /* who may know of it */
    {"a draft is nobody's business", "own", EXECUTIVE, "draft", PUBLIC, "none", V, "", NULL, CS_NOT_FOUND, NULL},
    {"nor elsewhere, whatever they hold", "other", EXECUTIVE, "draft", PUBLIC, "none", V, "t", "risk", CS_NOT_FOUND,
     NULL},
    {"outside the audience there is no such record", "other", EXECUTIVE, "published", PUBLIC, "none", V, "", NULL,
     CS_NOT_FOUND, NULL},
    {"nor with a grant", "other", EXECUTIVE, "published", PUBLIC, "none", V, "t", "risk", CS_NOT_FOUND, NULL},
    {"nor to list", "other", EXECUTIVE, "published", PUBLIC, "none", L, "", NULL, CS_NOT_FOUND, NULL},
    {"a rank unknown learns no more of it", "other", -1, "published", PUBLIC, "none", V, "", NULL, CS_NOT_FOUND, NULL},
    /* author and reviewer */
    {"an author views the draft", "own", STAFF, "draft", PUBLIC, "author", V, "", NULL, CS_OK, NULL},
    {"a reviewer views what is under review", "own", STAFF, "draft", CONFIDENTIAL, "reviewer", V, "", NULL, CS_OK,
     NULL},
    {"a reviewer needs no grant at secret", "own", EXECUTIVE, "draft", SECRET, "reviewer", V, "", NULL, CS_OK, NULL},
    {"an author below the ceiling does not view", "own", STAFF, "draft", SECRET, "author", V, "", NULL,
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"an author does not download the draft", "own", EXECUTIVE, "draft", PUBLIC, "author", D, "t", "risk",
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"a reviewer does not either", "own", EXECUTIVE, "draft", PUBLIC, "reviewer", D, "", NULL, CS_OPERATION_NOT_ALLOWED,
     NULL},
    {"a reviewer from elsewhere views", "other", STAFF, "draft", CONFIDENTIAL, "reviewer", V, "", NULL, CS_OK, NULL},
    {"and does not download when it is published", "other", STAFF, "published", CONFIDENTIAL, "reviewer", D, "d",
     "fraud", CS_OPERATION_NOT_ALLOWED, NULL},
    {"an author downloads what is published as anybody", "own", STAFF, "published", CONFIDENTIAL, "author", D, "", NULL,
     CS_OK, NULL},
    /* matrix */
    {"staff views public", "own", STAFF, "published", PUBLIC, "none", V, "", NULL, CS_OK, NULL},
    {"staff does not edit", "own", STAFF, "published", PUBLIC, "none", E, "", NULL, CS_OPERATION_NOT_ALLOWED, NULL},
    {"staff does not view secret, whatever they hold", "own", STAFF, "published", SECRET, "none", V, "s", "risk",
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"staff does not list secret", "own", STAFF, "published", SECRET, "none", L, "", NULL, CS_OPERATION_NOT_ALLOWED,
     NULL},
    {"a rank unknown may nothing", "own", -1, "published", PUBLIC, "none", V, "", NULL, CS_OPERATION_NOT_ALLOWED, NULL},
    {"a rank past the last may nothing", "own", CS_MAX_POLICY_RANKS, "published", PUBLIC, "none", V, "", NULL,
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"a level unknown allows nothing", "own", EXECUTIVE, "published", -1, "none", V, "t", "risk",
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"a level past the last allows nothing", "own", EXECUTIVE, "published", 4, "none", V, "t", "risk",
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"an operation unknown is not allowed", "own", EXECUTIVE, "published", PUBLIC, "none", CS_OPERATION_COUNT, "t",
     "risk", CS_OPERATION_NOT_ALLOWED, NULL},
    /* the floor */
    {"top secret is viewed with a grant", "own", EXECUTIVE, "published", TOP_SECRET, "none", V, "t", "risk", CS_OK,
     "top"},
    {"top secret is not downloaded though the policy says so", "own", EXECUTIVE, "published", TOP_SECRET, "none", D,
     "t", "risk", CS_OPERATION_NOT_ALLOWED, NULL},
    {"nor edited", "own", EXECUTIVE, "published", TOP_SECRET, "none", E, "t", "risk", CS_OPERATION_NOT_ALLOWED, NULL},
    {"nor destroyed", "own", EXECUTIVE, "published", TOP_SECRET, "none", CS_OPERATION_DESTROY, "t", "risk",
     CS_OPERATION_NOT_ALLOWED, NULL},
    {"nor downloaded by its author", "own", EXECUTIVE, "published", TOP_SECRET, "author", D, "t", "risk",
     CS_OPERATION_NOT_ALLOWED, NULL},
    /* grants */
    {"public needs none", "other", STAFF, "shared", PUBLIC, "none", D, "", NULL, CS_OK, NULL},
    {"confidential needs none at home", "own", STAFF, "published", CONFIDENTIAL, "none", D, "", NULL, CS_OK, NULL},
    {"confidential needs one elsewhere", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "", "risk",
     CS_GRANT_REQUIRED, NULL},
    {"but not to list", "other", STAFF, "shared", CONFIDENTIAL, "none", L, "", NULL, CS_OK, NULL},
    {"secret needs one at home", "own", EXECUTIVE, "published", SECRET, "none", V, "", "risk", CS_GRANT_REQUIRED, NULL},
    {"the grant that fits is named", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "v", "risk", CS_OK, "view"},
    {"of several the one of this purpose is", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "vd", "fraud", CS_OK,
     "download"},
    {"a grant to view is none to download", "other", STAFF, "shared", CONFIDENTIAL, "none", D, "v", "risk",
     CS_GRANT_REQUIRED, NULL},
    {"a grant for confidential is none for secret", "own", EXECUTIVE, "published", SECRET, "none", V, "vd", "risk",
     CS_GRANT_REQUIRED, NULL},
    {"a grant for secret is one for confidential", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "s", "risk",
     CS_OK, "secret"},
    {"a grant is over at its end", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "e", "risk", CS_GRANT_REQUIRED,
     NULL},
    {"another purpose is refused", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "v", "fraud",
     CS_PURPOSE_NOT_GRANTED, NULL},
    {"no purpose is refused", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "v", NULL, CS_PURPOSE_NOT_GRANTED,
     NULL},
    {"an empty purpose is refused", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "v", "", CS_PURPOSE_NOT_GRANTED,
     NULL},
    {"the purpose of a grant that does not cover is no use", "other", STAFF, "shared", CONFIDENTIAL, "none", D, "vd",
     "risk", CS_PURPOSE_NOT_GRANTED, NULL},
    {"a grant without purpose allows nothing", "other", STAFF, "shared", CONFIDENTIAL, "none", V, "n", "risk",
     CS_PURPOSE_NOT_GRANTED, NULL},
};

static size_t
test_hold(const char *letters, cs_access_grant_t *grants)
{
    size_t count = 0;

    for (; *letters != '\0'; letters++) {
        for (size_t i = 0; i < COUNT_OF(test_grants); i++) {
            if (test_grants[i].letter == *letters) {
                grants[count++] = test_grants[i].grant;
            }
        }
    }
    return count;
}

static cs_access_decision_t
test_decide(const test_decision_t *row)
{
    cs_access_grant_t grants[COUNT_OF(test_grants)];
    cs_access_subject_t subject = {row->rank, row->who[1] == 'w' ? "A" : "B"};
    cs_access_object_t object = {.level = row->level,
                                 .institution = "A",
                                 .published = row->record[0] != 'd',
                                 .in_audience = row->record[0] == 's',
                                 .basis = row->basis[0] == 'a'   ? CS_ACCESS_BASIS_AUTHOR
                                          : row->basis[0] == 'r' ? CS_ACCESS_BASIS_REVIEWER
                                                                 : CS_ACCESS_BASIS_NONE};
    cs_access_environment_t environment = {grants, test_hold(row->holds, grants), row->purpose, NOW};

    return cs_access_decide(&subject, row->operation, &object, &environment, &test_rules);
}

static void
each_row_of_the_table_is_decided_so__GS_3_1_2__GS_3_2(void)
{
    for (size_t i = 0; i < COUNT_OF(test_table); i++) {
        const test_decision_t *row = &test_table[i];
        cs_access_decision_t decision = test_decide(row);
        bool right = decision.reason == row->reason && decision.policy == 3 &&
                     cs_bytes_equal(TEXT(decision.grant), TEXT(row->rests_on));

        if (!right) {
            printf("\n    %s: %s\n", row->claim, cs_status_name(decision.reason));
        }
        CU_ASSERT_TRUE(right);
    }
}

static void
obligations_come_with_what_is_allowed_only(void)
{
    for (size_t i = 0; i < COUNT_OF(test_table); i++) {
        cs_access_decision_t decision = test_decide(&test_table[i]);
        bool owed = test_table[i].reason == CS_OK && test_table[i].level >= SECRET;

        CU_ASSERT_EQUAL(decision.obligation_count, owed ? 1 : 0);
        CU_ASSERT_TRUE(!owed || decision.obligations == test_online);
    }
}

static void
institutions_unknown_are_never_the_same(void)
{
    cs_access_subject_t subject = {EXECUTIVE, NULL};
    cs_access_object_t object = {PUBLIC, NULL, true, false, CS_ACCESS_BASIS_NONE};
    cs_access_environment_t environment = {NULL, 0, NULL, NOW};

    CU_ASSERT_EQUAL(cs_access_decide(&subject, V, &object, &environment, &test_rules).reason, CS_NOT_FOUND);
}

CU_TestInfo suite_decision[] = {
    CLAIM(each_row_of_the_table_is_decided_so__GS_3_1_2__GS_3_2),
    CLAIM(obligations_come_with_what_is_allowed_only),
    CLAIM(institutions_unknown_are_never_the_same),
    CU_TEST_INFO_NULL,
};
