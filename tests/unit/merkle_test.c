/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 6962, against the reference vectors of Certificate Transparency and its definition written out plainly. */
#include "audit/merkle.h"

#include "unit.h"

#define MOST 70 /* leaves: past two complete subtrees of 32 and an odd rest */

static const char *const test_leaves[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
};

static const char *const test_roots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void
vectors_of_certificate_transparency_hold(void)
{
    uint8_t hash[CS_DIGEST_SIZE];
    cs_audit_merkle_t tree;

    cs_audit_merkle_init(&tree);
    IS(CS_OK, cs_audit_merkle_root(&tree, hash));
    SAME(cs_bytes(hash, sizeof(hash)), test_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (size_t i = 0; i < COUNT_OF(test_leaves); i++) {
        IS(CS_OK, cs_audit_merkle_hash_leaf(test_hex(test_leaves[i]), hash));
        IS(CS_OK, cs_audit_merkle_append(&tree, hash, NULL, NULL));
        IS(CS_OK, cs_audit_merkle_root(&tree, hash));
        SAME(cs_bytes(hash, sizeof(hash)), test_hex(test_roots[i]));
    }
}

static void
test_leaf(uint64_t index, uint8_t out[CS_DIGEST_SIZE])
{
    IS(CS_OK, cs_audit_merkle_hash_leaf(cs_bytes(&index, sizeof(index)), out));
}

/* The largest power of two below n. */
static uint64_t
test_split(uint64_t n)
{
    uint64_t k = 1;

    while (2 * k < n) {
        k *= 2;
    }
    return k;
}

/* MTH(D[from:from + n]) as section 2.1 defines it. */
static void
test_define_root(uint64_t from, uint64_t n, uint8_t out[CS_DIGEST_SIZE])
{
    uint8_t left[CS_DIGEST_SIZE], right[CS_DIGEST_SIZE];

    if (n == 1) {
        test_leaf(from, out);
        return;
    }
    test_define_root(from, test_split(n), left);
    test_define_root(from + test_split(n), n - test_split(n), right);
    IS(CS_OK, cs_audit_merkle_hash_node(left, right, out));
}

/* PATH(m, D[from:from + n]) as section 2.1.1 defines it; returns its length. */
static size_t
test_define_path(uint64_t m, uint64_t from, uint64_t n, uint8_t (*path)[CS_DIGEST_SIZE])
{
    uint64_t k = test_split(n);
    size_t length;

    if (n == 1) {
        return 0;
    }
    if (m < k) {
        length = test_define_path(m, from, k, path);
        test_define_root(from + k, n - k, path[length]);
    } else {
        length = test_define_path(m - k, from + k, n - k, path);
        test_define_root(from, k, path[length]);
    }
    return length + 1;
}

static void
incremental_root_is_the_defined_root_for_every_size(void)
{
    uint8_t hash[CS_DIGEST_SIZE], root[CS_DIGEST_SIZE];
    cs_audit_merkle_t tree;

    cs_audit_merkle_init(&tree);
    for (uint64_t size = 1; size <= MOST; size++) {
        test_leaf(size - 1, hash);
        IS(CS_OK, cs_audit_merkle_append(&tree, hash, NULL, NULL));
        IS(CS_OK, cs_audit_merkle_root(&tree, hash));
        test_define_root(0, size, root);
        SAME(cs_bytes(hash, sizeof(hash)), cs_bytes(root, sizeof(root)));
    }
}

static void
every_path_leads_to_its_root_and_no_other_leaf_does(void)
{
    uint8_t leaf[CS_DIGEST_SIZE], root[CS_DIGEST_SIZE], path[CS_MERKLE_LEVELS][CS_DIGEST_SIZE];
    const uint8_t(*p)[CS_DIGEST_SIZE] = (const uint8_t(*)[CS_DIGEST_SIZE])path;

    for (uint64_t size = 1; size <= 33; size++) {
        test_define_root(0, size, root);
        for (uint64_t index = 0; index < size; index++) {
            size_t length = test_define_path(index, 0, size, path);

            test_leaf(index, leaf);
            IS(CS_OK, cs_audit_merkle_verify_inclusion(leaf, index, size, p, length, root));
            IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, index + 1, size, p, length, root));
            IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, size, size, p, length, root));
            IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, index, size, p, length + 1, root));
            if (length > 0) {
                IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, index, size, p, length - 1, root));
                path[length - 1][7] ^= 1;
                IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, index, size, p, length, root));
            }
            leaf[0] ^= 1;
            IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, index, size, p, length, root));
        }
    }
    IS(CS_BAD_SIGNATURE, cs_audit_merkle_verify_inclusion(leaf, 0, 0, p, 0, root));
}

typedef struct {
    bool known[8][MOST];
    uint8_t hash[8][MOST][CS_DIGEST_SIZE];
    size_t count;
} test_nodes_t;

static cs_status_t
test_store(void *data, unsigned level, uint64_t index, const uint8_t hash[CS_DIGEST_SIZE])
{
    test_nodes_t *nodes = data;

    CU_ASSERT_FALSE(nodes->known[level][index]);
    nodes->known[level][index] = true;
    cs_bytes_copy(cs_bytes(hash, CS_DIGEST_SIZE), nodes->hash[level][index]);
    nodes->count++;
    return CS_OK;
}

static cs_status_t
test_fetch(void *data, unsigned level, uint64_t index, uint8_t hash[CS_DIGEST_SIZE])
{
    test_nodes_t *nodes = data;

    CU_ASSERT_TRUE(nodes->known[level][index]);
    cs_bytes_copy(cs_bytes(nodes->hash[level][index], CS_DIGEST_SIZE), hash);
    return CS_OK;
}

static void
each_complete_subtree_is_told_once_and_the_tree_is_taken_up_from_them(void)
{
    test_nodes_t *nodes = cs_pool_zalloc(POOL, sizeof(*nodes));
    uint8_t hash[CS_DIGEST_SIZE], root[CS_DIGEST_SIZE];
    cs_audit_merkle_t tree, again;

    cs_audit_merkle_init(&tree);
    for (uint64_t size = 1; size <= MOST; size++) {
        test_leaf(size - 1, hash);
        IS(CS_OK, cs_audit_merkle_append(&tree, hash, test_store, nodes));
        IS(CS_OK, cs_audit_merkle_load(&again, size, test_fetch, nodes));
        IS(CS_OK, cs_audit_merkle_root(&again, hash));
        IS(CS_OK, cs_audit_merkle_root(&tree, root));
        SAME(cs_bytes(hash, sizeof(hash)), cs_bytes(root, sizeof(root)));
    }
    CU_ASSERT_EQUAL(nodes->count, 70 + 35 + 17 + 8 + 4 + 2 + 1);
    test_define_root(32, 32, hash);
    SAME(cs_bytes(hash, sizeof(hash)), cs_bytes(nodes->hash[5][1], CS_DIGEST_SIZE));
}

static cs_status_t
test_refuse(void *data, unsigned level, uint64_t index, const uint8_t hash[CS_DIGEST_SIZE])
{
    (void)data, (void)index, (void)hash;
    return level == 1 ? CS_UNAVAILABLE : CS_OK;
}

static void
append_that_could_not_be_told_changes_nothing(void)
{
    uint8_t hash[CS_DIGEST_SIZE], before[CS_DIGEST_SIZE], after[CS_DIGEST_SIZE];
    cs_audit_merkle_t tree;

    cs_audit_merkle_init(&tree);
    test_leaf(0, hash);
    IS(CS_OK, cs_audit_merkle_append(&tree, hash, test_refuse, NULL));
    IS(CS_OK, cs_audit_merkle_root(&tree, before));
    IS(CS_UNAVAILABLE, cs_audit_merkle_append(&tree, hash, test_refuse, NULL));
    IS(CS_OK, cs_audit_merkle_root(&tree, after));
    CU_ASSERT_EQUAL(tree.size, 1);
    SAME(cs_bytes(before, sizeof(before)), cs_bytes(after, sizeof(after)));
}

CU_TestInfo suite_merkle[] = {
    CLAIM(vectors_of_certificate_transparency_hold),
    CLAIM(incremental_root_is_the_defined_root_for_every_size),
    CLAIM(every_path_leads_to_its_root_and_no_other_leaf_does),
    CLAIM(each_complete_subtree_is_told_once_and_the_tree_is_taken_up_from_them),
    CLAIM(append_that_could_not_be_told_changes_nothing),
    CU_TEST_INFO_NULL,
};
