/* SPDX-License-Identifier: Apache-2.0 */
/*
 * application/x-www-form-urlencoded, as RFC 6749 sends it (appendix B): pairs
 * of name and value, "+" is a space, other octets percent-encoded.
 */
#ifndef CS_CODEC_FORM_H
#define CS_CODEC_FORM_H

#include "codec/json.h"

#define CS_MAX_FORM_PAIRS 64

/*
 * An object of texts.  A value that is empty is left out, as RFC 6749 wants.
 * The object belongs to the pool.  CS_MALFORMED for a name that stands twice,
 * a pair without a name, a broken escape, NUL, what is no UTF-8, or too many
 * pairs; else CS_NO_MEMORY.
 */
cs_status_t cs_form_parse(cs_pool_t *pool, cs_bytes_t text, json_t **out, cs_error_t *error) CS_MUST_CHECK;

#endif
