/* SPDX-License-Identifier: Apache-2.0 */
/* Who joined a break-glass: that they signed just what was asked for, with their own device, before it began. */
#include "audit/evidence_private.h"
#include "base/guard.h"

#define CS_EVIDENCE_JUDGEMENT "breakglass.review"

static const cs_shape_t cs_evidence_word_shape[] = {
    {"payload", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"policy", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"nonce", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"key", CS_SHAPE_OBJECT, true, 0, NULL, csp_evidence_key_shape},
    {"countersignature", CS_SHAPE_TEXT, false, 16384, NULL, NULL},
    {"signing_input", CS_SHAPE_TEXT, false, 16384, NULL, NULL},
    {"assertion", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

/* What was asked for is what the log says, and what its reviewers were told. */
static cs_status_t
cs_evidence_asked_check(csp_evidence_t *evidence, const json_t *joining, const json_t *judged,
                        csp_evidence_entry_t *asked)
{
    static const char *const members[] = {"break_glass", "institution", "reason", "asked_by", "asked_at"};
    const json_t *payload = json_object_get(json_object_get(judged, "word"), "payload");
    cs_status_t status;

    CS_TRY(csp_evidence_entry_check(evidence, json_object_get(joining, "asked"), "break_glass.asked", asked));
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (!csp_evidence_same_member(payload, members[i], judged, members[i])) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_PAYLOAD, "something else was asked for");
        }
    }
    if (!csp_evidence_same_member(asked->core, "object", payload, "break_glass") ||
        !csp_evidence_same_member(asked->core, "account", payload, "asked_by")) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ENTRY, "the entry is of another break-glass");
    }
    status = csp_evidence_digest_check(evidence, payload, cs_json_get_text(asked->core, "digest"));
    status = csp_evidence_hold(evidence, status, CS_EVIDENCE_WRONG_PAYLOAD,
                               "the log says that something else was asked for");
out:
    return status;
}

/* Another account joined, after that; that it is another person's, the opening says. */
static cs_status_t
cs_evidence_started_check(csp_evidence_t *evidence, const json_t *joining, const json_t *judged, const json_t *opening,
                          const csp_evidence_entry_t *asked, csp_evidence_entry_t *started)
{
    const json_t *requester = json_object_get(opening, "requester");
    cs_status_t status;

    CS_TRY(csp_evidence_entry_check(evidence, json_object_get(joining, "started"), "break_glass.started", started));
    if (!csp_evidence_same_member(started->core, "object", judged, "break_glass") ||
        !csp_evidence_same_member(started->core, "account", judged, "joined_by")) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ENTRY, "the entry is of another break-glass or person");
    }
    if (!csp_evidence_same_member(requester, "account", judged, "asked_by") ||
        csp_evidence_same_member(judged, "joined_by", judged, "asked_by") ||
        csp_evidence_same_member(requester, "person", opening, "beneficiary")) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OWN_REQUEST, "it was not joined by another person");
    }
    if (started->index <= asked->index) {
        status = csp_evidence_refuse(evidence, CS_EVIDENCE_OUT_OF_ORDER, "it was joined before it was asked for");
    }
out:
    return status;
}

/* The word of a review of one stage (docs/PROTOCOL.countersignature.md). */
static cs_status_t
cs_evidence_joined_check(csp_evidence_t *evidence, const json_t *joining, const json_t *judged,
                         const csp_evidence_entry_t *asked, const csp_evidence_entry_t *started)
{
    const json_t *word = json_object_get(judged, "word");
    const cs_review_countersignature_t members = {
        .platform = evidence->platform,
        .review = cs_json_get_text(judged, "break_glass"),
        .kind = CS_JOINING_KIND,
        .round = 1,
        .stage = CS_JOINING_STAGE,
        .digest = cs_json_get_text(asked->core, "digest"),
        .base = 0,
        .policy = cs_json_get_integer(word, "policy", 0),
        .account = cs_json_get_text(judged, "joined_by"),
        .verdict = "approve",
        .comment = "",
        .nonce = cs_json_get_text(word, "nonce"),
    };
    cs_key_t *key = NULL;
    cs_status_t status;

    CS_TRY(csp_evidence_key_read(evidence, word, &key));
    CS_TRY(csp_evidence_binding_check(evidence, joining, started->core, key, started));
    status =
        csp_evidence_signature_check(evidence, word, key, &members, cs_json_get_text(started->core, "digest"), started);
out:
    return status;
}

cs_status_t
csp_evidence_joining_check(csp_evidence_t *evidence, const json_t *round, const json_t *opening)
{
    const json_t *judged = json_object_get(round, "payload"), *joining = json_object_get(round, "joining");
    csp_evidence_entry_t asked, started;
    cs_error_t why = {0};
    cs_status_t status;

    if (!csp_evidence_same(cs_json_get_text(opening, "kind"), CS_EVIDENCE_JUDGEMENT)) {
        return joining == NULL ? CS_OK
                               : csp_evidence_refuse(evidence, CS_EVIDENCE_MALFORMED, "it is of no break-glass");
    }
    if (joining == NULL) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_MALFORMED, "nothing shows who joined");
    }
    status = cs_shape_check(json_object_get(judged, "word"), cs_evidence_word_shape, &why);
    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_MALFORMED, why.text));
    CS_TRY(cs_evidence_asked_check(evidence, joining, judged, &asked));
    CS_TRY(cs_evidence_started_check(evidence, joining, judged, opening, &asked, &started));
    status = cs_evidence_joined_check(evidence, joining, judged, &asked, &started);
out:
    return status;
}
