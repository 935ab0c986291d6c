/* SPDX-License-Identifier: Apache-2.0 */
/* The delivery receipt: the platform's word, on demand, about what one recipient got (GS-4.3b). */
#ifndef CS_DELIVERY_RECEIPT_H
#define CS_DELIVERY_RECEIPT_H

#include "crypto/jws.h"

/*
 * Appends the compact JWS over {identifier, delivery, digest, obligations,
 * recipient, at}, taken from the facts of gateway.read_receipt; CS_INTERNAL
 * where one of them is missing.
 */
cs_status_t cs_delivery_receipt_make(cs_pool_t *pool, const cs_key_t *key, const json_t *facts, cs_buffer_t *out)
    CS_MUST_CHECK;

#endif
