/* SPDX-License-Identifier: Apache-2.0 */
/* The address that a proof was made for, compared with the one that was called (RFC 3986 §6.2, RFC 9449 §4.3). */
#ifndef CS_IDENTITY_TARGET_H
#define CS_IDENTITY_TARGET_H

#include "base/bytes.h"

/* "https://host", with ":port" where it is not 443; lower case; no slash behind it. */
bool cs_identity_origin_check(const char *origin);

/*
 * Does uri name this path at one of the origins (a list that ends with NULL)?
 * Case of scheme and host, the default port, escaped unreserved characters
 * and dot segments make no difference; query and fragment are left out.
 */
bool cs_identity_target_is(const char *uri, const char *const *origins, cs_bytes_t path);

#endif
