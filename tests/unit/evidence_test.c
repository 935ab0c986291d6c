/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exported reviews of kinds that no demonstration has: several groups in one
 * stage, members, parties of an agreement.  Each is made here with all keys,
 * so that digests, proofs and signatures are right; what is changed in the
 * file alone, and in rounds and stages, is refused in tests/e2e.
 */
#include "audit/evidence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "audit/entry.h"
#include "audit/merkle.h"
#include "base/clock.h"
#include "log.h"
#include "review/countersignature.h"

#define PLATFORM "demo.example"
#define REVIEW   "017f22e2-79b0-7cc3-98c4-dc0c0c0739ff"
#define BASE_US  INT64_C(1795300821000000)
#define MOST     16

/* Institutions are A to D, persons 1 to 9; an account is its person, a device too. */
typedef struct {
    int person;
    char institution;
    const char *needs; /* "[1,2]" */
} test_decider_t;

typedef struct {
    const char *asked; /* the policy's needs of the one stage */
    const char *needs; /* what the opening says they are */
    const test_decider_t *deciders;
    const char *change;  /* merged into the last decision's statement, or NULL */
    const char *verdict; /* of all, NULL: approve */
} test_case_t;

typedef struct {
    json_t *entries[MOST];
    int count;
} test_tree_t;

static const char *
test_id(char institution, int number)
{
    cs_buffer_t id = test_buffer(64);

    IS(CS_OK,
       cs_buffer_append_format(&id, "017f22e2-0000-7000-8000-0000000%c00%02d", institution + ('a' - 'A'), number));
    return cs_buffer_text(&id);
}

/* As test_parse, of a format. */
static json_t *test_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

static json_t *
test_format(const char *format, ...)
{
    char text[2000];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return test_parse(text);
}

static const char *
test_digest_of(const json_t *value)
{
    char digest[CS_DIGEST_TEXT];

    IS(CS_OK, cs_review_payload_digest(POOL, value, digest));
    return cs_pool_text(POOL, digest, strlen(digest));
}

static int64_t
test_time_of(const test_tree_t *tree)
{
    return BASE_US + tree->count * INT64_C(1000000);
}

/* The next leaf: an entry of this action, with these members of its core. */
static json_t *
test_entry(test_tree_t *tree, const char *action, json_t *members)
{
    json_t *core = test_log_core(0),
           *entry = test_format("{'salt': '" SALT "', 'leaf_index': %d, 'path': []}", tree->count);
    char at[CS_TIME_TEXT];

    cs_time_format(test_time_of(tree), at);
    json_object_update(core, test_format("{'action': '%s', 'id': '%s', 'at': '%s', 'cause': '" REVIEW "', 'policy': 7}",
                                         action, test_log_id(tree->count), at));
    json_object_update(core, members);
    json_object_set(entry, "core", core);
    tree->entries[tree->count++] = entry;
    return entry;
}

static json_t *
test_stated(test_tree_t *tree, const char *action, json_t *statement, json_t *members)
{
    json_t *stated = test_parse("{}");

    json_object_update(statement, test_parse("{'v': 1, 'round': 1, 'review': '" REVIEW "'}"));
    json_object_update(members, test_format("{'review': '" REVIEW "', 'object': '" REVIEW "', 'digest': '%s'}",
                                            test_digest_of(statement)));
    json_object_set(stated, "entry", test_entry(tree, action, members));
    json_object_set(stated, "statement", statement);
    return stated;
}

static int
test_split(int count)
{
    int split = 1;

    while (split * 2 < count) {
        split *= 2;
    }
    return split;
}

static void
test_hash(const test_tree_t *tree, int from, int to, uint8_t out[CS_DIGEST_SIZE])
{
    uint8_t left[CS_DIGEST_SIZE], right[CS_DIGEST_SIZE];
    int middle = from + test_split(to - from);

    if (to - from == 1) {
        cs_buffer_t salt = test_buffer(32);

        IS(CS_OK, cs_base64url_decode(TEXT(SALT), &salt));
        IS(CS_OK, cs_audit_leaf_data(POOL, json_object_get(tree->entries[from], "core"), cs_buffer_bytes(&salt), left));
        IS(CS_OK, cs_audit_merkle_hash_leaf(cs_bytes(left, sizeof(left)), out));
        return;
    }
    test_hash(tree, from, middle, left);
    test_hash(tree, middle, to, right);
    IS(CS_OK, cs_audit_merkle_hash_node(left, right, out));
}

static void
test_path(const test_tree_t *tree, int index, int from, int to, json_t *out)
{
    uint8_t hash[CS_DIGEST_SIZE];
    cs_buffer_t text = test_buffer(64);
    int middle = from + test_split(to - from);
    bool is_left = index < middle;

    if (to - from > 1) {
        test_path(tree, index, is_left ? from : middle, is_left ? middle : to, out);
        test_hash(tree, is_left ? middle : from, is_left ? to : middle, hash);
        IS(CS_OK, cs_base64_encode(cs_bytes(hash, sizeof(hash)), &text));
        json_array_append_new(out, json_string(cs_buffer_text(&text)));
    }
}

static json_t *
test_decision(test_tree_t *tree, const test_decider_t *decider, const char *digest, const char *verdict,
              const char *change)
{
    const char *account = test_id('F', decider->person);
    const cs_review_countersignature_t members = {
        PLATFORM, REVIEW, "test.kind", 1, "only", digest, 1, 7, account, verdict, "", "AAAAAAAAAAAAAAAAAAAAAA"};
    cs_key_t *key = test_make_key("ES256");
    cs_buffer_t jws = test_buffer(CS_MAX_JWS), spki = test_buffer(200), text = test_buffer(300);
    json_t *bound = test_entry(tree, "device.bound",
                               test_format("{'account': '%s', 'device': '%s', 'object': '%s', 'device_class': "
                                           "'certificate', 'digest': '%s'}",
                                           account, account, account, cs_key_thumbprint(key)));
    json_t *who = test_format("{'account': '%s', 'institution': '%s', 'device': '%s', 'device_class': 'certificate'}",
                              account, test_id(decider->institution, 0), account);
    json_t *said = test_format("{'stage': 'only', 'department': 'x', 'for': null, 'verdict': '%s', 'person': '%s', "
                               "'needs': %s}",
                               verdict, test_id('E', decider->person), decider->needs);
    json_t *decision;
    uint8_t signed_digest[CS_DIGEST_SIZE];
    char signed_text[CS_DIGEST_TEXT];

    IS(CS_OK, cs_review_countersignature_sign(POOL, key, &members, test_time_of(tree), &jws));
    IS(CS_OK, cs_digest(&(cs_bytes_t){jws.data, jws.size}, 1, signed_digest));
    cs_digest_text(signed_digest, signed_text);
    json_object_update(said, who);
    json_object_set_new(said, "countersignature", json_string(signed_text));
    json_object_update(said, test_parse(change != NULL ? change : "{}"));
    decision = test_stated(tree, "decision.taken", said, who);
    IS(CS_OK, cs_key_public(key, &spki));
    IS(CS_OK, cs_base64url_encode(cs_buffer_bytes(&spki), &text));
    json_object_update(decision, test_format("{'key': {'spki': '%s', 'passkey': null}, 'revoked': null, 'comment': ''}",
                                             cs_buffer_text(&text)));
    json_object_set_new(decision, "countersignature", json_string(cs_buffer_text(&jws)));
    json_object_set(decision, "bound", bound);
    return decision;
}

static json_t *
test_policy_part(test_tree_t *tree, const char *asked)
{
    json_t *policy =
        test_format("{'digests': {}, 'documents': {'permissions': {'permissions': {'p': {}, 'q': {}}}, 'reviews': "
                    "{'kinds': {'test.kind': {'least_class': 'hardware', 'expires_seconds': 3600, 'stages': "
                    "[{'name': 'only', 'needs': %s}]}}}}}",
                    asked);
    json_t *digests = json_object_get(policy, "digests"), *document;
    const char *name;

    json_object_foreach(json_object_get(policy, "documents"), name, document) {
        json_object_set_new(digests, name, json_string(test_digest_of(document)));
    }
    json_object_set(policy, "activated",
                    test_entry(tree, "policy.activated", test_format("{'digest': '%s'}", test_digest_of(digests))));
    return policy;
}

static json_t *
test_opening(const test_tree_t *tree, const json_t *payload, const char *needs)
{
    char expires[CS_TIME_TEXT];

    cs_time_format(test_time_of(tree) + 3600 * INT64_C(1000000), expires);
    return test_format(
        "{'kind': 'test.kind', 'policy': 7, 'grade': null, 'requester': {'account': '%s', 'person': '%s'}, "
        "'institution': '%s', 'department': 'x', 'owner': null, 'beneficiary': null, 'author': null, "
        "'object_type': 'test', 'object': 'o', 'base': 1, 'digest': '%s', 'expires_at': '%s', "
        "'stages': [{'name': 'only', 'needs': %s}]}",
        test_id('F', 99), test_id('E', 99), test_id('A', 0), test_digest_of(payload), expires, needs);
}

/* The whole file, and the log's verifier key. */
static cs_bytes_t
test_evidence(const test_case_t *of, const char **vkey)
{
    test_tree_t tree = {.count = 0};
    json_t *payload = test_parse("{'what': 'it'}"), *policy = test_policy_part(&tree, of->asked);
    json_t *opening = test_opening(&tree, payload, of->needs);
    json_t *opened = test_stated(&tree, "review.opened", opening, test_parse("{}"));
    json_t *file = test_parse("{'format': 'countersign-review-1', 'platform': '" PLATFORM "', 'review': '" REVIEW
                              "', 'rounds': [{'stages': [{'nonce': 'AAAAAAAAAAAAAAAAAAAAAA', 'decisions': []}]}]}");
    json_t *round = json_array_get(json_object_get(file, "rounds"), 0), *ended = test_parse("[]");
    json_t *decisions = json_object_get(json_array_get(json_object_get(round, "stages"), 0), "decisions");
    cs_audit_checkpoint_t checkpoint = {.origin = PLATFORM "/log"};
    cs_buffer_t note = test_buffer(CS_MAX_NOTE), verifier = test_buffer(200), out = test_buffer(200000);
    const cs_key_t *key = test_make_key("EdDSA");
    const char *verdict = of->verdict == NULL ? "approve" : of->verdict;
    const char *state = of->verdict == NULL ? "approved" : "returned";

    for (const test_decider_t *one = of->deciders; one->person != 0; one++) {
        json_array_append(decisions, test_decision(&tree, one, test_digest_of(payload), verdict,
                                                   one[1].person == 0 ? of->change : NULL));
    }
    json_array_append(ended, test_stated(&tree, of->verdict == NULL ? "review.approved" : "review.returned",
                                         test_format("{'state': '%s', 'reason': null}", state), test_parse("{}")));
    json_object_set(round, "payload", payload);
    json_object_set(round, "policy", policy);
    json_object_set(round, "opened", opened);
    json_object_set(round, "ended", ended);
    for (int i = 0; i < tree.count; i++) {
        test_path(&tree, i, 0, tree.count, json_object_get(tree.entries[i], "path"));
    }
    checkpoint.size = (uint64_t)tree.count;
    test_hash(&tree, 0, tree.count, checkpoint.root);
    IS(CS_OK, cs_audit_checkpoint_sign(key, &checkpoint, &note));
    IS(CS_OK, cs_audit_verifier_write(key, PLATFORM "/log", &verifier));
    json_object_set_new(file, "checkpoint", json_string(cs_buffer_text(&note)));
    json_object_set_new(file, "vkey", json_string(cs_buffer_text(&verifier)));
    IS(CS_OK, cs_json_canonical(file, &out, NULL));
    *vkey = cs_buffer_text(&verifier);
    return cs_buffer_bytes(&out);
}

/* "short,wrong_end": what was found, in order. */
static void
test_found(void *data, const cs_evidence_finding_t *finding)
{
    cs_buffer_t *found = data;

    IS(CS_OK,
       cs_buffer_append_format(found, "%s%s", found->size > 0 ? "," : "", cs_audit_evidence_name(finding->kind)));
}

static void
test_finds(const char *expected, const test_case_t *of)
{
    cs_buffer_t found = test_buffer(1000);
    cs_evidence_summary_t summary;
    const char *vkey;
    cs_bytes_t file = test_evidence(of, &vkey);

    IS(CS_OK, cs_audit_evidence_verify(POOL, file, vkey, test_found, &found, &summary));
    CU_ASSERT_STRING_EQUAL(cs_buffer_text(&found), expected);
    CU_ASSERT_EQUAL(summary.findings == 0, expected[0] == '\0');
    CU_ASSERT_TRUE(summary.findings > 0 || strcmp(summary.state, "approved") == 0);
}

#define AT(i) "'institution': '017f22e2-0000-7000-8000-0000000" i "0000'"
#define OPERATOR_AND_MEMBERS                                                                                           \
    "[{'permission': 'p', 'scope': 'operator', 'approvals': 1}, {'permission': 'q', 'scope': 'members', 'approvals': " \
    "2}]"
#define MEMBERS(n)                                                                                                     \
    "{'permission': 'q', 'scope': 'members', 'approvals': " n ", 'institution': null, 'department': null}"
#define OPERATOR_NEED "{'permission': 'p', 'scope': 'operator', 'approvals': 1, 'department': null, " AT("a") "}"
#define WANTED        "[" OPERATOR_NEED ", " MEMBERS("2") "]"

static void
the_operator_and_two_members_decide_together__GS_1_4(void)
{
    const test_decider_t right[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {3, 'C', "[2]"}, {0}};
    const test_decider_t same[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {3, 'B', "[2]"}, {0}};
    const test_decider_t twice[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {2, 'C', "[2]"}, {0}};
    const test_decider_t elsewhere[] = {{1, 'B', "[1]"}, {2, 'C', "[2]"}, {3, 'D', "[2]"}, {0}};
    const test_decider_t two[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {0}};

    test_finds("", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, NULL, NULL});
    test_finds("not_eligible", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, same, NULL, NULL});
    test_finds("already_decided", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, twice, NULL, NULL});
    test_finds("not_eligible", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, elsewhere, NULL, NULL});
    test_finds("short,wrong_end", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, two, NULL, NULL});
}

static void
nobody_counts_for_two_groups__GS_2_1_1(void)
{
    const test_decider_t right[] = {{1, 'A', "[1,2]"}, {2, 'B', "[2]"}, {3, 'C', "[2]"}, {0}};
    const test_decider_t none[] = {{1, 'D', "[2]"}, {2, 'B', "[2]"}, {3, 'C', "[2]"}, {0}};

    test_finds("", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, NULL, NULL});
    test_finds("short,wrong_end", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, none, NULL, NULL});
}

static void
of_members_as_many_as_there_were_and_no_more(void)
{
    const test_decider_t one[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {0}};
    const test_decider_t alone[] = {{1, 'A', "[1]"}, {0}};
    const char *asked = OPERATOR_AND_MEMBERS;

    test_finds("", &(test_case_t){asked, "[" OPERATOR_NEED ", " MEMBERS("1") "]", one, NULL, NULL});
    test_finds("", &(test_case_t){asked, "[" OPERATOR_NEED "]", alone, NULL, NULL});
    test_finds("wrong_stages", &(test_case_t){asked, "[" OPERATOR_NEED ", " MEMBERS("3") "]", one, NULL, NULL});
    test_finds("wrong_stages", &(test_case_t){asked, "[" MEMBERS("2") "]", one, NULL, NULL});
    test_finds("wrong_stages", &(test_case_t){asked, "[" OPERATOR_NEED ", " OPERATOR_NEED "]", one, NULL, NULL});
}

static void
each_party_of_an_agreement_decides_for_itself__GS_3_2(void)
{
    const char *asked = "[{'permission': 'p', 'scope': 'parties', 'approvals': 1}]";
    const char *needs = "[{'permission': 'p', 'scope': 'parties', 'approvals': 1, 'department': null, " AT(
        "b") "},"
             " {'permission': 'p', 'scope': 'parties', 'approvals': 1, 'department': null, " AT("c") "}]";
    const test_decider_t right[] = {{1, 'C', "[2]"}, {2, 'B', "[1]"}, {0}};
    const test_decider_t one[] = {{1, 'C', "[2]"}, {2, 'C', "[2]"}, {0}};

    test_finds("", &(test_case_t){asked, needs, right, NULL, NULL});
    test_finds("short,wrong_end", &(test_case_t){asked, needs, one, NULL, NULL});
}

static void
of_a_delegate_both_persons_count__GS_3_1(void)
{
    const test_decider_t right[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {3, 'C', "[2]"}, {0}};
    const char *other = "{'for': {'account': '017f22e2-0000-7000-8000-0000000f0009', 'person': "
                        "'017f22e2-0000-7000-8000-0000000e0009'}}";
    const char *decided = "{'for': {'account': '017f22e2-0000-7000-8000-0000000f0001', 'person': "
                          "'017f22e2-0000-7000-8000-0000000e0001'}}";
    const char *asked = "{'for': {'account': '017f22e2-0000-7000-8000-0000000f0099', 'person': "
                        "'017f22e2-0000-7000-8000-0000000e0099'}}";

    test_finds("", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, other, NULL});
    test_finds("already_decided", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, decided, NULL});
    test_finds("own_request", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, asked, NULL});
    test_finds("malformed", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, "{'for': 'somebody'}", NULL});
}

static void
what_was_sent_back_is_not_over__GS_2_2_2(void)
{
    const test_decider_t right[] = {{1, 'A', "[1]"}, {2, 'B', "[2]"}, {3, 'C', "[2]"}, {0}};

    test_finds("wrong_end", &(test_case_t){OPERATOR_AND_MEMBERS, WANTED, right, NULL, "return"});
}

typedef struct {
    cs_bytes_t file;
    const char *vkey;
} test_made_t;

static cs_status_t
test_verify(cs_pool_t *pool, void *made)
{
    const test_made_t *with = made;
    cs_evidence_summary_t summary;

    return cs_audit_evidence_verify(pool, with->file, with->vkey, NULL, NULL, &summary);
}

static void
verifying_survives_lack_of_memory(void)
{
    const test_decider_t one[] = {{1, 'A', "[1]"}, {0}};
    test_made_t made;

    made.file = test_evidence(&(test_case_t){OPERATOR_AND_MEMBERS, "[" OPERATOR_NEED "]", one, NULL, NULL}, &made.vkey);
    test_sweep(test_verify, &made);
}

CU_TestInfo suite_evidence[] = {
    CLAIM(the_operator_and_two_members_decide_together__GS_1_4),
    CLAIM(nobody_counts_for_two_groups__GS_2_1_1),
    CLAIM(of_members_as_many_as_there_were_and_no_more),
    CLAIM(each_party_of_an_agreement_decides_for_itself__GS_3_2),
    CLAIM(of_a_delegate_both_persons_count__GS_3_1),
    CLAIM(what_was_sent_back_is_not_over__GS_2_2_2),
    CLAIM(verifying_survives_lack_of_memory),
    CU_TEST_INFO_NULL,
};
