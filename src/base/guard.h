/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The three guards of src/.  Each expects the locals `status` and a label
 * `out` in an owning function; none is used in module/, where nginx's
 * explicit comparisons stay.
 */
#ifndef CS_BASE_GUARD_H
#define CS_BASE_GUARD_H

/* Pass on what a callee returned: leaves at the first status that is not CS_OK. */
#define CS_TRY(call)                                                                                                   \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != CS_OK) {                                                                                         \
            goto out;                                                                                                  \
        }                                                                                                              \
    } while (0)

/* A precondition: leaves with the given status unless the condition holds. */
#define CS_REQUIRE(condition, otherwise)                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            status = (otherwise);                                                                                      \
            goto out;                                                                                                  \
        }                                                                                                              \
    } while (0)

/* Set and leave. */
#define CS_FAIL(with)                                                                                                  \
    do {                                                                                                               \
        status = (with);                                                                                               \
        goto out;                                                                                                      \
    } while (0)

#endif
