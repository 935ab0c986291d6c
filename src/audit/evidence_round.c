/* SPDX-License-Identifier: Apache-2.0 */
/* A round: what it began with, whether each stage has what it needs, and whether its end follows from that. */
#include <string.h>

#include "audit/evidence_private.h"
#include "base/guard.h"

#define CS_EVIDENCE_STATES "approved|rejected|returned|failed|expired|withdrawn"

static const cs_shape_t cs_evidence_requester_shape[] = {
    {"account", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"person", CS_SHAPE_ID, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_need_shape[] = {
    {"permission", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"scope", CS_SHAPE_CODE, true, 0, "department|institution|owner|operator|parties|members", NULL},
    {"institution", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"department", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"approvals", CS_SHAPE_INTEGER, true, 256, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_wanted_shape[] = {
    {"name", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"needs", CS_SHAPE_OBJECTS, true, CSP_MAX_NEEDS, NULL, cs_evidence_need_shape},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_opening_shape[] = {
    {"v", CS_SHAPE_INTEGER, true, 1, NULL, NULL},
    {"review", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"round", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"kind", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"policy", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"grade", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"requester", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_requester_shape},
    {"institution", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"department", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"owner", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"beneficiary", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"author", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"object_type", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"object", CS_SHAPE_TEXT, true, 256, NULL, NULL},
    {"base", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"digest", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    {"expires_at", CS_SHAPE_TIME, true, 0, NULL, NULL},
    {"stages", CS_SHAPE_OBJECTS, true, 8, NULL, cs_evidence_wanted_shape},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_ending_shape[] = {
    {"v", CS_SHAPE_INTEGER, true, 1, NULL, NULL},
    {"review", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"round", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"state", CS_SHAPE_CODE, true, 0, CS_EVIDENCE_STATES, NULL},
    {"reason", CS_SHAPE_ANY, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static cs_status_t
cs_evidence_opened_check(csp_evidence_t *evidence, const json_t *file, csp_evidence_round_t *round)
{
    const json_t *stated = json_object_get(file, "opened"), *opening = json_object_get(stated, "statement");
    cs_status_t status;

    CS_TRY(csp_evidence_statement_check(evidence, stated, "review.opened", round->number, cs_evidence_opening_shape,
                                        &round->opened));
    round->opening = opening;
    round->newest = round->opened.index;
    evidence->summary->kind = cs_json_get_text(opening, "kind");
out:
    return status;
}

static cs_status_t
cs_evidence_payload_check(csp_evidence_t *evidence, const json_t *file, const csp_evidence_round_t *round)
{
    cs_status_t status = csp_evidence_digest_check(evidence, json_object_get(file, "payload"),
                                                   cs_json_get_text(round->opening, "digest"));

    return csp_evidence_hold(evidence, status, CS_EVIDENCE_WRONG_PAYLOAD, NULL);
}

static unsigned
cs_evidence_needs_mask(const json_t *decision)
{
    const json_t *needs = json_object_get(json_object_get(decision, "statement"), "needs");
    unsigned mask = 0;
    size_t i;
    json_t *need;

    json_array_foreach(needs, i, need) {
        json_int_t number = json_integer_value(need);
        mask |= number >= 1 && number <= CSP_MAX_NEEDS ? 1U << (number - 1) : 0;
    }
    return mask;
}

/* By Hall's theorem each decider can be counted for a group of theirs if in no set of groups more stand who are of no
   other; in this one? */
static bool
cs_evidence_set_has_room(const json_t *needs, const json_t *decisions, unsigned set)
{
    json_int_t approvals = 0;
    json_int_t persons = 0;
    size_t i;
    json_t *one;

    json_array_foreach(needs, i, one) {
        approvals += (set >> i & 1) != 0 ? cs_json_get_integer(one, "approvals", 0) : 0;
    }
    json_array_foreach(decisions, i, one) {
        unsigned mask = cs_evidence_needs_mask(one);
        persons += mask != 0 && (mask & ~set) == 0;
    }
    return persons <= approvals;
}

/* As many as all groups ask for have decided, and each can be counted for one of theirs. */
static bool
cs_evidence_stage_suffices(const csp_evidence_stage_t *stage)
{
    const json_t *needs = json_object_get(stage->wanted, "needs"),
                 *decisions = json_object_get(stage->file, "decisions");
    json_int_t approvals = 0;
    size_t i;
    json_t *need;

    json_array_foreach(needs, i, need) {
        approvals += cs_json_get_integer(need, "approvals", 0);
    }
    if (approvals == 0 || (json_int_t)json_array_size(decisions) != approvals) {
        return false;
    }
    for (unsigned set = 1; set < 1U << json_array_size(needs); set++) {
        if (!cs_evidence_set_has_room(needs, decisions, set)) {
            return false;
        }
    }
    return true;
}

/* One rejection rejects, else one return returns. */
static const char *
cs_evidence_stage_state(const json_t *decisions)
{
    const char *state = "approved";
    size_t i;
    json_t *decision;

    json_array_foreach(decisions, i, decision) {
        const char *verdict = cs_json_get_text(json_object_get(decision, "statement"), "verdict");

        if (csp_evidence_same(verdict, "reject")) {
            return "rejected";
        }
        if (!csp_evidence_same(verdict, "approve")) {
            state = "returned";
        }
    }
    return state;
}

static cs_status_t
cs_evidence_decisions_check(csp_evidence_t *evidence, csp_evidence_round_t *round, csp_evidence_stage_t *stage,
                            size_t number)
{
    csp_evidence_entry_t taken;
    cs_status_t status = CS_OK;
    size_t i;
    json_t *decision;

    json_array_foreach(json_object_get(stage->file, "decisions"), i, decision) {
        csp_evidence_point(evidence, "/rounds/%lld/stages/%zu/decisions/%zu", (long long)round->number - 1, number, i);
        evidence->summary->decisions++;
        CS_TRY(csp_evidence_part(csp_evidence_decision_check(evidence, round, stage, decision, &taken)));
        round->newest = taken.index > round->newest ? taken.index : round->newest;
    }
out:
    return status;
}

/* Each stage that opened has a nonce of its own, so that no signature serves twice. */
static cs_status_t
cs_evidence_nonce_check(csp_evidence_t *evidence, const csp_evidence_stage_t *stage)
{
    if (stage->nonce == NULL) {
        return json_array_size(json_object_get(stage->file, "decisions")) == 0
                   ? CS_OK
                   : csp_evidence_refuse(evidence, CS_EVIDENCE_NONCE, "a stage was decided that never opened");
    }
    if (json_object_get(evidence->nonces, stage->nonce) != NULL) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_NONCE, "a nonce serves twice");
    }
    return json_object_set_new(evidence->nonces, stage->nonce, json_true()) == 0 ? CS_OK : CS_NO_MEMORY;
}

static cs_status_t
cs_evidence_stage_check(csp_evidence_t *evidence, csp_evidence_round_t *round, const json_t *file, size_t number)
{
    const json_t *decisions = json_object_get(file, "decisions");
    csp_evidence_stage_t stage = {
        .wanted = json_array_get(json_object_get(round->opening, "stages"), number),
        .nonce = cs_json_get_text(file, "nonce"),
        .after = round->newest,
        .file = file,
    };
    cs_status_t status;

    csp_evidence_point(evidence, "/rounds/%lld/stages/%zu", (long long)round->number - 1, number);
    CS_TRY(csp_evidence_part(cs_evidence_nonce_check(evidence, &stage)));
    if (json_array_size(decisions) == 0) {
        round->is_complete = false;
        return CS_OK;
    }
    if (number > 0 && (!round->is_complete || !csp_evidence_same(round->state, "approved"))) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OUT_OF_ORDER, "a stage was decided whose turn it was not");
    }
    CS_TRY(cs_evidence_decisions_check(evidence, round, &stage, number));
    csp_evidence_point(evidence, "/rounds/%lld/stages/%zu", (long long)round->number - 1, number);
    if (!cs_evidence_stage_suffices(&stage)) {
        round->is_complete = false;
        return csp_evidence_refuse(evidence, CS_EVIDENCE_SHORT, NULL);
    }
    round->state = cs_evidence_stage_state(decisions);
    round->decisions = decisions;
out:
    return status;
}

static cs_status_t
cs_evidence_stages_check(csp_evidence_t *evidence, const json_t *file, csp_evidence_round_t *round)
{
    const json_t *stages = json_object_get(file, "stages");
    cs_status_t status = CS_OK;
    size_t i;
    json_t *stage;

    if (json_array_size(stages) != json_array_size(json_object_get(round->opening, "stages"))) {
        csp_evidence_point(evidence, "/rounds/%lld/stages", (long long)round->number - 1);
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_STAGES, "the stages are not those that it began with");
    }
    round->is_complete = true;
    json_array_foreach(stages, i, stage) {
        CS_TRY(csp_evidence_part(cs_evidence_stage_check(evidence, round, stage, i)));
    }
out:
    return status;
}

/* How it can have ended, seen what was decided. */
static bool
cs_evidence_end_follows(const csp_evidence_round_t *round, const char *state, const char *before)
{
    if (before != NULL) {
        return csp_evidence_same(before, "returned") &&
               (strcmp(state, "expired") == 0 || strcmp(state, "withdrawn") == 0);
    }
    if (strcmp(state, "approved") == 0 || strcmp(state, "failed") == 0) {
        return round->is_complete && csp_evidence_same(round->state, "approved");
    }
    if (strcmp(state, "rejected") == 0 || strcmp(state, "returned") == 0) {
        return csp_evidence_same(round->state, state);
    }
    return !round->is_complete && (round->state == NULL || csp_evidence_same(round->state, "approved"));
}

/*
 * What decisions brought about was written in the call of one of the last
 * stage's: of two at one time the log need not show who came last.  Any other
 * end comes behind them all.
 */
static bool
cs_evidence_end_is_caused(const csp_evidence_round_t *round, const csp_evidence_entry_t *ended, const char *state)
{
    size_t i;
    json_t *decision;

    if (strcmp(state, "expired") == 0 || strcmp(state, "withdrawn") == 0) {
        return ended->index > round->newest;
    }
    json_array_foreach(round->decisions, i, decision) {
        const json_t *core = json_object_get(json_object_get(decision, "entry"), "core");

        if (cs_json_get_text(core, "cause") != NULL && csp_evidence_same_member(ended->core, "cause", core, "cause")) {
            return true;
        }
    }
    return false;
}

static cs_status_t
cs_evidence_ending_check(csp_evidence_t *evidence, csp_evidence_round_t *round, const json_t *stated,
                         const char *before)
{
    const char *state = cs_json_get_text(json_object_get(stated, "statement"), "state");
    csp_evidence_entry_t ended;
    cs_buffer_t action;
    cs_status_t status;

    cs_buffer_init(&action, evidence->pool, 64);
    status = cs_buffer_append_format(&action, "review.%s", state == NULL ? "" : state);
    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_MALFORMED, NULL));
    CS_TRY(csp_evidence_statement_check(evidence, stated, cs_buffer_text(&action), round->number,
                                        cs_evidence_ending_shape, &ended));
    if (!cs_evidence_end_follows(round, state, before)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_END, NULL);
    }
    if (!cs_evidence_end_is_caused(round, &ended, state)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_END, "the end was brought about by something else");
    }
    evidence->summary->state = state;
out:
    return status;
}

static cs_status_t
cs_evidence_ended_check(csp_evidence_t *evidence, const json_t *file, csp_evidence_round_t *round)
{
    const json_t *ended = json_object_get(file, "ended");
    const char *before = NULL;
    cs_status_t status = CS_OK;
    size_t i;
    json_t *stated;

    if (json_array_size(ended) == 0) {
        csp_evidence_point(evidence, "/rounds/%lld/ended", (long long)round->number - 1);
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_END, "the round has no end");
    }
    json_array_foreach(ended, i, stated) {
        csp_evidence_point(evidence, "/rounds/%lld/ended/%zu", (long long)round->number - 1, i);
        CS_TRY(cs_evidence_ending_check(evidence, round, stated, before));
        before = evidence->summary->state;
    }
out:
    return status;
}

cs_status_t
csp_evidence_round_check(csp_evidence_t *evidence, const json_t *file, size_t number)
{
    csp_evidence_round_t round = {.number = (json_int_t)number + 1};
    cs_status_t status;

    csp_evidence_point(evidence, "/rounds/%zu/opened", number);
    CS_TRY(cs_evidence_opened_check(evidence, file, &round));
    csp_evidence_point(evidence, "/rounds/%zu/payload", number);
    CS_TRY(csp_evidence_part(cs_evidence_payload_check(evidence, file, &round)));
    csp_evidence_point(evidence, "/rounds/%zu/joining", number);
    CS_TRY(csp_evidence_part(csp_evidence_joining_check(evidence, file, round.opening)));
    csp_evidence_point(evidence, "/rounds/%zu/policy", number);
    CS_TRY(csp_evidence_policy_check(evidence, json_object_get(file, "policy"), &round));
    CS_TRY(csp_evidence_part(cs_evidence_stages_check(evidence, file, &round)));
    status = cs_evidence_ended_check(evidence, file, &round);
out:
    return status;
}
