/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_IDENTITY_PASSWORD_PRIVATE_H
#define CS_IDENTITY_PASSWORD_PRIVATE_H

#include <jansson.h>
#include <stdbool.h>

/*
 * Does the password contain one of the texts, or a part of one between dots,
 * spaces, hyphens or underlines, forward or backward, whatever the case, also
 * with digits and signs for letters?  Parts of less than three bytes (four
 * where it is digits) are in every second password by chance.
 */
bool csp_identity_has_word(const json_t *words, const char *password);

/* Is it, but for what stands before and behind its letters, one of policies/common-passwords.txt? */
bool csp_identity_is_common(const char *password);

#endif
