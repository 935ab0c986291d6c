/* SPDX-License-Identifier: Apache-2.0 */
#include "access/access.h"

static const struct {
    const char *code;
    cs_status_t reason;
    const char *clause;
} cs_access_rules[CS_RULE_COUNT] = {
#define CS_ACCESS_RULE_ROW(symbol, code, reason, clause) [symbol] = {code, reason, clause},
    CS_ACCESS_RULE_LIST(CS_ACCESS_RULE_ROW)
#undef CS_ACCESS_RULE_ROW
};

const char *
cs_access_rule_code(cs_access_rule_e rule)
{
    return rule < CS_RULE_COUNT ? cs_access_rules[rule].code : NULL;
}

const char *
cs_access_rule_clause(cs_access_rule_e rule)
{
    return rule < CS_RULE_COUNT ? cs_access_rules[rule].clause : NULL;
}

/* What is no rule refuses. */
cs_status_t
cs_access_rule_reason(cs_access_rule_e rule)
{
    return rule < CS_RULE_COUNT ? cs_access_rules[rule].reason : CS_INTERNAL;
}
