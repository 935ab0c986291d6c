/* SPDX-License-Identifier: Apache-2.0 */
/* Only the members that the format names are signed; whatever else the facts bring stays outside. */
#include "delivery/receipt.h"

#include "base/guard.h"

static const char *const csp_delivery_receipt_members[] = {
    "identifier", "delivery", "digest", "obligations", "recipient", "at",
};

cs_status_t
cs_delivery_receipt_make(cs_pool_t *pool, const cs_key_t *key, const json_t *facts, cs_buffer_t *out)
{
    size_t i;
    json_t *payload, *member;
    cs_status_t status;

    payload = json_object();
    CS_REQUIRE(payload != NULL, CS_NO_MEMORY);

    for (i = 0; i < sizeof(csp_delivery_receipt_members) / sizeof(csp_delivery_receipt_members[0]); i++) {
        member = json_object_get(facts, csp_delivery_receipt_members[i]);
        CS_REQUIRE(member != NULL && !json_is_null(member), CS_INTERNAL);
        CS_REQUIRE(json_object_set(payload, csp_delivery_receipt_members[i], member) == 0, CS_NO_MEMORY);
    }

    CS_TRY(cs_jws_sign(pool, key, CS_TYP_RECEIPT, payload, out));

out:
    json_decref(payload);

    return status;
}
