/* SPDX-License-Identifier: Apache-2.0 */
/* The module takes no decision: it brings facts, clock and policies together (GS-3.1.2). */
#include "decide.h"
#include "worker.h"

cs_status_t
ngx_http_countersign_decide(ngx_http_countersign_ctx_t *ctx, const json_t *facts, cs_access_decision_t *decision)
{
    cs_status_t status;
    cs_access_facts_t known;
    const cs_policy_t *policy = ctx->policy->snapshot;

    status = cs_access_facts_read(&ctx->pool, facts, ctx->purpose, cs_clock_now_us(), policy, &known);
    if (status != CS_OK) {
        return status;
    }

    *decision = cs_access_decide(&known.subject, cs_policy_operation_from_name(ctx->operation), &known.object,
                                 &known.environment, policy);

    return CS_OK;
}
