/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where and why something was refused, for the caller to read.  Passed
 * explicitly, never thread-local; NULL is allowed wherever one is taken.
 * Holds no secret: text and pointer may reach the client.
 */
#ifndef CS_BASE_ERROR_H
#define CS_BASE_ERROR_H

#include "base/status.h"

#define CS_MAX_ERROR_TEXT    512
#define CS_MAX_ERROR_POINTER 128 /* RFC 6901; a longer one is cut */

typedef struct {
    cs_status_t status;
    char pointer[CS_MAX_ERROR_POINTER]; /* "" where no member is to blame */
    char text[CS_MAX_ERROR_TEXT];       /* lower case, no stop */
} cs_error_t;

/* Fills *error (which may be NULL) and returns status, so that a caller can leave with it. */
cs_status_t cs_error_set(cs_error_t *error, cs_status_t status, const char *pointer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
