/* SPDX-License-Identifier: Apache-2.0 */
/* What the unit tests share.  Each test is a claim; one file a thing, one table of claims a file. */
#ifndef CS_TESTS_UNIT_UNIT_H
#define CS_TESTS_UNIT_UNIT_H

#include <CUnit/CUnit.h>

#include "base/bytes.h"
#include "codec/json.h"
#include "crypto/key.h"
#include "policy/policy.h"

/* clang-format off */
#define CLAIM(function) {#function, function}
/* clang-format on */
#define COUNT_OF(array)  (sizeof(array) / sizeof((array)[0]))
#define TEXT(literal)    cs_bytes_text(literal)
#define SAME(a, b)       CU_ASSERT_TRUE(cs_bytes_equal(a, b))
#define IS(status, call) CU_ASSERT_EQUAL(call, status)

extern CU_TestInfo suite_bytes[], suite_clock[], suite_text[], suite_json[], suite_canonical[], suite_shape[],
    suite_key[], suite_jws[], suite_seal[], suite_keyring[], suite_certificate[], suite_merkle[], suite_note[],
    suite_entry[], suite_verify[], suite_policy[], suite_floor[], suite_decision[], suite_facts[], suite_token[],
    suite_password[], suite_name[], suite_memory[], suite_countersignature[], suite_batch[], suite_cbor[],
    suite_passkey[], suite_attestation[], suite_otp[], suite_seed[], suite_form[], suite_proof[], suite_checked[],
    suite_risk[], suite_explain[], suite_diff[], suite_successor[], suite_evidence[], suite_identifier[];

/* The pool of the test at hand: empty before each. */
extern cs_arena_t test_arena;
#define POOL (&test_arena.pool)

cs_buffer_t test_buffer(size_t maximum);

/* otp_test.c: a ring with a key to seal seeds with; lives as long as the pool. */
struct cs_keyring_s *test_seed_ring(void);

/* Bytes from lower-case hexadecimal, text from a buffer. */
cs_bytes_t test_hex(const char *hex);
const char *test_text_of(cs_bytes_t bytes);

/* Parsed JSON; single quotes stand for double ones, so that it can be read here. */
json_t *test_parse(const char *json);

/* A fresh key, "ES256" or "EdDSA". */
cs_key_t *test_make_key(const char *algorithm);

/* A folder that goes away with the test's pool. */
const char *test_folder(void);
void test_write_file(const char *path, const char *content, unsigned mode);

/* The documents that ship, and the set {policy: 7, platform: "demo.example", documents}. */
json_t *test_documents(void);
const cs_policy_t *test_policy_of(json_t *documents);

/* A pool that has memory for `left` more allocations. */
typedef struct {
    cs_pool_t pool;
    cs_arena_t arena;
    size_t left;
} test_poor_pool_t;

void test_poor_pool_init(test_poor_pool_t *poor, size_t left);
void test_poor_pool_clear(test_poor_pool_t *poor);

/* memory_test.c: the work with ever more memory, until it succeeds; `made` holds what needs a good pool. */
typedef cs_status_t (*test_work_pt)(cs_pool_t *pool, void *made);
void test_sweep(test_work_pt work, void *made);

#endif
