/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_CODEC_JSON_PRIVATE_H
#define CS_CODEC_JSON_PRIVATE_H

#include "codec/json.h"

/* A double in ECMAScript's form; CS_INVALID_VALUE for one that is not finite. */
cs_status_t csp_number_canonical(double value, cs_buffer_t *out) CS_MUST_CHECK;

#endif
