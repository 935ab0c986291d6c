/* SPDX-License-Identifier: Apache-2.0 */
/* Account names have one form, so that no variant of a name has counters of its own (GS-2.1.1). */
#ifndef CS_IDENTITY_NAME_H
#define CS_IDENTITY_NAME_H

#include "base/bytes.h"

#define CS_MAX_ACCOUNT_NAME 64

/* ^[a-z][a-z0-9]*(\.[a-z0-9]+)+$, at most 64 characters: institution, dot, given names. */
bool cs_identity_name_check(cs_bytes_t name);

#endif
