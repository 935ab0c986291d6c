/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every question of tests/unit/decisions' grids, decided by cs_access_decide.
 * First a line with + or - for each, in the order of decide.js; then, for each
 * line read, a number of passes through all of them, the nanoseconds they took.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "access/access.h"

#define SPEED_NOW      INT64_C(1000000)
#define SPEED_MAX      20000
#define SPEED_PURPOSES 3

typedef struct {
    cs_access_subject_t subject;
    cs_policy_operation_e operation;
    cs_access_object_t object;
    cs_access_environment_t environment;
} speed_question_t;

static speed_question_t speed_questions[SPEED_MAX];

static const cs_policy_t *
speed_policy(cs_pool_t *pool)
{
    json_t *set = json_pack("{s:i, s:s, s:{}}", "policy", 1, "platform", "speed", "documents");
    const cs_policy_t *policy = NULL;
    char path[64];

    for (const char *const *name = cs_policy_names; *name != NULL; name++) {
        snprintf(path, sizeof(path), "policies/%s.json", *name);
        json_object_set_new(json_object_get(set, "documents"), *name, json_load_file(path, 0, NULL));
    }
    if (cs_policy_load(pool, set, &policy, NULL) != CS_OK) {
        fprintf(stderr, "run it in the root of the project\n");
        exit(1);
    }
    json_decref(set);
    return policy;
}

static void
speed_set(speed_question_t *q, size_t holds, size_t situation, const cs_access_grant_t *grant)
{
    size_t side = situation / 3 % 3;

    q->subject.is_active = q->subject.may_read = true;
    q->subject.institution = side == 0 ? "BANKA" : "BANKB";
    q->object.institution = "BANKA";
    q->object.published = situation < 9;
    q->object.in_audience = side == 1;
    q->object.basis = (cs_access_basis_e)(situation % 3);
    q->environment = (cs_access_environment_t){grant, holds == 0 ? 0 : 1, holds == 2 ? "fraud" : "risk", SPEED_NOW};
}

/* holds: nothing, a grant, one for another purpose; situations: state, side, ground. */
static size_t
speed_ask(const cs_policy_t *policy, const cs_access_grant_t *grant)
{
    size_t count = 0, per_level = (size_t)(policy->rank_count * CS_OPERATION_COUNT);
    size_t per_situation = (size_t)policy->level_count * per_level;

    for (; count < SPEED_PURPOSES * 18 * per_situation; count++) {
        speed_question_t *q = &speed_questions[count];

        speed_set(q, count / per_situation / 18, count / per_situation % 18, grant);
        q->object.level = (int)(count % per_situation / per_level);
        q->subject.rank = (int)(count % per_level / CS_OPERATION_COUNT);
        q->operation = (cs_policy_operation_e)(count % CS_OPERATION_COUNT);
    }
    return count;
}

static cs_access_decision_t
speed_decide(const speed_question_t *q, const cs_policy_t *policy)
{
    return cs_access_decide(&q->subject, q->operation, &q->object, &q->environment, policy);
}

static long long
speed_pass(size_t passes, size_t count, const cs_policy_t *policy)
{
    struct timespec from, to;
    size_t allowed = 0;

    clock_gettime(CLOCK_MONOTONIC, &from);
    for (size_t i = 0; i < passes * count; i++) {
        allowed += speed_decide(&speed_questions[i % count], policy).reason == CS_OK;
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    return allowed == 0 ? 0 : (to.tv_sec - from.tv_sec) * 1000000000LL + to.tv_nsec - from.tv_nsec;
}

int
main(void)
{
    cs_arena_t arena;
    const cs_policy_t *policy;
    cs_access_grant_t grant;
    size_t count, passes;

    cs_arena_init(&arena);
    policy = speed_policy(&arena.pool);
    grant = (cs_access_grant_t){"g", (1U << CS_OPERATION_COUNT) - 1, policy->level_count - 1, "risk", SPEED_NOW + 1};
    count = speed_ask(policy, &grant);
    for (size_t i = 0; i < count; i++) {
        putchar(speed_decide(&speed_questions[i], policy).reason == CS_OK ? '+' : '-');
    }
    putchar('\n');
    fflush(stdout);
    while (scanf("%zu", &passes) == 1) {
        printf("%lld\n", speed_pass(passes, count, policy));
        fflush(stdout);
    }
    cs_arena_clear(&arena);
    return 0;
}
