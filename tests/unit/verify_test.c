/* SPDX-License-Identifier: Apache-2.0 */
/* A log of some entries is written as a file, tampered with in one way each, and the verifier names just that. */
#include "audit/verify.h"

#include <stdio.h>
#include <string.h>

#include "audit/entry.h"
#include "log.h"

/* "changed 2,missing 3": what was found and in which line, in order. */
typedef struct {
    char text[512];
} test_findings_t;

static void
test_report(void *data, const cs_audit_finding_t *finding)
{
    test_findings_t *found = data;
    size_t size = strlen(found->text);

    CU_ASSERT_PTR_NOT_NULL(finding->text);
    snprintf(found->text + size, sizeof(found->text) - size, "%s%s %u", size > 0 ? "," : "",
             cs_audit_finding_name(finding->kind), (unsigned)finding->line);
}

typedef struct {
    cs_audit_verify_t *verify;
    test_findings_t found;
    cs_audit_summary_t summary;
} test_check_t;

static void
test_feed(test_check_t *check, const json_t *line)
{
    cs_buffer_t text = test_buffer(100000);

    if (line != NULL) {
        IS(CS_OK, cs_json_canonical(line, &text, NULL));
        IS(CS_OK, cs_audit_verify_line(check->verify, cs_buffer_bytes(&text)));
    }
}

/* The header is that of `sealed`, the lines those of `log`; a NULL line is left out. */
static test_check_t *
test_check(const test_log_t *sealed, const test_log_t *log, const char *vkey)
{
    test_check_t *check = cs_pool_zalloc(POOL, sizeof(*check));
    cs_buffer_t header = test_buffer(10000);

    IS(CS_OK, test_log_header(sealed, &header));
    IS(CS_OK, cs_audit_verify_begin(POOL, vkey, test_report, &check->found, &check->verify));
    IS(CS_OK, cs_audit_verify_line(check->verify, cs_buffer_bytes(&header)));
    for (int i = 0; i < ENTRIES; i++) {
        test_feed(check, log->lines[i]);
    }
    test_feed(check, log->unsealed);
    IS(CS_OK, cs_audit_verify_end(check->verify, &check->summary));
    return check;
}

static void
test_finds(const test_log_t *sealed, const test_log_t *log, const char *expected)
{
    test_check_t *check = test_check(sealed, log, sealed->vkey);

    CU_ASSERT_STRING_EQUAL(check->found.text, expected);
    CU_ASSERT_EQUAL(check->summary.findings == 0, expected[0] == '\0');
}

static void
whole_log_holds__GS_2_2_2(void)
{
    test_log_t log = test_log();
    test_check_t *check = test_check(&log, &log, log.vkey);

    CU_ASSERT_STRING_EQUAL(check->found.text, "");

    CU_ASSERT_EQUAL(check->summary.leaves, ENTRIES);
    CU_ASSERT_EQUAL(check->summary.unsealed, 1);
    CU_ASSERT_EQUAL(check->summary.checkpoint.size, ENTRIES);
    CU_ASSERT_STRING_EQUAL(test_check(&log, &log, NULL)->found.text, "");
}

static void
each_changed_member_of_a_sealed_row_is_found__GS_2_2_2(void)
{
    test_log_t log = test_log();
    json_t *members = test_log_core(2), *value;
    const char *name;

    json_object_foreach(members, name, value) {
        test_log_t tampered = log;
        json_t *core = test_log_core(2);

        json_object_set_new(core, name, json_string("something else"));
        tampered.lines[2] = json_copy(log.lines[2]);
        json_object_set(tampered.lines[2], "core", core);
        test_finds(&log, &tampered, "changed 4");
        json_object_del(core, name);
        test_finds(&log, &tampered, "changed 4");
        json_decref(tampered.lines[2]);
    }
}

static void
changed_row_with_a_fitting_leaf_breaks_the_root__GS_2_2_2(void)
{
    test_log_t log = test_log(), tampered = log;

    tampered.lines[2] = test_parse("{}");
    json_object_update(tampered.lines[2], log.lines[2]);
    json_object_set(tampered.lines[2], "core", test_log_core(2));
    json_object_set_new(json_object_get(tampered.lines[2], "core"), "outcome", json_string("refused"));
    test_log_set_leaf(tampered.lines[2]);
    test_finds(&log, &tampered, "root_mismatch 0");
}

static void
removed_row_is_found__GS_2_2_2(void)
{
    test_log_t log = test_log(), tampered = log;

    tampered.lines[3] = test_parse("{'leaf_index': 3, 'missing': true}");
    json_object_set(tampered.lines[3], "leaf", json_object_get(log.lines[3], "leaf"));
    json_object_set_new(tampered.lines[3], "entry_id", json_string(test_log_id(3)));
    test_finds(&log, &tampered, "missing 5");
}

static void
removed_leaf_is_found__GS_2_2_2(void)
{
    test_log_t log = test_log(), tampered = log;

    tampered.lines[3] = NULL;
    test_finds(&log, &tampered, "index_gap 5,number_gap 6,size_mismatch 0");
}

static void
cut_tail_is_found__GS_2_2_2(void)
{
    test_log_t log = test_log(), tampered = log;

    tampered.lines[ENTRIES - 1] = NULL;
    test_finds(&log, &tampered, "size_mismatch 0");
}

static void
swapped_rows_are_found__GS_2_2_2(void)
{
    test_log_t log = test_log(), tampered = log;

    tampered.lines[6] = log.lines[7];
    tampered.lines[7] = log.lines[6];
    test_finds(&log, &tampered, "index_gap 8,number_gap 8,index_gap 9,number_gap 9,index_gap 10,root_mismatch 0");
}

static void
row_inserted_without_a_gateway_is_found_though_sealed__GS_2_2_2(void)
{
    test_log_t log = test_log();

    json_object_set_new(json_object_get(log.lines[5], "core"), "origin", json_string("unverified"));
    test_log_set_leaf(log.lines[5]);
    test_finds(&log, &log, "unverified 7");
}

static void
gap_in_an_institutions_numbers_is_found_though_sealed__GS_2_2_2(void)
{
    test_log_t log = test_log();

    for (int i = 6; i <= 7; i++) {
        json_object_set_new(json_object_get(log.lines[i], "core"), "n", json_integer(test_log_plan[i].n + 1));
        test_log_set_leaf(log.lines[i]);
    }
    test_finds(&log, &log, "number_gap 8");
}

static void
number_given_twice_is_found_though_sealed__GS_2_2_2(void)
{
    test_log_t log = test_log();

    json_object_set_new(json_object_get(log.lines[7], "core"), "n", json_integer(3));
    test_log_set_leaf(log.lines[7]);
    test_finds(&log, &log, "number_gap 9");
}

static void
personal_part_may_go_and_may_not_change(void)
{
    test_log_t log = test_log();

    json_object_set_new(log.lines[4], "personal", json_string("{\"address\":null}"));
    test_finds(&log, &log, "personal 6");
    json_object_del(log.lines[4], "personal");
    test_finds(&log, &log, "");
}

static void
entry_left_unsealed_is_found__GS_2_2_2(void)
{
    test_log_t log = test_log();
    json_t *core = json_object_get(log.unsealed, "unsealed");

    json_object_set_new(core, "at", json_string("2026-11-21T22:19:07.999999Z"));
    test_finds(&log, &log, "unsealed 11");
    json_object_set_new(core, "at", json_string("2026-11-21T22:19:08.000000Z"));
    test_finds(&log, &log, "");
    json_object_del(core, "at");
    test_finds(&log, &log, "malformed 11");
}

static void
hidden_rows_raise_no_alarm_but_must_be_enough__GS_2_2_2(void)
{
    test_log_t log = test_log(), partial = log;
    test_check_t *check;

    for (int i = 0; i < ENTRIES; i++) {
        if (test_log_plan[i].institution == NULL || strcmp(test_log_plan[i].institution, BANK) != 0 || i == 4) {
            partial.lines[i] = test_parse("{}");
            json_object_set(partial.lines[i], "leaf", json_object_get(log.lines[i], "leaf"));
            json_object_set_new(partial.lines[i], "leaf_index", json_integer(i));
        }
    }
    check = test_check(&log, &partial, log.vkey);
    CU_ASSERT_STRING_EQUAL(check->found.text, "");
    CU_ASSERT_EQUAL(check->summary.hidden, 6);
    json_object_set_new(json_object_get(log.lines[6], "core"), "n", json_integer(6));
    test_log_set_leaf(log.lines[6]);
    test_finds(&log, &partial, "number_gap 8,number_gap 9");
}

/* Each text as large as its constraint in sql/audit/tables.sql, and of bytes that JSON escapes sixfold. */
static void
largest_entry_that_the_database_admits_is_read__GS_2_2_2(void)
{
    static const struct {
        const char *name;
        size_t size;
    } bounds[] = {{"action", 64},      {"device_class", 16}, {"node", 64},    {"operation", 32},
                  {"object_type", 32}, {"object", 256},      {"purpose", 64}, {"reason_code", 64},
                  {"clause", 32},      {"digest", 44},       {"trace_id", 32}};
    char large[CS_MAX_PERSONAL_TEXT];
    cs_bytes_t parts[2];
    cs_buffer_t salt = test_buffer(CS_ENTRY_SALT_SIZE);
    uint8_t digest[CS_DIGEST_SIZE];
    char text[CS_DIGEST_TEXT];
    test_log_t log = test_log();
    json_t *core = json_object_get(log.lines[4], "core");

    memset(large, 1, sizeof(large));
    for (size_t i = 0; i < COUNT_OF(bounds); i++) {
        json_object_set_new(core, bounds[i].name, json_stringn(large, bounds[i].size));
    }
    IS(CS_OK, cs_base64url_decode(TEXT(SALT), &salt));
    parts[0] = cs_buffer_bytes(&salt);
    parts[1] = cs_bytes(large, sizeof(large));
    IS(CS_OK, cs_digest(parts, 2, digest));
    cs_digest_text(digest, text);
    json_object_set_new(core, "personal_digest", json_string(text));
    json_object_set_new(log.lines[4], "personal", json_stringn(large, sizeof(large)));
    test_log_set_leaf(log.lines[4]);
    test_finds(&log, &log, "");
}

static void
checkpoint_of_another_key_is_found__GS_2_2_2(void)
{
    test_log_t log = test_log(), other = test_log();

    CU_ASSERT_STRING_EQUAL(test_check(&log, &log, other.vkey)->found.text, "bad_checkpoint 1,bad_checkpoint 0");
    CU_ASSERT_STRING_EQUAL(test_check(&log, &log, "nonsense")->found.text, "bad_checkpoint 1,bad_checkpoint 0");
}

static void
lines_of_no_format_are_found(void)
{
    const char *lines[] = {"",
                           "x",
                           "{}",
                           "[]",
                           "{\"leaf_index\":0}",
                           "{\"unsealed\":1}",
                           "{\"leaf_index\":0,\"leaf\":\"short\"}",
                           "{\"leaf_index\":0,\"leaf_index\":0}"};
    test_findings_t found = {""};
    cs_audit_summary_t summary;
    cs_audit_verify_t *verify;

    IS(CS_OK, cs_audit_verify_begin(POOL, NULL, test_report, &found, &verify));
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        IS(CS_OK, cs_audit_verify_line(verify, TEXT(lines[i])));
    }
    IS(CS_OK, cs_audit_verify_end(verify, &summary));
    CU_ASSERT_EQUAL(summary.findings, COUNT_OF(lines) + 1);
    CU_ASSERT_EQUAL(summary.leaves, 0);
}

CU_TestInfo suite_verify[] = {
    CLAIM(whole_log_holds__GS_2_2_2),
    CLAIM(each_changed_member_of_a_sealed_row_is_found__GS_2_2_2),
    CLAIM(changed_row_with_a_fitting_leaf_breaks_the_root__GS_2_2_2),
    CLAIM(removed_row_is_found__GS_2_2_2),
    CLAIM(removed_leaf_is_found__GS_2_2_2),
    CLAIM(cut_tail_is_found__GS_2_2_2),
    CLAIM(swapped_rows_are_found__GS_2_2_2),
    CLAIM(row_inserted_without_a_gateway_is_found_though_sealed__GS_2_2_2),
    CLAIM(gap_in_an_institutions_numbers_is_found_though_sealed__GS_2_2_2),
    CLAIM(number_given_twice_is_found_though_sealed__GS_2_2_2),
    CLAIM(personal_part_may_go_and_may_not_change),
    CLAIM(entry_left_unsealed_is_found__GS_2_2_2),
    CLAIM(hidden_rows_raise_no_alarm_but_must_be_enough__GS_2_2_2),
    CLAIM(largest_entry_that_the_database_admits_is_read__GS_2_2_2),
    CLAIM(checkpoint_of_another_key_is_found__GS_2_2_2),
    CLAIM(lines_of_no_format_are_found),
    CU_TEST_INFO_NULL,
};
