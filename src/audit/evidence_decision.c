/* SPDX-License-Identifier: Apache-2.0 */
/* A decision: taken in its turn, by somebody who may, with a key that was bound before, over exactly this. */
#include "audit/evidence_private.h"
#include "base/clock.h"
#include "base/guard.h"
#include "review/countersignature.h"

static const cs_shape_t cs_evidence_deciding_shape[] = {
    {"v", CS_SHAPE_INTEGER, true, 1, NULL, NULL},
    {"review", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"round", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"stage", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"account", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"person", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"institution", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"department", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"device", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"device_class", CS_SHAPE_CODE, true, 0, "software|hardware|certificate", NULL},
    {"needs", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* numbers of groups, from 1 */
    {"for", CS_SHAPE_ANY, true, 0, NULL, NULL},   /* whose delegate decided */
    {"verdict", CS_SHAPE_CODE, true, 0, "approve|reject|return", NULL},
    {"countersignature", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_for_shape[] = {
    {"account", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"person", CS_SHAPE_ID, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static cs_status_t
cs_evidence_taken_check(csp_evidence_t *evidence, const csp_evidence_round_t *round, const csp_evidence_stage_t *stage,
                        const json_t *decision, csp_evidence_entry_t *taken)
{
    static const char *const members[] = {"account", "institution", "device", "device_class"};
    const json_t *said = json_object_get(decision, "statement");
    int64_t expires_us;
    cs_status_t status;

    CS_TRY(csp_evidence_statement_check(evidence, decision, "decision.taken", round->number, cs_evidence_deciding_shape,
                                        taken));
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (!csp_evidence_same_member(taken->core, members[i], said, members[i])) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ENTRY, "the entry is of somebody or something else");
        }
    }
    if (!csp_evidence_same(cs_json_get_text(said, "stage"), cs_json_get_text(stage->wanted, "name"))) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ROUND, "it is of another stage");
    }
    if (taken->index <= stage->after) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OUT_OF_ORDER, "it was taken before its stage opened");
    }
    CS_TRY(csp_evidence_hold(evidence,
                             cs_time_parse(cs_bytes_text(cs_json_get_text(round->opening, "expires_at")), &expires_us),
                             CS_EVIDENCE_MALFORMED, NULL));
    if (taken->at_us >= expires_us) {
        status = csp_evidence_refuse(evidence, CS_EVIDENCE_LATE, NULL);
    }
out:
    return status;
}

/* Neither who asked, gains or wrote, nor anybody a second time, in whatever round; of a delegate both persons count. */
static cs_status_t
cs_evidence_person_check(csp_evidence_t *evidence, const json_t *opening, const char *person)
{
    const char *requester = cs_json_get_text(json_object_get(opening, "requester"), "person");

    if (csp_evidence_same(person, requester) || csp_evidence_same(person, cs_json_get_text(opening, "beneficiary")) ||
        csp_evidence_same(person, cs_json_get_text(opening, "author"))) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OWN_REQUEST, NULL);
    }
    if (json_object_get(evidence->persons, person) != NULL) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_ALREADY_DECIDED, NULL);
    }
    return json_object_set_new(evidence->persons, person, json_true()) == 0 ? CS_OK : CS_NO_MEMORY;
}

static cs_status_t
cs_evidence_persons_check(csp_evidence_t *evidence, const json_t *opening, const json_t *said)
{
    const json_t *instead = json_object_get(said, "for");
    cs_status_t status;

    CS_TRY(cs_evidence_person_check(evidence, opening, cs_json_get_text(said, "person")));
    if (!json_is_null(instead)) {
        status = cs_shape_check(instead, cs_evidence_for_shape, NULL);
        CS_TRY(
            csp_evidence_hold(evidence, status, CS_EVIDENCE_MALFORMED, "nobody can be told for whom it was decided"));
        status = cs_evidence_person_check(evidence, opening, cs_json_get_text(instead, "person"));
    }
out:
    return status;
}

/* Of members each decides for another institution: had one of this institution decided in the stage before? */
static bool
cs_evidence_is_further(const csp_evidence_stage_t *stage, const json_t *said)
{
    size_t i;
    json_t *other;

    json_array_foreach(json_object_get(stage->file, "decisions"), i, other) {
        const json_t *statement = json_object_get(other, "statement");

        if (statement == said) {
            return false;
        }
        if (csp_evidence_same_member(statement, "institution", said, "institution")) {
            return true;
        }
    }
    return true;
}

static bool
cs_evidence_is_of_place(const csp_evidence_stage_t *stage, const json_t *need, const json_t *said)
{
    if (csp_evidence_same(cs_json_get_text(need, "scope"), "members")) {
        return !cs_evidence_is_further(stage, said);
    }
    return csp_evidence_same_member(need, "institution", said, "institution") &&
           (json_is_null(json_object_get(need, "department")) ||
            csp_evidence_same_member(need, "department", said, "department"));
}

static cs_status_t
cs_evidence_needs_check(csp_evidence_t *evidence, const csp_evidence_stage_t *stage, const json_t *said)
{
    const json_t *needs = json_object_get(said, "needs"), *wanted = json_object_get(stage->wanted, "needs");
    size_t i;
    json_t *number;

    if (json_array_size(needs) == 0 || json_array_size(needs) > json_array_size(wanted)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_NOT_ELIGIBLE, "the decider is of no group of the stage");
    }
    json_array_foreach(needs, i, number) {
        json_int_t need = json_integer_value(number); /* 0 for what is no number */

        if (need < 1 || need > (json_int_t)json_array_size(wanted) ||
            !cs_evidence_is_of_place(stage, json_array_get(wanted, (size_t)need - 1), said)) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_NOT_ELIGIBLE, NULL);
        }
    }
    return CS_OK;
}

static int
cs_evidence_class(const char *name)
{
    return csp_evidence_same(name, "certificate") ? 2 : csp_evidence_same(name, "hardware") ? 1 : 0;
}

static cs_status_t
cs_evidence_class_check(csp_evidence_t *evidence, const csp_evidence_round_t *round, const json_t *said)
{
    const char *least = cs_json_get_text(round->kind, "least_class");

    return least != NULL && cs_evidence_class(cs_json_get_text(said, "device_class")) >= cs_evidence_class(least)
               ? CS_OK
               : csp_evidence_refuse(evidence, CS_EVIDENCE_DEVICE_CLASS, NULL);
}

/* Over exactly this, at the time at which the log says that it was taken. */
static cs_status_t
cs_evidence_signature_check(csp_evidence_t *evidence, const csp_evidence_round_t *round,
                            const csp_evidence_stage_t *stage, const json_t *decision, const cs_key_t *key,
                            const csp_evidence_entry_t *taken)
{
    const json_t *said = json_object_get(decision, "statement"), *opening = round->opening;
    const cs_review_countersignature_t members = {
        .platform = evidence->platform,
        .review = evidence->summary->review,
        .kind = cs_json_get_text(opening, "kind"),
        .round = round->number,
        .stage = cs_json_get_text(stage->wanted, "name"),
        .digest = cs_json_get_text(opening, "digest"),
        .base = cs_json_get_integer(opening, "base", 0),
        .policy = cs_json_get_integer(opening, "policy", 0),
        .account = cs_json_get_text(said, "account"),
        .verdict = cs_json_get_text(said, "verdict"),
        .comment = cs_json_get_text(decision, "comment"),
        .nonce = stage->nonce,
    };

    if (members.comment == NULL || members.nonce == NULL) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_MALFORMED,
                                   "the decision has no comment or its stage no nonce");
    }
    return csp_evidence_signature_check(evidence, decision, key, &members, cs_json_get_text(said, "countersignature"),
                                        taken);
}

cs_status_t
csp_evidence_decision_check(csp_evidence_t *evidence, const csp_evidence_round_t *round,
                            const csp_evidence_stage_t *stage, const json_t *decision, csp_evidence_entry_t *taken)
{
    const json_t *said = json_object_get(decision, "statement");
    cs_key_t *key = NULL;
    cs_status_t status;

    *taken = (csp_evidence_entry_t){.core = NULL};
    CS_TRY(cs_evidence_taken_check(evidence, round, stage, decision, taken));
    CS_TRY(cs_evidence_persons_check(evidence, round->opening, said));
    CS_TRY(cs_evidence_needs_check(evidence, stage, said));
    CS_TRY(csp_evidence_key_read(evidence, decision, &key));
    CS_TRY(csp_evidence_binding_check(evidence, decision, said, key, taken));
    CS_TRY(cs_evidence_class_check(evidence, round, said));
    status = cs_evidence_signature_check(evidence, round, stage, decision, key, taken);
out:
    return status;
}
