/* SPDX-License-Identifier: Apache-2.0 */
/* A small log, true in all its parts, for tests to tamper with. */
#ifndef CS_TESTS_UNIT_LOG_H
#define CS_TESTS_UNIT_LOG_H

#include "unit.h"

#define ENTRIES  9
#define OPERATOR "017f22e2-0000-7000-8000-00000000000a"
#define BANK     "017f22e2-0000-7000-8000-00000000000b"
#define SALT     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

typedef struct {
    cs_key_t *key;
    const char *vkey;
    json_t *lines[ENTRIES]; /* leaves */
    json_t *unsealed;
} test_log_t;

/* Whose entry each is, and its number there.  The operator also counts those without an institution. */
typedef struct {
    const char *institution;
    int n;
} test_log_plan_t;

extern const test_log_plan_t test_log_plan[ENTRIES];

test_log_t test_log(void);
const char *test_log_id(int index);
json_t *test_log_core(int index); /* a fresh one, as in the log */

/* The leaf data of the core as it stands now: as if the sealer had seen it so. */
void test_log_set_leaf(json_t *line);

/* The first line of the file: a checkpoint over the leaves as they stand now. */
cs_status_t test_log_header(const test_log_t *log, cs_buffer_t *out);

#endif
