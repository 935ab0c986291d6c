/* SPDX-License-Identifier: Apache-2.0 */
/* Facts and a policy from anywhere, as a replay reads them: refused, or graded with reasons that add up. */
#include <stdlib.h>

#include "access/risk.h"

static void
fuzz_grade(const cs_risk_facts_t *facts, const cs_policy_risk_t *policy)
{
    int64_t points = 0;
    cs_risk_t risk;

    cs_risk_grade(facts, policy, &risk);
    for (size_t i = 0; i < risk.reason_count; i++) {
        points += risk.reasons[i].points;
    }
    if (points != risk.points || risk.reason_count > CS_RISK_FACTOR_COUNT) {
        abort();
    }
    json_decref(cs_risk_describe(&risk));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_policy_risk_t policy;
    cs_risk_facts_t facts;
    cs_arena_t arena;
    json_t *value;

    cs_arena_init(&arena);
    if (cs_json_parse(&arena.pool, cs_bytes(data, size), &value, NULL) == CS_OK &&
        cs_risk_facts_read(json_object_get(value, "inputs"), &facts) == CS_OK) {
        policy = (cs_policy_risk_t){json_object_get(value, "factors"), cs_json_get_integer(value, "medium", 1),
                                    cs_json_get_integer(value, "high", 2), 20};
        fuzz_grade(&facts, &policy);
        if (cs_policy_load_risk(json_object_get(value, "policy"), &policy, NULL) == CS_OK) {
            fuzz_grade(&facts, &policy);
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
